import { must } from '../../base/assert.ts';
import type { Tokenizer } from '../tokenizer.ts';
import type { DocumentWords } from './document-words.ts';
import { looseSequences } from './loose.ts';
import { isPossible } from './possible.ts';
import type { Prices } from './prices.ts';
import { type Loose, type Ranked, rank } from './rank.ts';
import {
  favourDocument,
  favourJoined,
  type LengthScores,
  type Neighbours,
  type PricedTable,
  rescore,
  scoreTable,
} from './scores.ts';
import type { SpanLogits } from './span.ts';
import { mixIn, type Recalled, raise } from './taught.ts';
import type { Weights } from './weights.ts';
import { type BoundLexicon, bindTerms, type WordTable } from './word-table.ts';

/** Most rows of the second batch. */
const mostRescored = 4;
/**
 * A first character is revealed where its words hold at least this much of the posterior. At 900 gaps 0.005 would run
 * half as many rows more, for 2 right words more among the first five and none more in the first place.
 */
const worthRevealing = 0.02;
/** Most words of a ranking; first characters to reveal are looked for among them. */
const mostRanked = 200;

/** What all gaps are scored with. */
export interface Scoring {
  readonly tokenizer: Tokenizer;
  readonly lexicon: BoundLexicon;
  readonly prices: Prices;
  readonly weights: Weights;
  /** Divides scores before they become probabilities (Guo et al., 2017). */
  readonly temperature: number;
}

/** The first batch of a gap: one row for each length that is wanted. */
export interface FirstBatch {
  /** Masks of the gap: 1 for a word of unknown length. */
  readonly masks: number;
  readonly lengths: readonly number[];
  /** Logits of each length's masks. */
  readonly spans: readonly SpanLogits[];
  /** 1 at the ids of tokens that occur in the gap's sentence. */
  readonly repeated: Uint8Array;
  readonly neighbours: Neighbours;
  /** The writer's words. */
  readonly terms: readonly WordTable[];
  /** Words of the document outside the gap's sentence, where they count. */
  readonly document: DocumentWords | undefined;
}

/** Words of one length that begin with the same character. */
export interface Prefix {
  /** Their scores, in the tables of the lexicon and of the writer. */
  readonly scores: readonly LengthScores[];
  readonly length: number;
  readonly first: number;
}

const meanOf = (values: Float64Array) => values.reduce((sum, one) => sum + one, 0) / values.length;

/** The scores of all words that may fill one gap. Corrections and the second batch change them. */
export class GapScores {
  /** The model's probability that a number in digits belongs here. */
  readonly digits: number;
  readonly #scoring: Scoring;
  readonly #batch: FirstBatch;
  readonly #tables: LengthScores[];
  readonly #loose: readonly Loose[];
  /** The model's probability that a word belongs here at all. */
  readonly #wordMass: number;
  #recalled: readonly Recalled[] = [];

  constructor(scoring: Scoring, batch: FirstBatch) {
    const { prices, weights, lexicon } = scoring;
    this.#scoring = scoring;
    this.#batch = batch;
    const tables = [...prices.lexicon, ...prices.ofTerms(batch.terms)];
    this.#tables = this.#scoreAll(tables);
    const single = this.#tables.find(({ table }) => table.length === 1);
    if (single) {
      const joined = tables.filter(({ length }) => length > 1);
      favourJoined(single, joined, batch.neighbours, { total: lexicon.total, weights });
    }
    this.#loose = batch.masks > 1 ? this.#looseWords() : [];
    this.#wordMass = Math.max(...batch.spans.map((span) => meanOf(span.wordMass)));
    this.digits = meanOf(this.#firstSpan.digitMass);
  }

  /** Raises words that the memory of corrections recalled; those that no table contains are added. */
  recall(recalled: readonly Recalled[]): void {
    const { tokenizer, lexicon, prices } = this.#scoring;
    this.#recalled = recalled;
    const missing = raise(this.#tables, recalled, tokenizer);
    if (missing.length === 0) return;
    const words = missing.map(({ word }) => word);
    const added = this.#scoreAll(prices.price(bindTerms(words, tokenizer, lexicon, lexicon.tables.length)));
    raise(added, missing, tokenizer);
    this.#tables.push(...added);
  }

  /** @returns words with their probabilities, most probable first */
  ranking(): readonly Ranked[] {
    const { tokenizer, lexicon, temperature } = this.#scoring;
    const { spell, floor } = lexicon;
    const ranked = rank(this.#tables, this.#loose, this.#wordMass, mostRanked, { spell, floor, temperature });
    const mixed = mixIn(ranked, this.#recalled, tokenizer);
    // For one `[MASK]`, a word of any length, the probability is calibrated; a run needs the test.
    return this.#batch.masks > 1 ? mixed.filter((one) => isPossible(this.#firstSpan, one)) : mixed;
  }

  /** First characters whose words are worth a row of the second batch, most probable first. */
  prefixes(ranked: readonly Ranked[]): Prefix[] {
    const found = new Map<string, Prefix & { readonly mass: number }>();
    for (const { ids, probability } of ranked) {
      const scores = this.#tables.filter(({ table }) => table.length === ids.length);
      const [first] = ids;
      if (ids.length < 2 || scores.length === 0 || first === undefined) continue;
      const key = `${ids.length} ${first}`;
      const mass = (found.get(key)?.mass ?? 0) + probability;
      found.set(key, { scores, length: ids.length, first, mass });
    }
    return [...found.values()]
      .filter(({ mass }) => mass >= worthRevealing)
      .toSorted((a, b) => b.mass - a.mass)
      .slice(0, mostRescored);
  }

  /** @param revealed logits of the masks after each prefix's first character */
  rescore(prefixes: readonly Prefix[], revealed: readonly SpanLogits[]): void {
    for (const [i, { scores, first }] of prefixes.entries()) {
      const logits = must(revealed[i], 'a row for each prefix');
      for (const one of scores) rescore(one, first, logits, this.#scoring.weights);
    }
  }

  get #firstSpan(): SpanLogits {
    return must(this.#batch.spans[0], 'a row for each length');
  }

  /** Scores the words of the lengths that are wanted, shortest first. */
  #scoreAll(tables: readonly PricedTable[]): LengthScores[] {
    const { lengths, spans, repeated, document } = this.#batch;
    const { weights } = this.#scoring;
    const scored = lengths.flatMap((length, i) =>
      tables
        .filter((table) => table.length === length)
        .map((table) => scoreTable(table, must(spans[i], 'a row for each length'), repeated, weights)),
    );
    if (document) for (const one of scored) favourDocument(one, document.countsIn(one.table), weights);
    return scored;
  }

  /** Token sequences for a run of masks, scored like words that were never counted. */
  #looseWords(): Loose[] {
    const { lexicon, weights } = this.#scoring;
    const singles = must(lexicon.tables[0], 'there are words of one token').ids;
    return looseSequences(this.#firstSpan, this.#batch.masks, singles).map(({ ids, evidence }) => ({
      ids,
      word: lexicon.spell(ids),
      score: weights.evidence * evidence + weights.frequency * lexicon.floor,
    }));
  }
}
