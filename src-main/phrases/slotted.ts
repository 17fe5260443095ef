import { type Kind, placeholders } from '../privacy/hit.ts';
import { scrub } from '../privacy/scrub.ts';

/**
 * Replaces what is specific to one document by slots: each piece of personal data and each number becomes one
 * private-use character. Units and separators stay: 2026年3月5日 is three numbers with 年, 月 and 日, so that a half-typed
 * date equals the start of a whole one. Numbers of a document's structure stay too (第三条, 附件1, 2. at the start of a
 * line). Empty lines and white space around line feeds are removed.
 */

/** Code points of the private-use area that neither fonts nor office programs are known to use. */
const firstSlot = 0xf5a0;
const slotKinds = ['name', 'date', 'number', 'other'] as const;
export type SlotKind = (typeof slotKinds)[number];

/** The slot of each kind. */
export const slots = Object.fromEntries(
  slotKinds.map((kind, i) => [kind, String.fromCharCode(firstSlot + i)]),
) as Readonly<Record<SlotKind, string>>;

export const isSlotUnit = (unit: number): boolean => unit >= firstSlot && unit < firstSlot + slotKinds.length;

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

/** Numbers that stay: after 第 or 附件, and marks of items at the start of a line. */
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
  // 叁拾万元. A single such numeral is a common word.
  `${financial}{2,}万?`,
  // 二〇二六.
  '[一二三四五六七八九零〇]{4}(?=年|$)',
  // 十二月, and 五日 after it; 三月 also at the end of a line.
  `(?<!第)[一二三四五六七八九十]{1,3}(?=月)`,
  `(?<=月)[一二三四五六七八九十]{1,3}(?=[日号])`,
  // 二百元, 百分之三十, 一百二十六人.
  `(?<![第${numeral}])[一二三四五六七八九十百千零〇两][${numeral}点]{0,12}?(?=[万亿]{0,2}余?[元角])`,
  `(?<=[百千万]分之)[${numeral}点]{1,10}`,
  `(?<![第之${numeral}])(?=[${numeral}]{0,8}[百千万亿])[${numeral}]{3,16}`,
].join('|');

/** A name with a dot, without a label: 阿依古丽·库尔班. Up to five characters on the left, none of them grammatical. */
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

/** Most rounds: a slot can create a word boundary and with it a new name (张伟GB0). No known text needed more. */
const mostRounds = 6;

/**
 * Idempotent. The result of a prefix or suffix of a text is a prefix or suffix of the whole's result, unless the cut
 * is inside a number, a name, or the label of one.
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
