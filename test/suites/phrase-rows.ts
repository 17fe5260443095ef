import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { must } from '../../src-main/base/assert.ts';
import type { Rng } from '../../src-main/base/rng.ts';
import { markFeatures } from '../../src-main/completion/features.ts';
import { offers, type Phrase } from '../../src-main/completion/offers.ts';
import type { Weights } from '../../src-main/completion/predict.ts';
import { nextMarks } from '../../src-main/completion/structure.ts';
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
  readonly features: readonly number[];
  readonly isRight: boolean;
}

/** How the mixture alone would judge; a mark of the numbering has none. */
const roughly = ({ judge, features: [product] }: Phrase) => (judge === 'marks' ? 0.5 : (product as number));
const leastRough = 0.06;
const thresholds = [0.3, 0.45, 0.6, 0.75];

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

interface Writing {
  readonly texts: readonly ReturnType<typeof prepared>[];
  readonly index: PhraseIndex | null;
  readonly phrasebook: PhraseIndex | null;
  /** Units of each text, and rows of all together, at most. */
  readonly units: number;
  readonly most: number;
}

/**
 * What is offered at the places that a writer comes to who accepts what is right and likely enough, as far as the
 * mixture tells: behind an accepted phrase the offers are others than inside.
 */
function rowsOf({ texts, index, phrasebook, units, most }: Writing, rng: Rng): Labelled[] {
  const kept = new Reservoir(most, rng);
  for (const { text, contextAt } of texts) {
    const threshold = thresholds[Math.floor(rng() * thresholds.length)] as number;
    const end = Math.min(units, text.length);
    for (let at = 0; at < end; ) {
      const context = contextAt(at);
      let [jump, best] = [1, 0];
      for (const offer of offers(context, { index, phrasebook, document: documentIndex(context, '') })) {
        const likely = roughly(offer);
        if (likely < leastRough) continue;
        const isRight = text.startsWith(offer.text, at);
        if (offer.judge === 'paths') kept.add({ features: offer.features, isRight });
        const worth = likely * (offer.text.length - 1);
        if (likely < threshold || worth <= best) continue;
        best = worth;
        jump = isRight ? offer.text.length : 1;
      }
      at += jump;
    }
  }
  return kept.rows;
}

const prepared = (text: string) => ({ text, contextAt: contextsOf(text) });

function tableOf(rows: readonly Labelled[]): Rows {
  const width = rows.reduce((most, { features }) => Math.max(most, features.length), 0);
  const features = new Float32Array(rows.length * width);
  for (const [i, row] of rows.entries()) features.set(row.features, i * width);
  const labels = Uint8Array.from(rows, ({ isRight }) => Number(isRight));
  return { features, width, labels, weights: new Float32Array(rows.length).fill(1) };
}

const all = { units: 2500, most: 7000 };
const few = { units: 2000, most: 2500 };

/**
 * Rows of each kind. So that the probabilities hold for every writer, the documents to fit on are written four times:
 * with all own documents, with 20 of them, with those of the next kind, and with none.
 */
export function rowsOfKinds(
  corpora: readonly Corpus[],
  indexes: readonly (PhraseIndex | null)[],
  { phrasebook, rng }: { readonly phrasebook: PhraseIndex | null; readonly rng: Rng },
): Labelled[][] {
  return corpora.map(({ own, fitted }, i) => {
    const texts = fitted.map(prepared);
    const half = texts.length >> 1;
    const index = must(indexes[i], 'own documents');
    const other = must(indexes[(i + 1) % corpora.length], 'another kind');
    const writings: Writing[] = [
      { texts, index, phrasebook, ...all },
      { texts: texts.slice(0, half), index: indexOf(own.slice(0, 20)), phrasebook, ...few },
      { texts: texts.slice(half), index: other, phrasebook, ...few },
      { texts: texts.slice(0, half), index: null, phrasebook, ...few },
    ];
    return writings.flatMap((writing) => rowsOf(writing, rng));
  });
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

const options = { rate: 0.15, part: 0.6, ridge: 5, leastHessian: 8 };

export function fitOn(paths: readonly Labelled[], marks: readonly Labelled[], rng: Rng): Weights {
  return {
    paths: boost(tableOf(paths), { ...options, trees: 100, depth: 4 }, rng),
    marks: boost(tableOf(marks), { ...options, trees: 40, depth: 4 }, rng),
  };
}
