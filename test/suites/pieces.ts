/** Pieces of lines that suites are cut from. */

export interface Piece {
  readonly word: string;
  readonly start: number;
}

/** Pieces of a line in order, with their offsets. */
export function placed(pieces: readonly string[]): Piece[] {
  let offset = 0;
  return pieces.map((word) => {
    offset += word.length;
    return { word, start: offset - word.length };
  });
}

/** Whether a piece may become a gap: one to four Chinese characters. */
export const chinese = ({ word }: Piece): boolean => /^\p{Script=Han}{1,4}$/u.test(word);
