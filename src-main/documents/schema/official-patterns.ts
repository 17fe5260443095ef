import type { Node } from '@tiptap/pm/model';
import type { RunFormat } from '../../contract/document-formats.ts';
import { channels } from './css-values.ts';
import type { OfficialPart } from './official-formats.ts';

/** Patterns of the parts of an official document: their wording, and the look of a letterhead. Pure. */

const han = '一二三四五六七八九十百';
/** Placeholder for a gap or another node that is no text. */
const object = '\ufffc';

/** Levels of headings by their numbers (GB/T 9704—2012, 7.3.3), the highest first. */
const numbers = [
  new RegExp(`^[${han}]{1,4}、`),
  new RegExp(`^[（(][${han}]{1,4}[）)]`),
  /^\d{1,2}[.．、](?!\d)/,
  /^[（(]\d{1,2}[）)]/,
] as const;
const levels = ['heading1', 'heading2', 'heading3', 'heading4'] as const;

const isNumbered = (text: string): boolean => numbers.some((number) => number.test(text));

/** Longest heading on its own line, and before text, in characters. */
const longest = { alone: 60, before: 30 };

/**
 * The heading that a paragraph is, or begins with, by its number.
 * @returns null without a number; `lead` is the length of the heading where text follows in the paragraph
 */
export function headingOf(line: string): { part: OfficialPart; lead: number } | null {
  const text = line.trimStart();
  const offset = line.length - text.length;
  const level = numbers.findIndex((number) => number.test(text));
  const part = levels[level];
  if (!part) return null;
  // Closing quotation marks and brackets do not end a sentence.
  const whole = text.trimEnd().replace(/[”’」』】）)]+$/, '');
  const end = /[。！？；]/.exec(whole)?.index;
  const body = { part: 'body' as const, lead: 0 };
  // A whole sentence is an item of an enumeration.
  if (end === undefined) return whole.length <= longest.alone ? { part, lead: 0 } : body;
  if (end === whole.length - 1 || end > longest.before) return body;
  // Levels three and four look like body text.
  return level < 2 ? { part, lead: offset + end + 1 } : body;
}

const ends = (text: string, signs: RegExp): boolean => signs.test(text.trim());
const matches = (pattern: RegExp) => (text: string) => pattern.test(text.trim());

const addressees = /^[^。；]{2,150}[：:]$/;
/** A sentence that announces what follows it. */
const announcement = /(?:如下|以下|下列|要求|事项)[：:]$/;

export const patterns = {
  addressee: (text: string): boolean => {
    const line = text.trim();
    return addressees.test(line) && !announcement.test(line) && !isNumbered(line);
  },
  subtitle: matches(/^(?:[（(].*[）)]|[—―─].*)$/),
  attachment: matches(/^附\s*件\s*\d{0,2}\s*[：:]/),
  attachments: matches(/[：:]\s*\d{1,2}[.．、]/),
  attachmentMark: matches(/^附\s*件\s*\d{0,2}$/),
  item: matches(/^\d{1,2}[.．、]/),
  attendance: matches(/^(?:出席|请假|列席)[：:]/),
  copies: matches(/^(?:抄送|抄报|分送|主送)[：:]/),
  imprint: matches(/\d{4}年.{1,3}月.{1,3}日印发$/),
  chapter: matches(new RegExp(`^第[${han}\\d]{1,4}[编章节](?:[\\s\u3000].{0,40})?$`)),
  sentence: (text: string): boolean => ends(text, /[。；：:！？）)]$/),
  /** A line that may be the name of an office or a person: no closing phrase. */
  name: (text: string): boolean => {
    const line = text.trim();
    return (
      line.length <= 30 &&
      !ends(line, /[。；，：:！？]$/) &&
      !/^(?:特此|此致|敬礼|附件|妥否|当否|以上)/.test(line) &&
      !isNumbered(line)
    );
  },
};

const digits = '〇○零一二三四五六七八九';
const date = new RegExp(
  `^(?:\\d{4}|[${digits}]{4}|${object})\\s*年\\s*[^\\s，。]{1,3}\\s*月\\s*[^\\s，。]{1,3}\\s*日$`,
);

/** Whether a line is a date and nothing else; a gap may stand for a number. */
export const dateLine = (text: string): boolean => date.test(text.trim());

/**
 * Whether a line may be a title.
 * @param setOff whether it is centred, or a heading
 * @param first whether it is the first line of the text
 */
export function isTitle(text: string, setOff: boolean, first: boolean): boolean {
  const line = text.trim();
  const short = line.length <= (setOff ? 100 : 40);
  return (
    line !== '' &&
    short &&
    (setOff || first) &&
    !isNumbered(line) &&
    !patterns.chapter(line) &&
    !patterns.attachment(line) &&
    !ends(line, /[。；，：:！？]$/)
  );
}

const isRed = (color: unknown): boolean => {
  const [r = 0, g = 0, b = 0] = channels(String(color));
  return r >= 0xb0 && g <= 0x60 && b <= 0x60;
};

/** Lines above a title besides the red name of the office (7.2). */
const aboveTitle = [
  /[〔[［（(]\s*\d{4}\s*[〕\]］）)]\s*第?[^\s，。]{1,6}号/,
  /^(?:特急|加急|急件|绝密|机密|秘密)/,
  /^签发人[：:]/,
  /^\d{6}$/,
];

/** Whether a line belongs above the title. */
export function isLetterhead(node: Node, text: string): boolean {
  const line = text.trim();
  const base = (node.attrs.format as { base?: RunFormat } | null)?.base;
  const font = node.firstChild?.marks.find(({ type }) => type.name === 'font');
  const color: unknown = font?.attrs.color ?? base?.color;
  if (isRed(color)) return true;
  return line.length <= 60 && aboveTitle.some((pattern) => pattern.test(line));
}
