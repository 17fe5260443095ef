import type { Node } from '@tiptap/pm/model';
import type { ParagraphFormat } from '../../src-main/contract/document-formats.ts';
import { edgesOf, emsOf, type Stop, sizeOf, stopAfter } from './stops.ts';

/**
 * Places tab characters at the stops of their paragraph. CSS ends a tab at a multiple of `tab-size` from the start of
 * the line: each tab gets a size whose first multiple is its stop. Text widths, before the tab and under a right or
 * centred stop, are estimated. Pure.
 */

/** A tab, its position in the paragraph, and the width of the text up to the next tab, in points. */
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

/** Reserve for text that is wider than estimated: at the edge of the page it would wrap. */
const slack = 1.15;

/** The start of the text after a tab, for the kind of its stop. */
function startAt(stop: Stop, width: number, at: number): number {
  if (stop.kind === 'left' || stop.kind === 'bar') return stop.at;
  return Math.max(at + 1, stop.at - (stop.kind === 'center' ? width / 2 : width * slack + 0.5));
}

/**
 * The `tab-size` that moves from one position to another, both from the start of the line's box. A hanging line
 * starts left of its box, where CSS counts multiples from zero, too.
 */
const tabSize = (from: number, to: number): number => (to <= 0 ? Math.max(1, -from * 0.75) : to);

export interface PlacedTab {
  /** Position of the tab in its paragraph. */
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
