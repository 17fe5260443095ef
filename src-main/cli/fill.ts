import { text as readAll } from 'node:stream/consumers';
import type { EngineAnswer } from '../fillmask/engine-api.ts';
import { type Session, startEngine } from './session.ts';

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

/** Fills a text's gaps and prints the candidates. @throws CodedError `no-gap`, `no-model` and the engine's own */
export async function fill(
  session: Session,
  text: string,
  { top, maxLength, model }: FillArguments,
): Promise<void> {
  const { core, output } = session;
  const whole = text === '-' ? (await readAll(process.stdin)).replace(/\r?\n$/, '') : text;
  await startEngine(session, model);
  const answer = await core.engine.fill({ text: whole, top, maxLength });
  const { gaps, milliseconds, modelId, version, provider, rows } = answer;
  const nothing = output.pick({ zh: '（没有把握，不乱猜）', en: '(nothing to offer)' });
  output.result({ gaps, ms: milliseconds, model: modelId, version, provider, rows }, lines(answer, nothing));
}
