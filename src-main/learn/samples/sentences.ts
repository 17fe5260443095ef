import { maskText } from '../../contract/gap.ts';
import { lengthOf } from './characters.ts';

/** Sentences of a text that contain a term, with a gap in its place. Pure. */

const sentenceEnd = /[。！？!?；;\n]/;
/** Ends of sentences and clauses, and the mark between items of a list. */
const partEnd = /[。！？!?；;\n，,：:、]/;
/** Most UTF-16 units on each side of a term. */
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

/** The text of a stored document, one paragraph a line; empty if the content is not an editor's document. */
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

/** Whether the term is not a single character inside a longer word. */
const standsAlone = (sentence: string, at: number, term: string): boolean =>
  lengthOf(term) > 1 || segmenter.segment(sentence).containing(at)?.segment === term;

/** The range around [start, end) up to the nearest match of `stop`, at most `reach` units on each side. */
function bounds(text: string, start: number, end: number, stop: RegExp): [from: number, to: number] {
  let from = start;
  while (from > 0 && start - from < reach && !stop.test(text[from - 1] ?? '')) from--;
  let to = end;
  while (to < text.length && to - end < reach && !stop.test(text[to] ?? '')) to++;
  // The mark that ends a sentence is part of it.
  if (to < text.length && /[。！？!?]/.test(text[to] ?? '')) to++;
  return [from, to];
}

/**
 * The sentence around one occurrence, with a gap in its place; only the clause if the sentence holds the term again
 * or another gap. Null if neither fits.
 */
function gapAt(text: string, at: number, term: string): string | null {
  const end = at + term.length;
  for (const stop of [sentenceEnd, partEnd]) {
    const [from, to] = bounds(text, at, end, stop);
    const before = text.slice(from, at);
    const after = text.slice(end, to);
    if (before.includes(term) || after.includes(term) || (before + after).includes(maskText)) continue;
    if (!standsAlone(text.slice(from, to), at - from, term)) return null;
    return (before + maskText + after).trim();
  }
  return null;
}

/** The sentences of a text with a gap for the term, each once, at most `most`. */
export function gapsFor(term: string, text: string, most: number): string[] {
  const found = new Set<string>();
  for (let at = text.indexOf(term); at >= 0 && found.size < most; at = text.indexOf(term, at + term.length)) {
    const gap = gapAt(text, at, term);
    if (gap !== null) found.add(gap);
  }
  return [...found];
}

/** The examples in a cell, separated by line feeds, bars or sentence ends. */
export const examplesIn = (cell: string): string[] =>
  cell
    .split(/[\n|｜]|(?<=[。！？!?；])/)
    .map((one) => one.replace(/^[\s\d.、)）]+(?=\p{Script=Han})|[；;]\s*$/gu, '').trim())
    .filter((one) => one !== '');
