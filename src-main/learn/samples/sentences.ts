import { maskText } from '../../contract/gap.ts';
import { lengthOf } from './characters.ts';

/** Sentences in which a term stands, as gaps. Pure. */

const sentenceEnd = /[。！？!?；;\n]/;
const clauseEnd = /[，,：:、]/;
/** UTF-16 units on each side of a term; a longer sentence is cut at a clause. */
const reach = 120;

const isNode = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

function blocksIn(node: unknown, out: string[]): void {
  if (Array.isArray(node)) {
    for (const one of node) blocksIn(one, out);
    return;
  }
  if (!isNode(node)) return;
  const { content } = node;
  const inline = Array.isArray(content) && content.some((one) => isNode(one) && typeof one.text === 'string');
  if (!inline) {
    if (content !== undefined) blocksIn(content, out);
    return;
  }
  const pieces = (content as unknown[]).map((one) => {
    if (!isNode(one)) return '';
    if (typeof one.text === 'string') return one.text;
    return one.type === 'gap' ? maskText : '\n';
  });
  out.push(pieces.join(''));
}

/** The text of a stored document, a paragraph a line. What is no editor's document has none. */
export function textOfDraft(content: string): string {
  const blocks: string[] = [];
  try {
    const parsed: unknown = JSON.parse(content);
    if (isNode(parsed) && parsed.type === 'doc') blocksIn(parsed, blocks);
  } catch {
    return '';
  }
  return blocks.join('\n');
}

const segmenter = new Intl.Segmenter('zh-CN', { granularity: 'word' });

/** A single character inside a longer word is not that term. */
const standsAlone = (sentence: string, at: number, term: string): boolean =>
  lengthOf(term) > 1 || segmenter.segment(sentence).containing(at)?.segment === term;

/** Where the stretch around [start, end) begins and ends, by the nearest of the given signs. */
function bounds(text: string, start: number, end: number, stop: RegExp): [from: number, to: number] {
  let from = start;
  while (from > 0 && start - from < reach && !stop.test(text[from - 1] ?? '')) from--;
  let to = end;
  while (to < text.length && to - end < reach && !stop.test(text[to] ?? '')) to++;
  // The sign that ends a sentence belongs to it.
  if (to < text.length && /[。！？!?]/.test(text[to] ?? '')) to++;
  return [from, to];
}

/** The sentence of one occurrence with a gap in its place; only its clause where the rest shows the term again. */
function gapAt(text: string, at: number, term: string): string | null {
  const end = at + term.length;
  for (const stop of [sentenceEnd, new RegExp(`${sentenceEnd.source}|${clauseEnd.source}`)]) {
    const [from, to] = bounds(text, at, end, stop);
    const before = text.slice(from, at);
    const after = text.slice(end, to);
    if (before.includes(term) || after.includes(term) || (before + after).includes(maskText)) continue;
    if (!standsAlone(text.slice(from, to), at - from, term)) return null;
    return (before + maskText + after).trim();
  }
  return null;
}

/** Every occurrence of a term as a gap in its sentence, each sentence once, at most `most` of them. */
export function gapsFor(term: string, text: string, most: number): string[] {
  const found = new Set<string>();
  for (let at = text.indexOf(term); at >= 0 && found.size < most; at = text.indexOf(term, at + term.length)) {
    const gap = gapAt(text, at, term);
    if (gap !== null) found.add(gap);
  }
  return [...found];
}

/** The examples in a cell: one a line, or parted by bars, or sentence after sentence. */
export const examplesIn = (cell: string): string[] =>
  cell
    .split(/[\n|｜]|(?<=[。！？!?；])/)
    .map((one) => one.replace(/^[\s\d.、)）]+(?=\p{Script=Han})|[；;]\s*$/gu, '').trim())
    .filter((one) => one !== '');
