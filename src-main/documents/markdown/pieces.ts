import type { Look } from './marks.ts';
import type { Range } from './tokens.ts';

/** What inline content is read into: a row of pieces, and the syntax around them. */

/** Syntax around pieces that gives them a look. */
export interface Span extends Range {
  readonly look: Look;
  readonly parent: Span | null;
  /** Where what is inside begins and ends. */
  readonly inner: Range;
  /**
   * `exact`: says its own text (an autolink, a label that is the link's name): only as long as nothing changes inside.
   * `reference`: needs its definition.
   */
  readonly form: 'free' | 'exact' | 'reference';
  /** The link's label for a reference. */
  readonly label: string | null;
}

export type PieceKind = 'text' | 'wrap' | 'break' | 'image' | 'atom';

export interface Piece extends Range {
  readonly kind: PieceKind;
  /** What is seen of it. A line's end inside of a paragraph is a space, or nothing between Chinese characters. */
  text: string;
  readonly span: Span | null;
  /** Every character is its own spelling. */
  readonly exact: boolean;
  /** Attributes of the editor's node; null for text. */
  readonly attrs: Readonly<Record<string, unknown>> | null;
}

/** Characters of scripts that put no space between words, full-width signs included. */
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\u3000-\u303f\uff00-\uffef]/u;

/** How the end of a line between two characters is seen. */
export const wrapBetween = (before: string, after: string): '' | ' ' =>
  wide.test(before) && wide.test(after) ? '' : ' ';

/** The pieces with the ends of lines as they are seen between their neighbours. */
export function seenWraps(pieces: Piece[]): Piece[] {
  for (const [i, piece] of pieces.entries()) {
    if (piece.kind !== 'wrap' || piece.span?.look.name === 'code') continue;
    const [before, after] = [pieces[i - 1], pieces[i + 1]];
    if (before?.kind !== 'text' || after?.kind !== 'text') continue;
    piece.text = wrapBetween(
      Array.from(before.text.slice(-2)).at(-1) ?? '',
      Array.from(after.text.slice(0, 2))[0] ?? '',
    );
  }
  return pieces;
}
