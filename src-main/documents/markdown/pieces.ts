import { firstCharacter, lastCharacter } from './characters.ts';
import type { Look } from './marks.ts';
import type { Range } from './tokens.ts';

/** Inline content as a sequence of pieces and the syntax around them. */

/** Syntax around pieces that gives them a look. */
export interface Span extends Range {
  readonly look: Look;
  readonly parent: Span | null;
  /** The stretch between the delimiters. */
  readonly inner: Range;
  /**
   * `exact`: its text is also its address or label (an autolink, a shortcut reference), so it is valid only while the
   * text is unchanged. `reference`: needs its definition.
   */
  readonly form: 'free' | 'exact' | 'reference';
  /** The link's label for a reference. */
  readonly label: string | null;
}

export type PieceKind = 'text' | 'wrap' | 'break' | 'image' | 'atom';

export interface Piece extends Range {
  readonly kind: PieceKind;
  /** The visible text. A line end inside a paragraph is a space, or nothing between Chinese characters. */
  text: string;
  readonly span: Span | null;
  /** Whether the source spells every character as itself. */
  readonly exact: boolean;
  /** Attributes of the editor's node; null for text. */
  readonly attrs: Readonly<Record<string, unknown>> | null;
}

/** Characters of scripts without spaces between words, full-width signs included. */
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\u3000-\u303f\uff00-\uffef]/u;

/** The visible text of a line end between two characters. */
export const wrapBetween = (before: string, after: string): '' | ' ' =>
  wide.test(before) && wide.test(after) ? '' : ' ';

/** Sets the visible text of line ends by their neighbours. */
export function seenWraps(pieces: Piece[]): Piece[] {
  for (const [i, piece] of pieces.entries()) {
    if (piece.kind !== 'wrap' || piece.span?.look.name === 'code') continue;
    const [before, after] = [pieces[i - 1], pieces[i + 1]];
    if (before?.kind !== 'text' || after?.kind !== 'text') continue;
    piece.text = wrapBetween(lastCharacter(before.text), firstCharacter(after.text));
  }
  return pieces;
}
