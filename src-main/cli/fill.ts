import { text as readAll } from 'node:stream/consumers';
import type { Running } from '../app/running.ts';
import { asMasks } from '../documents/schema/gaps.ts';
import type { EngineAnswer } from '../engine/api.ts';
import type { Store } from '../store/open.ts';
import { getSettings } from '../store/settings.ts';
import { message } from '../texts/message.ts';
import { type Session, startEngineWith, withRunning } from './session.ts';
import { settled } from './slot.ts';

export interface FillArguments {
  readonly top: number;
  readonly maxLength: number;
  readonly model?: string;
}

export const percent = (probability: number) => `${(probability * 100).toFixed(1)} %`;

interface Remarks {
  readonly nothing: string;
  /** Stands where other words have their probability. */
  readonly own: string;
}

function lines({ gaps }: EngineAnswer, remarks: Remarks): string[] {
  return gaps.flatMap(({ candidates, own = [] }, i) => {
    const heading = gaps.length > 1 ? [`[${i + 1}]`] : [];
    if (candidates.length === 0) return [...heading, remarks.nothing];
    const words = candidates.map(({ word, probability }) => `${word}\t${percent(probability)}`);
    return [...heading, ...words, ...own.map((word) => `${word}\t${remarks.own}`)];
  });
}

/**
 * Works with an engine that has learned all corrections.
 * @param taughtWithin longest wait for that, milliseconds
 * @throws CodedError `no-model` and those of the engine
 */
export async function withTaughtEngine<T>(
  session: Session,
  model: string | undefined,
  work: (running: Running, store: Store) => Promise<T>,
  taughtWithin = 60_000,
): Promise<T> {
  return withRunning(session, 'beside', async (running, hub, store) => {
    await startEngineWith(session, getSettings(store.read), model);
    await settled(running, session, hub);
    running.teaching.refresh();
    await running.teaching.settled(taughtWithin);
    return work(running, store);
  });
}

/**
 * Fills the gaps of a text, in any of their spellings, as the app does, and prints the candidates.
 * @throws CodedError `no-gap`, `no-model` and those of the engine
 */
export async function fill(
  session: Session,
  text: string,
  { top, maxLength, model }: FillArguments,
): Promise<void> {
  const { output } = session;
  const given = text === '-' ? (await readAll(process.stdin)).replace(/\r?\n$/, '') : text;
  const masked = asMasks(given);
  await withTaughtEngine(session, model, async ({ slots }) => {
    const answer = await slots.fill(
      { text: masked.text, top, maxLength },
      { document: '', gap: masked.text },
    );
    // Offsets of the text as it was given, not of the masked one.
    const gaps = answer.gaps.map((gap) => ({
      ...gap,
      start: masked.original(gap.start),
      end: masked.original(gap.end),
    }));
    const { milliseconds, modelId, version, provider, rows } = answer;
    const remarks = {
      nothing: output.pick(message('cli.nothing-to-offer')),
      own: output.pick(message('suggest.ownWord')),
    };
    output.result(
      { gaps, ms: milliseconds, model: modelId, version, provider, rows },
      lines(answer, remarks),
    );
  });
}
