import type { Node } from '@tiptap/pm/model';
import { gapName, maskText } from './gaps.ts';

/** Finds gaps in a document. Positions are ProseMirror's, offsets are UTF-16 code units of text. */

/** A run of adjacent gaps: one word of as many tokens. `to` is exclusive. */
export interface GapRun {
  readonly from: number;
  readonly to: number;
}

const isGap = (node: Node | null | undefined): boolean => node?.type.name === gapName;

/** The run of gaps that `pos` is in or touches. */
export function runAt(doc: Node, pos: number): GapRun | null {
  if (pos < 0 || pos > doc.content.size) return null;
  const $pos = doc.resolve(pos);
  if (!$pos.parent.isTextblock) return null;
  let from = pos;
  let to = pos;
  while (isGap(doc.resolve(from).nodeBefore)) from--;
  while (isGap(doc.resolve(to).nodeAfter)) to++;
  return from === to ? null : { from, to };
}

/** The first run inside a range. */
export function firstRunIn(doc: Node, range: GapRun): GapRun | null {
  let found: number | null = null;
  doc.nodesBetween(range.from, Math.min(range.to, doc.content.size), (node, pos) => {
    if (found === null && isGap(node)) found = pos;
    return found === null;
  });
  return found === null ? null : runAt(doc, found);
}

export interface Context {
  readonly text: string;
  /** Offset in `text` of the run's first `[MASK]`. */
  readonly start: number;
}

/** The text of [from, to) in pieces: text, `[MASK]` for a gap of any spelling, a line feed between blocks. */
function piecesBetween(doc: Node, from: number, to: number): string[] {
  const pieces: string[] = [];
  doc.nodesBetween(from, to, (node, pos) => {
    if (node.isTextblock && pos >= from && pos > 0) pieces.push('\n');
    else if (isGap(node)) pieces.push(maskText);
    else if (node.type.name === 'hardBreak') pieces.push('\n');
    else if (node.type.name === 'atom') pieces.push(String(node.attrs.text ?? ''));
    else if (node.text)
      pieces.push(node.text.slice(Math.max(0, from - pos), Math.min(node.text.length, to - pos)));
    return true;
  });
  return pieces;
}

const isLowSurrogate = (code: number) => code >= 0xdc00 && code <= 0xdfff;

/** At most `reach` code units of the pieces nearest to the gap; gaps and characters are never cut. */
function nearest(pieces: readonly string[], reach: number, side: 'before' | 'after'): string {
  const ordered = side === 'before' ? pieces.toReversed() : pieces;
  const kept: string[] = [];
  let room = reach;
  for (const piece of ordered) {
    if (piece.length > room) {
      if (piece !== maskText) kept.push(cut(piece, room, side));
      break;
    }
    kept.push(piece);
    room -= piece.length;
  }
  return (side === 'before' ? kept.reverse() : kept).join('');
}

function cut(piece: string, length: number, side: 'before' | 'after'): string {
  if (side === 'after') return piece.slice(0, isLowSurrogate(piece.charCodeAt(length)) ? length - 1 : length);
  const at = piece.length - length;
  return piece.slice(isLowSurrogate(piece.charCodeAt(at)) ? at + 1 : at);
}

/**
 * The text around a run for a suggestion: up to `reach` code units on each side, over paragraphs. Takes time
 * proportional to `reach`, not to the document.
 * @param masks number of `[MASK]`s for the run: one for each gap; one for a selected word
 */
export function contextOf(doc: Node, run: GapRun, reach = 2000, masks = run.to - run.from): Context {
  const before = nearest(piecesBetween(doc, Math.max(0, run.from - reach), run.from), reach, 'before');
  const end = Math.min(doc.content.size, run.to + reach);
  const after = nearest(piecesBetween(doc, run.to, end), reach, 'after');
  const lead = before.trimStart();
  return { text: lead + maskText.repeat(masks) + after.trimEnd(), start: lead.length };
}
