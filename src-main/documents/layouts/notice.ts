import type { Markup } from '../docx/markup.ts';
import type { NewPackage } from '../docx/new-package.ts';
import { officialSection } from './official-page.ts';
import { officialStyles } from './official-styles.ts';
import { contact, head, imprint, paragraphs, signature } from './official-text.ts';

/** 通知: tells subordinates what to do. */
export const notice = (markup: Markup, year: number): NewPackage => ({
  styles: officialStyles,
  body:
    paragraphs(markup, [
      ...head(year),
      ['title', '关于【事项】的通知'],
      ['addressee', '【主送机关】：'],
      ['body', '为进一步[MASK]【工作】，根据【依据】，现就有关事项通知如下：'],
      ['heading1', '一、总体要求'],
      ['body', '【写明工作的目标、原则和时限。】'],
      ['heading1', '二、主要任务'],
      ['heading2', '（一）【任务名称】'],
      ['body', '【写明做什么、怎么做、由谁牵头。】'],
      ['heading3', '1.【步骤】。【写明具体做法。】'],
      ['heading3', '2.【步骤】。【写明具体做法。】'],
      ['heading2', '（二）【任务名称】'],
      ['body', '【写明做什么、怎么做、由谁牵头。】'],
      ['heading1', '三、工作要求'],
      ['body', `各单位要高度[MASK]，明确责任，于${year}年×月×日前将【材料】报送【承办部门】。`],
      ['attachments', '附件：1.【附件名称】'],
      ['attachmentItem', '2.【附件名称】'],
      ...signature(year),
      contact,
    ]) + imprint(markup, year),
  ...officialSection(markup),
});
