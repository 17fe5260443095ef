import { decide } from '../../completion/decide.ts';
import type { PhraseSources } from '../../completion/pools.ts';
import type { PhraseCandidate } from '../../completion/predict.ts';
import { withoutPersonal } from '../../completion/private.ts';
import type { InlineLevel } from '../../contract/schemas.ts';
import { documentIndex } from '../../phrases/document-index.ts';
import { slotted } from '../../phrases/slotted.ts';
import { createSlottedText } from '../../phrases/slotted-text.ts';
import { mayHoldName } from '../../privacy/free-names.ts';
import type { Ghost } from './writer.ts';

export type Predict = (context: string, sources: PhraseSources) => readonly PhraseCandidate[];

/** A text, and the candidates that the app has at each place of it. */
export interface Written {
  readonly text: string;
  candidatesAt(units: number): readonly PhraseCandidate[];
}

/** @param times gets the milliseconds of each look-up */
export function written(
  text: string,
  sources: Omit<PhraseSources, 'document'>,
  { predict, times }: { readonly predict: Predict; readonly times: number[] },
): Written {
  const slots = createSlottedText();
  const known = new Map<number, readonly PhraseCandidate[]>();
  return {
    text,
    candidatesAt(units) {
      const found = known.get(units);
      if (found) return found;
      const before = text.slice(0, units);
      const start = performance.now();
      const context = slots.before(before);
      const predicted = predict(context, { ...sources, document: documentIndex(context, '') });
      const offers = predicted.map((one) => ({ ...one, origin: one.kind }));
      const candidates = withoutPersonal(offers, context, { slotted, mayHoldName });
      times.push(performance.now() - start);
      known.set(units, candidates);
      return candidates;
    },
  };
}

/** The ghost that `suggest.next` shows a writer without earlier answers. */
export function ghostOf(candidates: readonly PhraseCandidate[], level: InlineLevel): Ghost | null {
  const offers = candidates.map(({ kind, ...one }) => ({ ...one, origin: kind }));
  const [first] = decide(offers, { level, personal: {}, isUnwanted: () => false, top: 1 });
  return candidates.find(({ text }) => text === first?.text) ?? null;
}
