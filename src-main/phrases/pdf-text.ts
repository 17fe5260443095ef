import { CodedError, reasonOf } from '../base/error.ts';
import { message } from '../texts/message.ts';

/** The text of a PDF in paragraphs. A PDF holds lines; where a sentence goes on in the next line is guessed. */

/** A line is full, so that the next one continues it, from this share of the width of long lines on. */
const full = 0.85;
/** Share of the lines that are no wider than a long one: a line of Latin letters or a table may be wider. */
const usual = 0.9;
const sentenceEnd = /[。！？；：.!?;:]$/;
/** A page number in a line of its own: 3, - 3 -, — 3 —, 3/12, 第3页. */
const pageNumber =
  /^(?:[-–—－\s]*\d{1,4}[-–—－\s]*|\d{1,4}\s*\/\s*\d{1,4}|第\s*\d{1,4}\s*页(?:.{0,2}共\s*\d{1,4}\s*页)?)$/;
/** Programs write some characters by the signs of their radicals, which look the same. */
const radicals = /[\u2e80-\u2fd5]/g;
/** Those that Unicode has no decomposition for: a sign, then its character. */
const undecomposed = new Map(
  '⺠民 ⻁虎 ⻄西 ⻅见 ⻆角 ⻉贝 ⻋车 ⻓长 ⻔门 ⻘青 ⻙韦 ⻚页 ⻛风 ⻜飞 ⻝食 ⻢马 ⻣骨 ⻤鬼 ⻥鱼 ⻦鸟 ⻨麦 ⻩黄 ⻬齐 ⻮齿 ⻰龙'
    .split(' ')
    .map(([sign = '', character = '']) => [sign, character]),
);
/** A line that begins a clause or an item is a paragraph of its own. */
const label =
  /^(?:第[一二三四五六七八九十百零〇\d]+[章节条]|[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[●•◆■])/;
/** Blanks beside a Chinese character or sign stand for its distance to the next one. */
const spacing =
  /(?<=[\p{Script=Han}\u3000-\u303f\uff00-\uffef]) +| +(?=[\p{Script=Han}\u3000-\u303f\uff00-\uffef])/gu;

/** Width in halves of a Chinese character. */
const widthOf = (line: string): number => line.length + (line.match(/[\u1100-\uffef]/g)?.length ?? 0);

const isLatin = (character: string | undefined): boolean => /[A-Za-z0-9]/.test(character ?? '');

const linesOf = (page: string): string[] =>
  page
    .split('\n')
    .map((line) =>
      line
        .trim()
        .replace(radicals, (one) => undecomposed.get(one) ?? one.normalize('NFKC'))
        .replace(spacing, ''),
    )
    .filter((line) => line !== '' && !pageNumber.test(line));

/** First and last lines that most pages have in common: headers and footers. */
function runningLines(pages: readonly (readonly string[])[]): Set<string> {
  const counts = new Map<string, number>();
  for (const lines of pages)
    for (const line of new Set([lines.at(0), lines.at(-1)]))
      if (line !== undefined) counts.set(line, (counts.get(line) ?? 0) + 1);
  const least = Math.max(3, pages.length / 2);
  return new Set([...counts].filter(([, count]) => count >= least).map(([line]) => line));
}

/**
 * Joins lines to paragraphs: a full line that ends no sentence continues in the next, over the end of a page too.
 * @param pages text of each page, a line of it after another
 * @returns paragraphs, one a line
 */
export function joinLines(pages: readonly string[]): string {
  const read = pages.map(linesOf);
  const running = runningLines(read);
  const lines = read.flatMap((page) => page.filter((line) => !running.has(line)));
  const widths = lines.map(widthOf).toSorted((a, b) => a - b);
  const wide = widths[Math.floor(usual * (widths.length - 1))] ?? 0;
  const paragraphs: string[] = [];
  let continues = false;
  for (const line of lines) {
    const before = continues && !label.test(line) ? (paragraphs.pop() ?? '') : '';
    const space = isLatin(before.at(-1)) && isLatin(line[0]) ? ' ' : '';
    paragraphs.push(before + space + line);
    continues = widthOf(line) >= full * wide && !sentenceEnd.test(line);
  }
  return paragraphs.join('\n');
}

/**
 * @returns paragraphs, one a line; empty for pages that are pictures
 * @throws CodedError `document-unreadable`
 */
export async function pdfText(bytes: Uint8Array): Promise<string> {
  // Loaded for the first PDF: it is larger than all else in the process.
  const { extractText, getDocumentProxy } = await import('unpdf');
  try {
    const pdf = await getDocumentProxy(bytes, { useSystemFonts: false, verbosity: 0 });
    const { text } = await extractText(pdf, { mergePages: false });
    return joinLines(text);
  } catch (error) {
    throw new CodedError('document-unreadable', message('own.pdf-unreadable', {}, reasonOf(error)));
  }
}
