import type { Markup } from '../docx/markup.ts';
import type { NewPackage } from '../docx/new-package.ts';
import { officialSection } from './official-page.ts';
import { officialStyles } from './official-styles.ts';
import { contact, imprint, paragraphs, signature, upwardHead } from './official-text.ts';

/** 请示: asks one superior to decide one matter. */
export const request = (markup: Markup, year: number): NewPackage => ({
  styles: officialStyles,
  body:
    paragraphs(markup, [
      ...upwardHead(year),
      ['title', '关于【事项】的请示'],
      ['addressee', '【上级机关】：'],
      [
        'body',
        '【写明请示的缘由：背景、依据和必要性。】为[MASK]【工作】，拟【做什么】。现将有关情况请示如下：',
      ],
      ['heading1', '一、基本情况'],
      ['body', '【写明现状和已经做过的工作。】'],
      ['heading1', '二、请示事项'],
      ['body', '【写明请求批准的事项。请示应当一文一事。】'],
      ['heading1', '三、理由和可行性'],
      ['body', '【写明理由、经费来源和风险。】'],
      ['body', '妥否，请批示。'],
      ['attachment', '附件：【附件名称】'],
      ...signature(year),
      contact,
    ]) + imprint(markup, year),
  ...officialSection(markup),
});
