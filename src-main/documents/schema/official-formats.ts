import type { Indent, PageFormat, ParagraphFormat, RunFormat } from '../../contract/document-formats.ts';

/**
 * The look of official documents by GB/T 9704—2012, 党政机关公文格式: one table for layouts of new documents and for laying
 * out existing text. Lengths are points; clause numbers are those of the standard.
 */

/** Fonts as the files of offices name them. */
export const officialFonts = {
  /** Text. */
  fang: '仿宋_GB2312',
  kai: '楷体_GB2312',
  hei: '黑体',
  song: '宋体',
  /** Titles. */
  title: '方正小标宋简体',
  latin: 'Times New Roman',
} as const;

/** Sizes of type: 二号, 三号, 四号. */
const [second, third, fourth] = [22, 16, 14] as const;

/** Distance of lines. 22 of them fill the text block, 225 mm high (5.2.3). */
export const lineHeight = 28;

/** A4 with margins of 37, 35, 28 and 26 mm, and a grid of 22 lines (5.1, 5.2.3). */
export const officialPage: Omit<PageFormat, 'header' | 'footer' | 'columns' | 'foot'> = {
  width: 595.3,
  height: 841.9,
  top: 104.9,
  bottom: 99.2,
  left: 79.4,
  right: 73.7,
  linePitch: 28.9,
};

/**
 * 28 characters of 三号 fill a line of 156 mm once each is narrowed by a quarter of a point (5.2.3). A character grid
 * would say the same, but some programs double its distance.
 */
const spacing = -0.25;

/** Distance of the footer from the page's lower edge: page numbers are 7 mm below the text (7.5). */
export const numberFoot = 70.4;

export const red = 'FF0000';

/** Parts of an official document, in the order of the standard (clause 7). */
export type OfficialPart =
  | 'mark'
  | 'number'
  | 'title'
  | 'subtitle'
  | 'addressee'
  | 'chapter'
  | 'heading1'
  | 'heading2'
  | 'heading3'
  | 'heading4'
  | 'body'
  | 'attachment'
  | 'attachments'
  | 'attachmentItem'
  | 'signature'
  | 'date'
  | 'note'
  | 'attendance'
  | 'attachmentMark'
  | 'copies'
  | 'imprint';

export interface OfficialLook {
  /** Without `base`. */
  readonly paragraph: ParagraphFormat;
  readonly run: RunFormat;
}

const exactly = (value: number) => ({ rule: 'exact', value }) as const;
const chars = (value: number): Indent => ({ value, unit: 'char' });
const lines = (count: number): Indent => ({ value: count * lineHeight, unit: 'pt' });
const line = exactly(lineHeight);

const run = (eastAsia: string = officialFonts.fang, size: number = third): RunFormat => ({
  eastAsia,
  ascii: officialFonts.latin,
  size,
  ...(size === third && { spacing }),
});

/** A paragraph of text: two characters in, lines from edge to edge (7.3.3). */
const text: ParagraphFormat = { align: 'justify', first: chars(2), line };

/** Characters from the date's right end to the text block's edge (7.3.5.1). */
const dateInset = 4;
/** The signature is centred above the date, which is six or seven characters long. */
const signatureLeft = 28 - 2 * (dateInset + 3.25);

export const officialLooks: Readonly<Record<OfficialPart, OfficialLook>> = {
  // The upper edge of its letters is 35 mm below that of the text block (7.2.4).
  mark: {
    paragraph: {
      align: 'center',
      before: { value: 94, unit: 'pt' },
      after: lines(2),
      line: exactly(50),
      offGrid: true,
    },
    run: { ...run(officialFonts.title, 42), color: red },
  },
  number: { paragraph: { align: 'center', line }, run: run() },
  // Two lines below the rule, one above what follows (7.3.1, 7.3.2).
  title: {
    paragraph: { align: 'center', before: lines(2), after: lines(1), line: exactly(35), offGrid: true },
    run: run(officialFonts.title, second),
  },
  subtitle: { paragraph: { align: 'center', after: lines(1), line }, run: run(officialFonts.kai) },
  addressee: { paragraph: { align: 'justify', line }, run: run() },
  chapter: { paragraph: { align: 'center', line, keepNext: true }, run: run(officialFonts.hei) },
  heading1: { paragraph: { ...text, keepNext: true }, run: run(officialFonts.hei) },
  heading2: { paragraph: { ...text, keepNext: true }, run: run(officialFonts.kai) },
  heading3: { paragraph: text, run: run() },
  heading4: { paragraph: text, run: run() },
  body: { paragraph: text, run: run() },
  // Lines go on below the first character of the name, and so do the names of further ones (7.3.4).
  attachment: {
    paragraph: { align: 'justify', left: chars(5), first: chars(-3), before: lines(1), line },
    run: run(),
  },
  // 附件：1.
  attachments: {
    paragraph: { align: 'justify', left: chars(6), first: chars(-4), before: lines(1), line },
    run: run(),
  },
  attachmentItem: { paragraph: { align: 'justify', left: chars(6), first: chars(-1), line }, run: run() },
  signature: {
    paragraph: { align: 'center', left: chars(signatureLeft), before: lines(2), line, keepNext: true },
    run: run(),
  },
  date: { paragraph: { align: 'right', right: chars(dateInset), line }, run: run() },
  note: { paragraph: text, run: run() },
  // 出席：, with the names one below the other (10.3).
  attendance: {
    paragraph: { align: 'justify', left: chars(5), first: chars(-3), before: lines(1), line },
    run: run(),
  },
  // On a page of its own (7.3.6).
  attachmentMark: { paragraph: { line, pageBreakBefore: true }, run: run(officialFonts.hei) },
  // A character in from the lines around them, in 四号 (7.4.2, 7.4.3).
  copies: {
    paragraph: { align: 'justify', left: chars(4), right: chars(1), first: chars(-3), line },
    run: run(officialFonts.fang, fourth),
  },
  imprint: {
    paragraph: {
      left: chars(1),
      right: chars(1),
      line,
      tabs: [{ at: 428.2, kind: 'right', leader: 'none' }],
    },
    run: run(officialFonts.fang, fourth),
  },
};

/** Numbers of pages: 四号, in digits of half a character's width, a character in from the outer edge (7.5). */
export const officialNumber = {
  paragraph: { line: exactly(18), offGrid: true },
  inset: { value: fourth, unit: 'pt' },
  run: { eastAsia: officialFonts.song, ascii: officialFonts.song, size: fourth },
} as const satisfies OfficialLook & { readonly inset: Indent };
