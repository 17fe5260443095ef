import { slotted } from './slotted.ts';

/** A document that is written in, with its slots, piece by piece: of a long one only what changed is read again. */
export interface SlottedText {
  /** The end of a text, as far as it is known; the rest becomes known with `more`. */
  before(text: string): string;
  /** The beginning of a text, as `before`. */
  after(text: string): string;
  /** Reads more of the texts that were asked for last. @returns whether there is more to read */
  more(): boolean;
}

/** Units that are read at once: about 5 ms. */
const atOnce = 2_000;
/** Paragraphs that are longer are read sentence by sentence. */
const longParagraph = 500;
/** Units of a sentence at most. */
const longSentence = 2_000;
/** Pieces that are remembered. */
const remembered = 20_000;

/** Pieces that join to the text; each but the last ends a line or a sentence. */
function piecesOf(text: string): string[] {
  return text
    .split(/(?<=\n)/)
    .flatMap((line) => (line.length > longParagraph ? line.split(/(?<=[。；])/) : [line]))
    .flatMap((piece) => (piece.length > longSentence ? (piece.match(/[\s\S]{1,2000}/g) ?? []) : [piece]));
}

export function createSlottedText(): SlottedText {
  const known = new Map<string, string>();
  let last = { before: '', after: '' };

  function read(piece: string): string {
    const found = known.get(piece);
    if (found !== undefined) return found;
    if (known.size > remembered) known.clear();
    // What begins a line is told by the line feed before it.
    const result = slotted(`\n${piece}`).slice(1);
    known.set(piece, result);
    return result;
  }

  /** Reads pieces in order until too many were new. */
  function readSome(pieces: readonly string[]): { texts: string[]; isWhole: boolean } {
    const texts: string[] = [];
    let fresh = 0;
    for (const piece of pieces) {
      if (!known.has(piece)) fresh += piece.length;
      if (fresh > atOnce && texts.length > 0) return { texts, isWhole: false };
      texts.push(read(piece));
    }
    return { texts, isWhole: true };
  }

  const endOf = (text: string) => readSome(piecesOf(text).reverse());
  const beginningOf = (text: string) => readSome(piecesOf(text));

  return {
    before(text) {
      last = { ...last, before: text };
      return endOf(text).texts.reverse().join('');
    },
    after(text) {
      last = { ...last, after: text };
      return beginningOf(text).texts.join('');
    },
    more: () => !endOf(last.before).isWhole || !beginningOf(last.after).isWhole,
  };
}
