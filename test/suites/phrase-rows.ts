import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { must } from '../../src-main/base/assert.ts';
import type { Rng } from '../../src-main/base/rng.ts';
import { markFeatures } from '../../src-main/completion/features.ts';
import { offers, type Phrase } from '../../src-main/completion/offers.ts';
import type { Weights } from '../../src-main/completion/predict.ts';
import { nextMarks } from '../../src-main/completion/structure.ts';
import { probabilityOf, type Trees } from '../../src-main/completion/trees.ts';
import { documentIndex } from '../../src-main/phrases/document-index.ts';
import { slotted } from '../../src-main/phrases/slotted.ts';
import { createSlottedText } from '../../src-main/phrases/slotted-text.ts';
import type { PhraseIndex } from '../../src-main/phrases/types.ts';
import { memoryIndex } from '../support/memory-index.ts';
import { boost, type Rows } from './boost.ts';

/** Texts of one kind, by document: what the writer has, what is fitted on, what neither has seen. */
export interface Corpus {
  readonly own: readonly string[];
  readonly fitted: readonly string[];
  readonly unseen: readonly string[];
}

/** @param folder holds .txt files of one kind, UTF-8, a document each, in an order that means nothing */
export function readCorpus(folder: string): Corpus {
  const texts = readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .toSorted()
    .map((name) => readFileSync(join(folder, name), 'utf8').replaceAll('\r', ''));
  const own = Math.min(150, Math.floor(0.6 * texts.length));
  const fitted = Math.min(14, Math.floor(0.2 * texts.length));
  return {
    own: texts.slice(0, own),
    fitted: texts.slice(own, own + fitted),
    unseen: texts.slice(own + fitted),
  };
}

export function indexOf(texts: readonly string[]): PhraseIndex | null {
  if (texts.length === 0) return null;
  return memoryIndex(texts.map((text, i) => ({ title: String(i), text: slotted(text) })));
}

/** The context at each place of a text, as the app has it. */
function contextsOf(text: string): (units: number) => string {
  const slots = createSlottedText();
  const known = new Map<number, string>();
  return (units) => {
    const context = known.get(units) ?? slots.before(text.slice(0, units));
    known.set(units, context);
    return context;
  };
}

export interface Labelled {
  readonly features: ArrayLike<number>;
  readonly isRight: boolean;
}

/** An offer at a place, and whether the text goes on that way. */
interface Offered extends Labelled {
  readonly judge: Phrase['judge'];
  readonly length: number;
}

/** How sure an offer is while places are chosen. */
type Judge = (offered: Offered) => number;

/** How the mixture alone would judge; a mark of the numbering has none. */
const roughly: Judge = ({ judge, features }) => (judge === 'marks' ? 0.5 : (features[0] as number));
const leastRough = 0.06;
/** As sure as one of these an offer is taken, where the mixture judges and where fitted weights do. */
const thresholds = { rough: [0.3, 0.45, 0.6, 0.75], fitted: [0.27, 0.42, 0.6] } as const;

/** Some rows of many, each as likely as any other (Vitter 1985, algorithm R). */
class Reservoir {
  readonly rows: Labelled[] = [];
  #seen = 0;
  readonly #most: number;
  readonly #rng: Rng;

  constructor(most: number, rng: Rng) {
    this.#most = most;
    this.#rng = rng;
  }

  add(row: Labelled): void {
    this.#seen++;
    const at = this.rows.length < this.#most ? this.rows.length : Math.floor(this.#rng() * this.#seen);
    if (at < this.#most) this.rows[at] = row;
  }
}

type OffersAt = (units: number) => readonly Offered[];

/** A text as a writer with some own documents writes it; what is offered at a place is found once. */
interface Writing {
  readonly offersAt: readonly { readonly end: number; readonly at: OffersAt }[];
  /** Rows of all texts together, at most. */
  readonly most: number;
}

interface Sources {
  readonly index: PhraseIndex | null;
  readonly phrasebook: PhraseIndex | null;
}

function offersIn(text: string, sources: Sources): OffersAt {
  const contextAt = contextsOf(text);
  const known = new Map<number, readonly Offered[]>();
  return (units) => {
    const context = contextAt(units);
    const found =
      known.get(units) ??
      offers(context, { ...sources, document: documentIndex(context, '') })
        .map(({ text: offered, features, judge }) => ({
          features: Float32Array.from(features),
          isRight: text.startsWith(offered, units),
          judge,
          length: offered.length,
        }))
        .filter((one) => roughly(one) >= leastRough);
    known.set(units, found);
    return found;
  };
}

/** Units of each text, and rows of all together, at most. */
interface Limits {
  readonly units: number;
  readonly most: number;
}
const all: Limits = { units: 1500, most: 4500 };
const few: Limits = { units: 1200, most: 1500 };

function writingOf(texts: readonly string[], sources: Sources, { units, most }: Limits): Writing {
  return {
    offersAt: texts.map((text) => ({ end: Math.min(units, text.length), at: offersIn(text, sources) })),
    most,
  };
}

/** The documents of a kind that are fitted on, as different writers write them. */
export type Writings = readonly Writing[];

/**
 * So that the probabilities hold for every writer, the documents to fit on are written four times: with all own
 * documents, with 20 of them, with those of the next kind, and with none.
 */
export function writingsOf(
  corpora: readonly Corpus[],
  indexes: readonly (PhraseIndex | null)[],
  phrasebook: PhraseIndex | null,
): Writings[] {
  return corpora.map(({ own, fitted }, i) => {
    const half = fitted.length >> 1;
    const index = must(indexes[i], 'own documents');
    const other = must(indexes[(i + 1) % corpora.length], 'another kind');
    const [first, second] = [fitted.slice(0, half), fitted.slice(half)];
    return [
      writingOf(fitted, { index, phrasebook }, all),
      writingOf(first, { index: indexOf(own.slice(0, 20)), phrasebook }, few),
      writingOf(second, { index: other, phrasebook }, few),
      writingOf(first, { index: null, phrasebook }, few),
    ];
  });
}

/**
 * What is offered at the places that a writer comes to who accepts what is right and sure enough: behind an accepted
 * phrase the offers are others than inside.
 */
function rowsOf({ offersAt, most }: Writing, judge: Judge, sure: readonly number[], rng: Rng): Labelled[] {
  const kept = new Reservoir(most, rng);
  for (const { end, at: offeredAt } of offersAt) {
    const threshold = sure[Math.floor(rng() * sure.length)] as number;
    for (let at = 0; at < end; ) {
      let [jump, best] = [1, 0];
      for (const offered of offeredAt(at)) {
        if (offered.judge === 'paths') kept.add(offered);
        const likely = judge(offered);
        const worth = likely * (offered.length - 1);
        if (likely < threshold || worth <= best) continue;
        best = worth;
        jump = offered.isRight ? offered.length : 1;
      }
      at += jump;
    }
  }
  return kept.rows;
}

function tableOf(rows: readonly Labelled[]): Rows {
  const width = rows.reduce((most, { features }) => Math.max(most, features.length), 0);
  const features = new Float32Array(rows.length * width);
  for (const [i, row] of rows.entries()) features.set(row.features, i * width);
  const labels = Uint8Array.from(rows, ({ isRight }) => Number(isRight));
  return { features, width, labels, weights: new Float32Array(rows.length).fill(1) };
}

/** Units of a mark that may be typed before it is offered. */
const mostTyped = 2;

/** The marks that are offered where a paragraph begins. */
export function markRows(texts: readonly string[]): Labelled[] {
  const rows: Labelled[] = [];
  for (const text of texts.map(slotted)) {
    for (let start = text.indexOf('\n') + 1; start > 0; start = text.indexOf('\n', start) + 1) {
      for (let at = start; at <= start + mostTyped && !text.slice(start, at).includes('\n'); at++) {
        const context = text.slice(0, at);
        for (const mark of nextMarks(context)) {
          rows.push({ features: markFeatures(context, mark), isRight: text.startsWith(mark.text, at) });
        }
      }
    }
  }
  return rows;
}

const options = { rate: 0.15, part: 0.6, ridge: 5, leastHessian: 8, depth: 4 };
const boosted = (rows: readonly Labelled[], trees: number, rng: Rng): Trees =>
  boost(tableOf(rows), { ...options, trees }, rng);

/**
 * Twice: at the places that the mixture leads a writer to, and then at those that the weights fitted there do. A
 * probability is to hold where it decides (the same fault in imitation learning: Ross, Gordon and Bagnell 2011).
 */
export function fitOn(writings: readonly Writings[], marked: readonly Labelled[], rng: Rng): Weights {
  const each = writings.flat();
  const marks = boosted(marked, 40, rng);
  const rough = boosted(
    each.flatMap((writing) => rowsOf(writing, roughly, thresholds.rough, rng)),
    100,
    rng,
  );
  const judge: Judge = ({ judge: which, features }) =>
    probabilityOf(which === 'marks' ? marks : rough, features);
  const rows = each.flatMap((writing) => rowsOf(writing, judge, thresholds.fitted, rng));
  return { paths: boosted(rows, 100, rng), marks };
}
