import { text as readAll } from 'node:stream/consumers';
import type { EngineAnswer } from '../fillmask/engine-api.ts';
import { getSettings } from '../store/settings.ts';
import { type Session, startEngineWith, withRunning } from './session.ts';
import { settled } from './slot.ts';

export interface FillArguments {
  readonly top: number;
  readonly maxLength: number;
  readonly model?: string;
}

const percent = (probability: number) => `${(probability * 100).toFixed(1)} %`;

function lines({ gaps }: EngineAnswer, nothing: string): string[] {
  return gaps.flatMap(({ candidates }, i) => {
    const heading = gaps.length > 1 ? [`[${i + 1}]`] : [];
    if (candidates.length === 0) return [...heading, nothing];
    return [...heading, ...candidates.map(({ word, probability }) => `${word}\t${percent(probability)}`)];
  });
}

/** Milliseconds in which what was taught is in the engine. */
const taughtWithin = 60_000;

/**
 * Fills a text's gaps as the app would, with the version that answers and all that was taught, and prints the
 * candidates. @throws CodedError `no-gap`, `no-model` and the engine's own
 */
export async function fill(
  session: Session,
  text: string,
  { top, maxLength, model }: FillArguments,
): Promise<void> {
  const { output } = session;
  const whole = text === '-' ? (await readAll(process.stdin)).replace(/\r?\n$/, '') : text;
  await withRunning(session, 'beside', async (running, hub, store) => {
    await startEngineWith(session, getSettings(store.read), model);
    await settled(running, session, hub);
    running.teaching.refresh();
    await running.teaching.settled(taughtWithin);
    const answer = await running.slots.fill({ text: whole, top, maxLength }, { document: '', gap: whole });
    const { gaps, milliseconds, modelId, version, provider, rows } = answer;
    const nothing = output.pick({ zh: '（没有把握，不乱猜）', en: '(nothing to offer)' });
    output.result(
      { gaps, ms: milliseconds, model: modelId, version, provider, rows },
      lines(answer, nothing),
    );
  });
}
