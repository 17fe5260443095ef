import { slotted } from './slotted.ts';

/**
 * The document being written, after `slotted`. Works piece by piece, so that a change in a long document costs
 * little.
 */
export interface SlottedText {
  /** The end of a text as far as it is processed; `more` processes the rest. */
  before(text: string): string;
  /** The start of a text, like `before`. */
  after(text: string): string;
  /** Processes more of the last two texts. @returns whether there is more to process */
  more(): boolean;
}

/** Most units processed at once: about 5 ms. */
const atOnce = 2_000;
/** Longer paragraphs are processed sentence by sentence. */
const longParagraph = 500;
/** Most units of a piece. */
const longSentence = 2_000;
/** Most pieces in the cache. */
const remembered = 20_000;

/** Splits a text into pieces; each but the last ends a line or a sentence, or has `longSentence` units. */
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
    // A preceding line feed marks the piece as the start of a line.
    const result = slotted(`\n${piece}`).slice(1);
    known.set(piece, result);
    return result;
  }

  /** Processes pieces in order until those not in the cache exceed `atOnce`. */
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
