import { createHash } from 'node:crypto';
import type { EngineAnswer, ShadowOutcome } from '../../engine/api.ts';
import type { FillAnswer } from '../../fillmask/types.ts';
import type { Outcome, Run } from '../policy/traffic.ts';

/** What the slot is told of an answer: how long it took and which it was, never its words. */

export const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);

/** Names an answer: its words with their probabilities to 4 digits. */
const fingerprintOf = ({ gaps }: FillAnswer): string =>
  digest(
    gaps
      .flatMap(({ candidates }) =>
        candidates.map(({ word, probability }) => `${word} ${probability.toFixed(4)}`),
      )
      .join(),
  );

const firstWords = ({ gaps }: FillAnswer) => gaps.map(({ candidates }) => candidates[0]?.word ?? '').join();

export const runOf = (answer: FillAnswer, milliseconds: number): Run => ({
  milliseconds,
  // An answer that is not finite is an error of the model's (`model-broken`) before it gets here.
  finite: true,
  fingerprint: fingerprintOf(answer),
});

export function shadowOf(
  answer: EngineAnswer,
  shadow: ShadowOutcome | null,
): Extract<Outcome, { kind: 'answered' }>['shadow'] {
  if (!shadow || shadow.kind === 'gave-way') return null;
  if (shadow.kind === 'failed') return 'failed';
  // The trunk ran once, for both.
  const milliseconds = answer.milliseconds - answer.topMilliseconds + shadow.topMilliseconds;
  return {
    run: runOf(shadow.answer, milliseconds),
    agrees: firstWords(answer) === firstWords(shadow.answer),
  };
}
