import type { Markup } from '../docx/markup.ts';
import type { NewPackage } from '../docx/new-package.ts';
import { officialSection } from './official-page.ts';
import { officialStyles } from './official-styles.ts';
import { imprint, paragraphs, signature, upwardHead } from './official-text.ts';

/** 报告: tells a superior how the work stands; it asks for nothing. */
export const report = (markup: Markup, year: number): NewPackage => ({
  styles: officialStyles,
  body:
    paragraphs(markup, [
      ...upwardHead(year),
      ['title', '关于【工作】情况的报告'],
      ['addressee', '【上级机关】：'],
      ['body', '按照【文件或会议】要求，我单位[MASK]开展【工作】。现将有关情况报告如下：'],
      ['heading1', '一、工作进展和成效'],
      ['heading2', '（一）【方面】'],
      ['body', '【写明做法、数据和成效。】'],
      ['heading2', '（二）【方面】'],
      ['body', '【写明做法、数据和成效。】'],
      ['heading1', '二、存在的问题'],
      ['body', '【写明问题和原因。】'],
      ['heading1', '三、下一步打算'],
      ['body', '【写明措施和时限。】'],
      ['body', '特此报告。'],
      ['attachment', '附件：【附件名称】'],
      ...signature(year),
    ]) + imprint(markup, year),
  ...officialSection(markup),
});
