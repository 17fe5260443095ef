import type { Markup } from '../docx/markup.ts';
import type { NewPackage } from '../docx/new-package.ts';
import { hei, paragraph } from './official-blocks.ts';
import { officialSection } from './official-page.ts';
import { officialStyles } from './official-styles.ts';
import { imprint, paragraphs } from './official-text.ts';

/** 会议纪要: what a meeting agreed on; it carries no seal (10.3). */
export const minutes = (markup: Markup, year: number): NewPackage => ({
  styles: officialStyles,
  body:
    paragraphs(markup, [
      ['mark', '【单位】会议纪要'],
      ['number', `〔${year}〕×号`],
      ['rule'],
      ['title', '【会议名称】纪要'],
      ['body', `${year}年×月×日，【主持人】主持召开【会议名称】，[MASK]【议题】。现纪要如下：`],
      ['heading1', '一、关于【议题】'],
      ['body', '会议听取了【单位】关于【议题】的汇报。会议[MASK]，【写明会议的意见。】'],
      ['body', '会议决定，【写明议定的事项、责任单位和完成时限。】'],
      ['heading1', '二、关于【议题】'],
      ['body', '会议听取了【单位】关于【议题】的汇报。会议要求，【写明要求。】'],
    ]) +
    paragraph(markup, 'attendance', [hei('出席：'), '【姓名】、【姓名】、【姓名】'], {
      spacing: markup.tag('spacing', { before: 560 }),
    }) +
    paragraphs(markup, [
      ['attendance', hei('请假：'), '【姓名】'],
      ['attendance', hei('列席：'), '【单位和姓名】'],
    ]) +
    imprint(markup, year, '分送：【分送单位】。'),
  ...officialSection(markup),
});
