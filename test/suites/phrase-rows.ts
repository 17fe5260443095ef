import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Rng } from '../../src-main/base/rng.ts';
import { type Offer, offers } from '../../src-main/completion/offers.ts';
import { documentIndex } from '../../src-main/phrases/document-index.ts';
import { slotted } from '../../src-main/phrases/slotted.ts';
import { createSlottedText } from '../../src-main/phrases/slotted-text.ts';
import type { PhraseIndex } from '../../src-main/phrases/types.ts';
import { memoryIndex } from '../support/memory-index.ts';
import type { Rows } from './boost.ts';

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

/** How the mixture alone would judge; a mark of the numbering has no mixture. */
const roughly = ({ features: [isMark, product] }: Offer) => (isMark ? 0.5 : (product as number));
const leastRough = 0.06;
const thresholds = [0.3, 0.45, 0.6, 0.75];

/**
 * What is offered at the places that a writer comes to who accepts what is right and likely enough, as far as the
 * mixture tells: behind an accepted phrase the offers are others than inside.
 */
export function rowsOf(
  texts: readonly ReturnType<typeof prepared>[],
  { index, phrasebook }: { readonly index: PhraseIndex | null; readonly phrasebook: PhraseIndex | null },
  { units, rng }: { readonly units: number; readonly rng: Rng },
): Labelled[] {
  const rows: Labelled[] = [];
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
        rows.push({ features: offer.features, isRight });
        const worth = likely * (offer.text.length - 1);
        if (likely < threshold || worth <= best) continue;
        best = worth;
        jump = isRight ? offer.text.length : 1;
      }
      at += jump;
    }
  }
  return rows;
}

export const prepared = (text: string) => ({ text, contextAt: contextsOf(text) });

/** Some of each group, at most so many, as one table. */
export function tableOf(groups: readonly { rows: readonly Labelled[]; most: number }[], rng: Rng): Rows {
  const chosen = groups.flatMap(({ rows, most }) => rows.filter(() => rng() * rows.length < most));
  const width = chosen.reduce((most, { features }) => Math.max(most, features.length), 0);
  const features = new Float32Array(chosen.length * width);
  for (const [i, row] of chosen.entries()) features.set(row.features, i * width);
  const labels = Uint8Array.from(chosen, ({ isRight }) => Number(isRight));
  return { features, width, labels, weights: new Float32Array(chosen.length).fill(1) };
}
