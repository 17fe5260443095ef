import { must } from '../../base/assert.ts';
import type { Language } from '../language.ts';
import type { RowModel } from '../types.ts';
import type { DocumentWords } from './document-words.ts';
import { GapScores, type Scoring } from './gap-scores.ts';
import type { Gap } from './gaps.ts';
import type { Inference } from './inference.ts';
import { Prices } from './prices.ts';
import type { Ranked } from './rank.ts';
import type { Neighbours } from './scores.ts';
import { type Filling, type Others, rowOf, type SpanLogits, spanLogits, tokensOf } from './span.ts';
import { withTail } from './tail.ts';
import type { KeyOf, Recalled } from './taught.ts';
import { classesOf, type TokenClasses } from './token-classes.ts';
import { weights as fitted, type Weights } from './weights.ts';
import { inSentence, type Window } from './window.ts';

/** Tokens on each side that a character may form a word with. */
const joinedReach = 3;
/** Half of the masks of all lengths together are in the rows of words up to this many tokens. */
const halfTheMasks = 4;

export interface GapTask {
  readonly gap: Gap;
  readonly window: Window;
  readonly others: Others;
  /** Longest word for a single `[MASK]`. */
  readonly maxLength: number;
  /** Characters of the word for a single `[MASK]`, where that is known. */
  readonly length?: number | undefined;
  /** Tokens that the model sees between the gap and what follows it; none by default. */
  readonly tail?: readonly number[];
  /** Words that the document has outside the gap's sentence; none by default. */
  readonly document?: DocumentWords | undefined;
}

export interface Pass {
  /** Most probable first. */
  readonly ranked: readonly Ranked[];
  /** The model's probability that a number in digits belongs here. */
  readonly digits: number;
  /** The writer's words that fit, best first. */
  readonly own: readonly string[];
}

export interface FirstPass extends Pass {
  /** Runs the second batch and ranks again. */
  readonly rescored: () => Promise<Pass>;
}

export interface GapFillerOptions {
  readonly weights?: Weights;
  /** Divides scores before they become probabilities (Guo et al., 2017); default 1. */
  readonly temperature?: number;
  /** Awaited between two runs of the preparation, each of which blocks the thread. */
  readonly pause?: () => Promise<void>;
}

const nowhere: Window = { before: [], after: [] };

/** Runs a window with masks, characters or both at its gap. */
class SpanReader {
  readonly #special: Language['tokenizer']['special'];
  readonly #classes: TokenClasses;

  constructor({ tokenizer, lexicon }: Language) {
    this.#special = tokenizer.special;
    const singles = must(lexicon.tables[0], 'there are words of one token');
    this.#classes = classesOf(tokenizer.vocabulary, singles.ids);
  }

  masks(count: number): Filling {
    return new Array<number>(count).fill(this.#special.mask);
  }

  /** One batch, a row for each filling. @throws CodedError `model-broken` */
  async read(
    model: Pick<RowModel, 'logits'>,
    window: Window,
    fillings: readonly Filling[],
    others: Others,
  ): Promise<SpanLogits[]> {
    const rows = fillings.map((filling) => rowOf(window, filling, others, this.#special));
    const logits = await model.logits(rows);
    return logits.map((one) => spanLogits(one, this.#classes));
  }

  /** @returns 1 at the ids of tokens that occur in the gap's sentence */
  repeated(window: Window, others: Others): Uint8Array {
    const repeated = new Uint8Array(this.#classes.length);
    const { ids } = rowOf(inSentence(window), [], others, this.#special);
    for (const id of ids) if (id !== this.#special.mask) repeated[id] = 1;
    return repeated;
  }
}

function neighboursOf({ before, after }: Window, others: Others): Neighbours {
  return {
    before: tokensOf(before.slice(-joinedReach), others).slice(-joinedReach),
    after: tokensOf(after.slice(0, joinedReach), others).slice(0, joinedReach),
  };
}

/** Fills single gaps. */
export class GapFiller {
  readonly #reader: SpanReader;
  readonly #scoring: Scoring;

  constructor(reader: SpanReader, scoring: Scoring) {
    this.#reader = reader;
    this.#scoring = scoring;
  }

  /** Runs the first batch, one row for each length. */
  async fill(task: GapTask, inference: Inference): Promise<FirstPass> {
    const { gap, others, tail = [], document } = task;
    const window = withTail(task.window, tail);
    const lengths = this.#lengthsFor(task);
    const { terms } = inference.taught;
    const fillings = lengths.map((length) => this.#reader.masks(length));
    const scores = new GapScores(this.#scoring, {
      masks: gap.masks,
      lengths,
      spans: await this.#reader.read(inference, window, fillings, others),
      repeated: this.#reader.repeated(window, others),
      neighbours: neighboursOf(window, others),
      terms,
      document,
    });
    scores.recall(await this.recalled(task, inference));
    // Where the text ends, no example of a word is like the gap.
    const own = tail.length > 0 ? [] : await this.#own(task, inference);
    const { digits } = scores;
    const ranked = scores.ranking();
    return {
      ranked,
      digits,
      own,
      rescored: async () => {
        const prefixes = scores.prefixes(ranked);
        if (prefixes.length === 0) return { ranked, digits, own };
        const revealing = prefixes.map(({ first, length }) => [first, ...this.#reader.masks(length - 1)]);
        scores.rescore(prefixes, await this.#reader.read(inference, window, revealing, others));
        return { ranked: scores.ranking(), digits, own };
      },
    };
  }

  #lengthsFor({ gap, maxLength, length }: GapTask): number[] {
    if (gap.masks > 1) return [gap.masks];
    const most = Math.min(maxLength, this.#scoring.lexicon.tables.length);
    if (length !== undefined) return [Math.min(length, this.#scoring.lexicon.tables.length)];
    return Array.from({ length: most }, (_, i) => i + 1);
  }

  /** Corrections at places like this one: of any length for a word of unknown length, else of that many characters. */
  async recalled(task: GapTask, inference: Inference): Promise<readonly Recalled[]> {
    const recalled = (await inference.taught.recall?.(this.#keyOf(task, inference))) ?? [];
    return recalled.filter(({ word }) => fits(task, word));
  }

  async #own(task: GapTask, inference: Inference): Promise<readonly string[]> {
    const own = (await inference.taught.own?.(this.#keyOf(task, inference))) ?? [];
    return own.filter((word) => fits(task, word));
  }

  #keyOf(task: GapTask, inference: Inference): KeyOf {
    const { special } = this.#scoring.tokenizer;
    const longest = this.#scoring.lexicon.tables.length;
    const known = knownLength(task);
    return async (length) =>
      known === undefined || length === Math.min(known, longest)
        ? inference.key(rowOf(task.window, this.#reader.masks(length), task.others, special))
        : null;
  }
}

/** Characters of the word, where that is known. */
const knownLength = ({ gap: { masks }, length }: GapTask) => length ?? (masks > 1 ? masks : undefined);

const fits = (task: GapTask, word: string) => {
  const known = knownLength(task);
  return known === undefined || Array.from(word).length === known;
};

/**
 * Makes a model ready to fill single gaps: runs rows without context once, which gives words their prices.
 * @param model its logits are of the sharpness that the weights expect
 */
export async function createGapFiller(
  model: RowModel,
  language: Language,
  { weights = fitted, temperature = 1, pause = async () => undefined }: GapFillerOptions = {},
): Promise<GapFiller> {
  const { tables } = language.lexicon;
  const reader = new SpanReader(language);
  const fillings = tables.map(({ length }) => reader.masks(length));
  const readNowhere = (some: readonly Filling[]) => reader.read(model, nowhere, some, () => []);
  const short = await readNowhere(fillings.slice(0, halfTheMasks));
  await pause();
  const long = await readNowhere(fillings.slice(halfTheMasks));
  const prices = new Prices(tables, [...short, ...long], weights);
  return new GapFiller(reader, { ...language, prices, weights, temperature });
}
