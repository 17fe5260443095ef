import { type Kind, placeholders } from '../privacy/hit.ts';
import { scrub } from '../privacy/scrub.ts';

/**
 * Text without what belongs to one document alone: each piece of personal data and each number is one private-use
 * character, its slot. Units and separators stay: 2026年3月5日 is three numbers with 年, 月 and 日, so that a date
 * that is half typed reads as the beginning of a whole one. What counts the parts of a document (第三条, 附件1,
 * 2. at the beginning of a line) is its structure and stays. Empty lines and the spaces around line feeds go.
 */

/** Places in Unicode's private-use area that neither fonts nor office programs are known to fill. */
const firstSlot = 0xf5a0;
const slotKinds = ['name', 'date', 'number', 'other'] as const;
export type SlotKind = (typeof slotKinds)[number];

/** The character of each kind. */
export const slots = Object.fromEntries(
  slotKinds.map((kind, i) => [kind, String.fromCharCode(firstSlot + i)]),
) as Readonly<Record<SlotKind, string>>;

/** Whether a UTF-16 unit is a slot. */
export const isSlotUnit = (unit: number): boolean => unit >= firstSlot && unit < firstSlot + slotKinds.length;

/** Whether a character is a slot. */
export const isSlot = (character: string): boolean => isSlotUnit(character.charCodeAt(0));

const kindsOfPersonal = new Map<string, SlotKind>(
  Object.entries(placeholders).map(([kind, placeholder]) => [placeholder, personalSlot(kind as Kind)]),
);

function personalSlot(kind: Kind): SlotKind {
  if (kind === 'name') return 'name';
  return kind === 'birth-date' ? 'date' : 'other';
}

const digit = '[0-9０-９]';
const numeral = '一二三四五六七八九十百千万亿零〇两';
const financial = '[壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億零]';

/** What stays although it holds digits: a number behind 第 or 附件, and the mark of an item that begins a line. */
const structure = [
  `(?<=第 ?)${digit}{1,3}(?!${digit})`,
  `(?<=附[件表录图注] ?)${digit}{1,2}(?!${digit})`,
  `(?<=\\n[(（]?)${digit}{1,2}(?=[.、．)）](?!${digit}))`,
].join('|');

const numbers = [
  // Codes of letters and digits: 粤A12345, XB-2024-07, user01.
  `(?=[A-Za-z_-]{0,24}${digit})(?=[0-9０-９_-]{0,24}[A-Za-z])[A-Za-z0-9０-９_-]{2,64}`,
  // 1,200.50, 3.5, 12.
  `${digit}{1,3}(?:[,，]${digit}{3}(?!${digit}))+(?:[.．]${digit}+)?|${digit}+(?:[.．]${digit}+)?`,
  // 叁拾万元; a single one is a common word.
  `${financial}{2,}万?`,
  // 二〇二六.
  '[一二三四五六七八九零〇]{4}(?=年|$)',
  // 十二月, and 五日 behind it; 三月 at the end of a line as well.
  `(?<!第)[一二三四五六七八九十]{1,3}(?=月)`,
  `(?<=月)[一二三四五六七八九十]{1,3}(?=[日号])`,
  // 二百元, 百分之三十, 一百二十六人.
  `(?<![第${numeral}])[一二三四五六七八九十百千零〇两][${numeral}点]{0,12}?(?=[万亿]{0,2}余?[元角])`,
  `(?<=[百千万]分之)[${numeral}点]{1,10}`,
  `(?<![第之${numeral}])(?=[${numeral}]{0,8}[百千万亿])[${numeral}]{3,16}`,
].join('|');

/** 阿依古丽·库尔班, where nothing tells that it is a name: up to five characters on the left, and no grammar. */
const dottedPart = '(?:(?![的了是在和与及或给把被由让向对为说听据经请等将已也都就])[\\u4e00-\\u9fff])';
const dotted = `${dottedPart}{1,5}(?:[·•・]${dottedPart}{1,5}){1,3}`;

const pattern = new RegExp(`⟦[^⟦⟧\\n]{1,10}⟧|(?<structure>${structure})|(?<other>${dotted}|${numbers})`, 'g');
const lineEnds = /[^\S\n]*\n\s*/g;
const dot = /[·•・]/;
const latin = /[A-Za-z]/;

function slotOf(found: string): string {
  if (found.startsWith('⟦')) return slots[kindsOfPersonal.get(found) ?? 'other'];
  if (dot.test(found)) return slots.name;
  return latin.test(found) ? slots.other : slots.number;
}

/** A slot can bare a boundary that hid a name: 张伟GB0. More rounds than this were never needed. */
const mostRounds = 6;

/**
 * Applied twice it gives the same. The beginning of a text gives the beginning of the whole's, and its last characters
 * the end, unless the cut is inside a number, a name or what tells that it is one.
 */
export function slotted(text: string): string {
  let current = text.replace(lineEnds, '\n');
  for (let round = 0; round < mostRounds; round++) {
    const next = scrub(current).text.replace(pattern, (found, structural: string | undefined) =>
      structural === undefined ? slotOf(found) : found,
    );
    if (next === current) break;
    current = next;
  }
  return current;
}
