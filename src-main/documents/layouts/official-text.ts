import type { Markup } from '../docx/markup.ts';
import { imprintTable, kai, type Piece, paragraph } from './official-blocks.ts';
import type { StyleKey } from './official-styles.ts';

/**
 * Text that several kinds of official documents share. Words in 【】 say what belongs in their place; gaps are where a
 * word is missing.
 */

/** A block: the style's key and what the paragraph holds. */
export type Block = readonly [key: StyleKey, ...content: Piece[]];

export const paragraphs = (markup: Markup, blocks: readonly Block[]): string =>
  blocks.map(([key, ...content]) => paragraph(markup, key, content)).join('');

export const numberOf = (year: number): string => `【机关代字】〔${year}〕×号`;

/** Above the text: who writes, and the number of the document (7.2). */
export const head = (year: number): Block[] => [
  ['mark', '【发文机关】文件'],
  ['number', numberOf(year)],
  ['rule'],
];

/** To a superior: with who signed (7.2.6). */
export const upwardHead = (year: number): Block[] => [
  ['mark', '【发文机关】文件'],
  ['signer', `${numberOf(year)}\t签发人：`, kai('【姓名】')],
  ['rule'],
];

/** Behind the text: who wrote, and when (7.3.5). */
export const signature = (year: number): Block[] => [
  ['signature', '【发文机关】'],
  ['date', `${year}年×月×日`],
];

/** Whom to ask (7.3.7). */
export const contact: Block = ['note', '（联系人：【姓名】；电话：【电话号码】）'];

/** 版记: copies, and who printed the document when (7.4). */
export const imprint = (markup: Markup, year: number, copies = '抄送：【抄送机关】。'): string =>
  imprintTable(
    markup,
    [
      { key: 'copies', text: copies },
      { key: 'imprint', text: `【印发机关】\t${year}年×月×日印发` },
    ],
    true,
  );
