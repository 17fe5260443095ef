import { must } from '../../base/assert.ts';
import type { Tokenizer } from '../tokenizer.ts';
import type { MaskedLm } from '../types.ts';
import type { Gap } from './gaps.ts';
import { isPossible } from './possible.ts';
import { type Loose, type Ranked, rank } from './rank.ts';
import { favourJoined, type LengthScores, type PricedTable, price, rescore, scoreTable } from './scores.ts';
import {
  type Filling,
  logProbability,
  rowOf,
  type SpanLogits,
  spanLogits,
  type TokenClasses,
} from './span.ts';
import { withTail } from './tail.ts';
import { mixIn, raise, type Taught, untaught } from './taught.ts';
import { weights as fitted, type Weights } from './weights.ts';
import type { Slot, Window } from './window.ts';
import { type BoundLexicon, bindTerms, isHan, type WordTable } from './word-table.ts';

/** Most rows of the second batch. */
const mostRescored = 4;
/** A first character is revealed where its words hold at least this much of the posterior. */
const worthRevealing = 0.005;
/** Words looked at for first characters to reveal. */
const pool = 200;
/** Sequences outside the lexicon that are kept for a run of exactly k masks. */
const looseKept = 16;
/** Neighbours on each side that a character may make a word with. */
const joinedReach = 3;
/** Words of up to so many tokens hold half of the masks of all lengths. */
const halfTheMasks = 4;
/** Best tokens at a mask that such sequences are made of. */
const looseWidth = 6;

export interface GapTask {
  readonly gap: Gap;
  readonly window: Window;
  /** What stands at the other gaps of the window. */
  readonly others: (gap: number) => Filling;
  /** Longest word for a single `[MASK]`. */
  readonly maxLength: number;
  /** Tokens that the model sees between the gap and what follows it; none where that is left out. */
  readonly tail?: readonly number[];
}

export interface Pass {
  /** Best first, at most `pool`. */
  readonly ranked: readonly Ranked[];
  /** The model's probability that a number in digits stands here. */
  readonly digits: number;
}

export interface FirstPass extends Pass {
  /** Runs the second batch and ranks anew. */
  readonly rescored: () => Promise<Pass>;
}

export interface GapFiller {
  /** One batch: a row for each length. */
  fill(task: GapTask): Promise<FirstPass>;
}

interface Prefix {
  /** Of the words that begin with `first`, in the lexicon and in the glossary. */
  readonly scores: readonly LengthScores[];
  readonly length: number;
  readonly first: number;
}

function classesOf(tokenizer: Tokenizer, singles: WordTable): TokenClasses {
  const classes = new Uint8Array(tokenizer.vocabulary.length);
  for (const id of singles.ids) classes[id] = /^\d+$/.test(tokenizer.vocabulary[id] ?? '') ? 3 : 1;
  for (const [id, token] of tokenizer.vocabulary.entries()) if (isHan(token)) classes[id] = 2;
  return classes;
}

const range = (count: number) => Array.from({ length: count }, (_, i) => i);

export interface GapFillerOptions {
  readonly weights?: Weights;
  readonly taught?: () => Taught;
  /** Divides scores before they become probabilities (Guo et al., 2017); default 1. */
  readonly temperature?: number;
  /** Awaited between two runs of the preparation, each of which blocks the thread. */
  readonly pause?: () => Promise<void>;
}

/** Prepares to fill single gaps. The contextless rows are run here, once for a model. */
export async function createGapFiller(
  model: Pick<MaskedLm, 'logits' | 'vocabSize' | 'key'>,
  tokenizer: Tokenizer,
  { tables, floor, total, spell }: BoundLexicon,
  {
    weights = fitted,
    taught = () => untaught,
    temperature = 1,
    pause = async () => undefined,
  }: GapFillerOptions = {},
): Promise<GapFiller> {
  const { special } = tokenizer;
  const singles = must(tables[0], 'there are words of one token');
  const classes = classesOf(tokenizer, singles);
  const masks = (count: number): Filling => new Array<number>(count).fill(special.mask);
  const nowhere: Window = { before: [], after: [] };

  async function run(window: Window, fillings: readonly Filling[], others: GapTask['others']) {
    const rows = fillings.map((filling) => rowOf(window, filling, others, special));
    const logits = await model.logits(rows);
    return logits.map((one) => spanLogits(one, classes));
  }

  const withoutContext = (some: readonly WordTable[]) =>
    run(
      nowhere,
      some.map(({ length }) => masks(length)),
      () => [],
    );
  const short = await withoutContext(tables.slice(0, halfTheMasks));
  await pause();
  const contextless = [...short, ...(await withoutContext(tables.slice(halfTheMasks)))];
  const priceAll = (some: readonly WordTable[]) =>
    some.map((table) => price(table, must(contextless[table.length - 1], 'a row for each length'), weights));
  const priced = priceAll(tables);

  let terms: { readonly of: readonly WordTable[]; readonly priced: readonly PricedTable[] } = {
    of: [],
    priced: [],
  };
  /** The glossary's tables; priced again when the glossary has changed. */
  function pricedTerms(of: readonly WordTable[]): readonly PricedTable[] {
    if (terms.of !== of) terms = { of, priced: priceAll(of) };
    return terms.priced;
  }

  function repeatedIn(window: Window, others: GapTask['others']): Uint8Array {
    const repeated = new Uint8Array(model.vocabSize);
    const row = rowOf(window, [], others, special);
    for (const id of row.ids) if (id !== special.mask) repeated[id] = 1;
    return repeated;
  }

  /** Ids of the tokens next to the gap, as far as they are known. */
  function neighboursOf({ before, after }: Window, others: GapTask['others']) {
    const spellSlot = (slot: Slot) => ('id' in slot ? [slot.id] : [...others(slot.gap)]);
    return {
      before: before.slice(-joinedReach).flatMap(spellSlot).slice(-joinedReach),
      after: after.slice(0, joinedReach).flatMap(spellSlot).slice(0, joinedReach),
    };
  }

  /** Token sequences of `length` made of each mask's best tokens, scored as words never counted. */
  function looseOf(logits: SpanLogits, length: number): Loose[] {
    let beam: { ids: number[]; evidence: number }[] = [{ ids: [], evidence: 0 }];
    for (const mask of range(length)) {
      const options = [...singles.ids]
        .map((id) => ({ id, evidence: logProbability(logits, mask, id) }))
        .toSorted((a, b) => b.evidence - a.evidence)
        .slice(0, looseWidth);
      beam = beam
        .flatMap(({ ids, evidence }) =>
          options.map((option) => ({ ids: [...ids, option.id], evidence: evidence + option.evidence })),
        )
        .toSorted((a, b) => b.evidence - a.evidence)
        .slice(0, looseKept);
    }
    return beam.map(({ ids, evidence }) => ({
      ids,
      word: spell(ids),
      score: weights.evidence * evidence + weights.frequency * floor,
    }));
  }

  /** First characters whose words are worth a row each, most promising first. */
  function prefixesOf(ranked: readonly Ranked[], lengths: readonly LengthScores[]): Prefix[] {
    const mass = new Map<string, Prefix & { mass: number }>();
    for (const { ids, probability } of ranked) {
      const scores = lengths.filter(({ table }) => table.length === ids.length);
      const first = ids[0];
      if (ids.length < 2 || scores.length === 0 || first === undefined) continue;
      const key = `${ids.length} ${first}`;
      const known = mass.get(key);
      mass.set(key, { scores, length: ids.length, first, mass: (known?.mass ?? 0) + probability });
    }
    return [...mass.values()]
      .filter((prefix) => prefix.mass >= worthRevealing)
      .toSorted((a, b) => b.mass - a.mass)
      .slice(0, mostRescored);
  }

  return {
    async fill({ gap, window: known, others, maxLength, tail = [] }) {
      const window = withTail(known, tail);
      const wanted =
        gap.masks > 1 ? [gap.masks] : range(Math.min(maxLength, priced.length)).map((i) => i + 1);
      const { terms: termTables, recall } = taught();
      const spans = await run(window, wanted.map(masks), others);
      const repeated = repeatedIn(window, others);
      const scoreAll = (some: readonly PricedTable[]) =>
        wanted.flatMap((length, i) =>
          some
            .filter((table) => table.length === length)
            .map((table) => scoreTable(table, must(spans[i], 'a row for each length'), repeated, weights)),
        );
      const lengths = scoreAll([...priced, ...pricedTerms(termTables)]);
      const alone = lengths.find(({ table }) => table.length === 1);
      if (alone) {
        const joined = [...tables, ...termTables].filter((table) => table.length > 1);
        favourJoined(alone, joined, neighboursOf(window, others), { total, weights });
      }
      // What the writer gave is no guess: one `[MASK]` may be any of it, a run of k a word of k characters.
      const fits = (length: number) => gap.masks === 1 || length === Math.min(gap.masks, tables.length);
      const remembered = recall
        ? await recall(async (length) =>
            fits(length) ? model.key(rowOf(known, masks(length), others, special)) : null,
          )
        : [];
      const recalled =
        gap.masks === 1 ? remembered : remembered.filter(({ word }) => Array.from(word).length === gap.masks);
      const fresh = raise(lengths, recalled, tokenizer);
      if (fresh.length > 0) {
        const words = fresh.map(({ word }) => word);
        const added = scoreAll(priceAll(bindTerms(words, tokenizer, { total }, tables.length)));
        raise(added, fresh, tokenizer);
        lengths.push(...added);
      }
      const loose = gap.masks > 1 ? looseOf(must(spans[0], 'a row'), gap.masks) : [];
      const wordMass = Math.max(...spans.map((span) => meanOf(span.wordMass)));
      const first = must(spans[0], 'a row');
      const digits = meanOf(first.digitMass);
      const ranking = () => {
        const all = mixIn(
          rank(lengths, loose, wordMass, pool, { spell, floor, temperature }),
          recalled,
          tokenizer,
        );
        // One `[MASK]` is a word of any length, whose probability is calibrated.
        return gap.masks > 1 ? all.filter((one) => isPossible(first, one)) : all;
      };
      const ranked = ranking();
      return {
        ranked,
        digits,
        async rescored() {
          const prefixes = prefixesOf(ranked, lengths);
          if (prefixes.length === 0) return { ranked, digits };
          const revealed = await run(
            window,
            prefixes.map(({ first, length }) => [first, ...masks(length - 1)]),
            others,
          );
          for (const [i, { scores, first }] of prefixes.entries()) {
            const logits = must(revealed[i], 'a row for each prefix');
            for (const one of scores) rescore(one, first, logits, weights);
          }
          return { ranked: ranking(), digits };
        },
      };
    },
  };
}

const meanOf = (values: Float64Array) => values.reduce((sum, one) => sum + one, 0) / values.length;
