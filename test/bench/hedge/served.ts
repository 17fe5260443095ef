import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createBert } from '../../../src-main/fillmask/bert/model.ts';
import { createFiller } from '../../../src-main/fillmask/filler.ts';
import type { MaskedRow } from '../../../src-main/fillmask/types.ts';
import { openCheckpoint } from '../../../src-main/models/checkpoint.ts';
import { ortRunner } from '../../../src-main/runtime/ort.ts';
import type { GatewayAccess } from '../../../src-main/serving/client/access.ts';
import { certified } from '../../support/certificates.ts';
import { gatewayServer } from '../../support/gateway-server.ts';
import { benchHost } from '../host.ts';
import { benchModel } from '../model.ts';
import { trickOf } from './troubles.ts';

/**
 * The gateway of the bench, a process of its own behind TLS with a token. It has answered the bench's texts before and
 * stored the logits, so that it stands for a machine of its own: nothing of its model's work is done on these cores.
 */

const token = 'a token of the bench';

export interface Mood {
  /** Of `arms`, or `well`. */
  readonly name: string;
  /** Milliseconds before each answer. */
  readonly delay: number;
}

/** @param texts whose rows it stores */
export async function serve(texts: readonly string[]): Promise<void> {
  const checkpoint = await openCheckpoint(benchModel());
  const { language, ranking } = (await benchHost(checkpoint)).common();
  const model = await createBert(checkpoint, ortRunner, { provider: 'cpu' });
  const stored = new Map<string, Float32Array>();
  const logits = async (rows: readonly MaskedRow[]) => {
    // Position 0 is padding, which the next call of the row may have less of.
    const missing = rows
      .filter(({ ids }) => !stored.has(ids.join()))
      .map(({ ids, masked }) => ({ ids, masked: masked.filter((at) => at > 0) }));
    const made = missing.length > 0 ? await model.logits(missing) : [];
    for (const [i, { ids }] of missing.entries()) stored.set(ids.join(), made[i] ?? new Float32Array());
    return rows.map(({ ids }) => stored.get(ids.join()) ?? new Float32Array());
  };
  const rowModel = { ...model, logits };
  const filler = await createFiller({ model: rowModel, language, ranking });
  for (const text of texts) await filler.fill({ text, maxLength: 4, top: 5 });
  const [tls, other] = [certified(), certified()];
  const server = await gatewayServer({ vocabSize: model.vocabSize, logits, tls, token });
  process.on('message', ({ name, delay }: Mood) => {
    server.trick = trickOf(name);
    server.delay = delay;
    if (name === 'certificate') server.recertify(other);
    if (name === 'well') server.recertify(tls);
    process.send?.({});
  });
  const access: GatewayAccess = { address: server.address, ca: tls.ca, token, version: null };
  process.send?.(access);
}

export interface Served {
  readonly access: GatewayAccess;
  readonly child: ChildProcess;
  become(mood: Mood): Promise<void>;
  kill(): Promise<void>;
}

/** @param script calls `serve` where its first argument is `--serve` */
export async function startServed(script: string): Promise<Served> {
  const child = fork(script, ['--serve']);
  const [access] = (await once(child, 'message')) as [GatewayAccess];
  return {
    access,
    child,
    async become(mood) {
      child.send(mood);
      await once(child, 'message');
    },
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}
