import { expect } from 'vitest';
import { must } from '../../../src-main/base/assert.ts';
import { systemClock } from '../../../src-main/base/clock.ts';
import type { GatewayState } from '../../../src-main/contract/gateway.ts';
import { type GatewayHost, hedgedHost } from '../../../src-main/engine/hedged-host.ts';
import { createHost, type Host } from '../../../src-main/engine/host.ts';
import { baseVersion } from '../../../src-main/fillmask/bert/versions.ts';
import { createLanguage } from '../../../src-main/fillmask/language.ts';
import { loadLexicon } from '../../../src-main/fillmask/lexicon.ts';
import type { FillAnswer } from '../../../src-main/fillmask/types.ts';
import { Memory } from '../../../src-main/learn/memory/memory.ts';
import { openCheckpoint } from '../../../src-main/models/checkpoint.ts';
import { ortRunner } from '../../../src-main/runtime/ort.ts';
import { createGatewayClient } from '../../../src-main/serving/client/client.ts';
import { createTransport } from '../../../src-main/serving/client/transport.ts';
import { patience } from '../patience.ts';
import { until } from '../processes.ts';
import type { VersionedModel } from '../tiny-package.ts';
import { stickyOf } from './client.ts';
import { desktopLogits, farthest, randomRows } from './packages.ts';

/** A desktop, its client and its own engine, before a real serving engine. */

const accessTo = (port: number, version: string | null) => ({
  address: `http://127.0.0.1:${port}`,
  ca: null,
  token: null,
  version,
});

/** The client's logits of a version are those of the desktop's engine. */
export async function expectClientLogits(port: number, model: VersionedModel, version: string) {
  const checkpoint = await openCheckpoint(model.dir);
  const rows = randomRows(checkpoint, 5, 11);
  const transport = createTransport(accessTo(port, version), systemClock);
  const client = createGatewayClient(transport, checkpoint.config.vocabSize);
  try {
    await client.metadata(version, patience);
    await client.ready(version, patience);
    const answer = await client.infer(rows, { version, sticky: stickyOf(1), within: patience });
    expect(answer.version).toBe(version);
    expect(farthest(answer.logits, await desktopLogits(model, version, rows))).toBeLessThan(1e-3);
  } finally {
    client.close();
  }
}

/**
 * Its own engine claims to take a minute for an answer, so that the gateway has all the time that it needs: which of
 * the two is faster on the machine at hand is not the question.
 */
const patient = (host: Host) =>
  ({
    common: () => host.common(),
    fill: async (...asked: Parameters<Host['fill']>) => ({
      ...(await host.fill(...asked)),
      milliseconds: 60_000,
    }),
  }) as Host;

export interface Desktop {
  readonly local: Host;
  readonly hedged: GatewayHost;
  readonly state: () => GatewayState;
}

export async function openDesktop(model: VersionedModel): Promise<Desktop> {
  const checkpoint = await openCheckpoint(model.dir);
  const local = await createHost({
    checkpoint,
    language: createLanguage(checkpoint, await loadLexicon()),
    runner: ortRunner,
    memory: new Memory(),
    clock: systemClock,
    step: async () => undefined,
    provider: 'cpu',
  });
  const [{ id, file }] = model.versions;
  await local.load({ version: { id, file }, gaps: [] }, async () => undefined);
  let state: GatewayState = { phase: 'off' };
  const hedged = hedgedHost(patient(local), {
    clock: systemClock,
    onState: (next) => {
      state = next;
    },
  });
  return { local, hedged, state: () => state };
}

const requests = [
  { text: '各单位要高度重视，加强组织领导，认真[MASK]各项工作要求。', maxLength: 4, top: 5 },
  { text: '会议[MASK]下午三点开始，请大家准时参加。', maxLength: 2, top: 5 },
  { text: '为进一步做好安全生产工作，现[MASK]', maxLength: 4, top: 5, tail: true, phrases: ['将有关事项'] },
];

const candidatesOf = ({ gaps }: FillAnswer) => gaps.flatMap(({ candidates }) => candidates);

/** What a connected desktop shows comes from the engine, and is what it would have shown by itself. */
export async function expectDesktopAnswers(
  { local, hedged, state }: Desktop,
  port: number,
  version: string,
  isPinned: boolean,
): Promise<void> {
  // Its first answer of a kind is its own.
  for (const request of requests) await hedged.fill(baseVersion, request, { sticky: stickyOf(1) });
  hedged.useGateway(accessTo(port, isPinned ? version : null));
  await until(() => !['connecting', 'off'].includes(state().phase));
  expect(state()).toEqual({ phase: 'ready', version });
  for (const request of requests) {
    const shown = await hedged.fill(baseVersion, request, { sticky: stickyOf(1) });
    const own = await local.fill(version, request);
    expect(shown.gateway).toBe(version);
    const [words, ownWords] = [candidatesOf(shown.answer), candidatesOf(own.answer)];
    expect(words.length).toBeGreaterThan(0);
    expect(words.map(({ word }) => word)).toEqual(ownWords.map(({ word }) => word));
    for (const [i, { probability }] of words.entries())
      expect(probability).toBeCloseTo(must(ownWords[i], 'as many').probability, 3);
    for (const [i, score] of (shown.answer.phrases ?? []).entries())
      expect(score).toBeCloseTo(must(own.answer.phrases?.[i], 'as many'), 2);
  }
  hedged.useGateway(null);
}
