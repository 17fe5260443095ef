import type { Node } from '@tiptap/pm/model';
import type { ParagraphFormat } from '../../src-main/contract/document-formats.ts';
import { edgesOf, emsOf, type Stop, sizeOf, stopAfter } from './stops.ts';

/**
 * Tab characters that reach the stops of their paragraph. CSS puts the end of a tab at a multiple of `tab-size`
 * from the start of the line: each tab gets a size whose first multiple is its stop. Where text before it ends, and
 * how wide the text is that a right or centred stop holds, is estimated. Pure.
 */

/** A tab with its place in its paragraph, and the width of the text behind it up to the next tab, in points. */
interface Tab {
  readonly offset: number;
  after: number;
}

interface Line {
  /** Width of the text before its first tab. */
  before: number;
  readonly tabs: Tab[];
}

/** Text of a paragraph cut at its tabs and at its line breaks. */
function linesOf(paragraph: Node, size: number): readonly Line[] {
  let line: Line = { before: 0, tabs: [] };
  const lines = [line];
  const add = (width: number) => {
    const tab = line.tabs.at(-1);
    if (tab) tab.after += width;
    else line.before += width;
  };
  paragraph.forEach((child, offset) => {
    if (child.type.name === 'hardBreak') {
      line = { before: 0, tabs: [] };
      lines.push(line);
    }
    const own = child.marks.find(({ type }) => type.name === 'font')?.attrs.size;
    const em = typeof own === 'number' ? own : size;
    if (!child.isText) add(emsOf(String(child.attrs.text ?? '')) * em);
    let at = offset;
    for (const [i, piece] of (child.text ?? '').split('\t').entries()) {
      if (i > 0) line.tabs.push({ offset: at - 1, after: 0 });
      add(emsOf(piece) * em);
      at += piece.length + 1;
    }
  });
  return lines;
}

/** Room that is left for text which is wider than estimated: at the edge of the page it would begin a new line. */
const slack = 1.15;

/** Where the text behind a tab begins, so that it stands at its stop. */
function startAt(stop: Stop, width: number, at: number): number {
  if (stop.kind === 'left' || stop.kind === 'bar') return stop.at;
  return Math.max(at + 1, stop.at - (stop.kind === 'center' ? width / 2 : width * slack + 0.5));
}

/**
 * A `tab-size` that takes a tab from one place to another, both from the start of the line's box. A hanging line
 * begins left of its box, and CSS counts multiples from zero there, too.
 */
const tabSize = (from: number, to: number): number => (to <= 0 ? Math.max(1, -from * 0.75) : to);

export interface PlacedTab {
  /** Of the tab in its paragraph. */
  readonly offset: number;
  /** `tab-size` in points. */
  readonly size: number;
  readonly leader: Stop['leader'];
}

export function tabsOf(paragraph: Node, format: ParagraphFormat, defaultTab: number): PlacedTab[] {
  if (!paragraph.textContent.includes('\t')) return [];
  const { left, start } = edgesOf(format);
  return linesOf(paragraph, sizeOf(format.base ?? {})).flatMap(({ before, tabs }, line) => {
    let at = (line === 0 ? start : left) + before;
    return tabs.map(({ offset, after }) => {
      const stop = stopAfter(at, format, defaultTab);
      const begin = startAt(stop, after, at);
      const placed = Math.round(tabSize(at - left, begin - left) * 10) / 10;
      at = begin + after;
      return { offset, size: placed, leader: stop.leader };
    });
  });
}
