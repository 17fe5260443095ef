/**
 * `node test/bench/serving.ts`: Ray Serve, MLServer and the engine of the desktop on the same processors, one after
 * another: rows of 32 tokens with one mask, asked by 1, 8 and 64 clients, with batches and without. The engines must be
 * installed: `node test/support/fetch-engines.ts`.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBert } from '../../src-main/fillmask/bert/model.ts';
import type { MaskedRow } from '../../src-main/fillmask/types.ts';
import { openCheckpoint } from '../../src-main/models/checkpoint.ts';
import { ortRunner } from '../../src-main/runtime/ort.ts';
import { exportServing } from '../../src-main/serving/export/export.ts';
import { infer, type Load, load, statsOf } from '../support/serving/client.ts';
import { randomRows, realVersions } from '../support/serving/packages.ts';
import { type EngineName, enginePrograms } from '../support/serving/pythons.ts';
import { startMlserver, startRay } from '../support/serving/server.ts';
import { planOf, type VersionedModel } from '../support/tiny-package.ts';
import { round, table } from './measure.ts';
import { quantile } from './statistics.ts';

const threads = 2;
/** Clients and how often they ask in all. */
const loads = [
  [1, 60],
  [8, 160],
  [64, 320],
] as const;
const tokens = 32;

interface Figures extends Load {
  readonly engine: string;
  readonly clients: number;
  /** Rows a batch; 1 where nothing is joined. */
  readonly joined: number;
}

const folder = mkdtempSync(join(tmpdir(), 'bumo-bench-serving-'));
const model = await realVersions(folder);
const checkpoint = await openCheckpoint(model.dir);
const rows: MaskedRow[] = randomRows(checkpoint, 64, 3).map(({ ids }, i) => {
  const filled = Array.from({ length: tokens }, (_, at) => ids[at % ids.length] ?? 0);
  return { ids: filled, masked: [1 + (i % (tokens - 2))] };
});
const rowOf = (i: number): MaskedRow => rows[i % rows.length] as MaskedRow;

async function desktop(): Promise<Figures[]> {
  const bert = await createBert(checkpoint, ortRunner, { provider: 'cpu', threads });
  const once = async (i: number) => {
    await bert.logits([rowOf(i)]);
    return { version: 'base' };
  };
  await load(1, 5, once);
  const figures: Figures[] = [];
  for (const [clients, requests] of loads)
    figures.push({ engine: 'desktop', clients, joined: 1, ...(await load(clients, requests, once)) });
  await bert.release();
  return figures;
}

/** Changes a package's settings: all processors for one replica, and how many requests a batch joins at most. */
function configure(engine: EngineName, dir: string, batch: number): void {
  const file = join(dir, engine === 'ray' ? 'serve_config.yaml' : 'models/base/model-settings.json');
  const text = readFileSync(file, 'utf8')
    .replace('max_replicas: 4', 'max_replicas: 1')
    .replace(/("?)threads\1: 1/, `$1threads$1: ${threads}`)
    .replace(/("?)max_batch_size\1: 32/, `$1max_batch_size$1: ${batch}`);
  writeFileSync(file, text);
}

async function served(engine: EngineName, batch: number, of: VersionedModel): Promise<Figures[]> {
  const dir = join(folder, `${engine}-${batch}`);
  await exportServing(await planOf(of, [null]), engine, dir);
  configure(engine, dir, batch);
  const server = await (engine === 'ray' ? startRay(dir) : startMlserver(dir));
  try {
    // Only Ray's router, which is ours, takes binary data.
    const options = { version: 'base', binary: engine === 'ray', vocabSize: checkpoint.config.vocabSize };
    const once = (i: number) => infer(server.port, [rowOf(i)], options);
    await load(8, 24, once);
    const figures: Figures[] = [];
    for (const [clients, requests] of loads) {
      const before = await statsOf(server.port, 'base');
      const result = await load(clients, requests, once);
      const after = await statsOf(server.port, 'base');
      const batches = (after.execution_count ?? 0) - (before.execution_count ?? 0);
      if (result.failures.length > 0) throw new Error(result.failures[0]);
      figures.push({
        engine: `${engine}, batches of ${batch}`,
        clients,
        joined: requests / batches,
        ...result,
      });
    }
    return figures;
  } finally {
    await server.close();
  }
}

try {
  const all = await desktop();
  for (const engine of ['ray', 'mlserver'] as const) {
    const { reason } = enginePrograms(engine);
    if (reason !== null) process.stdout.write(`${engine}: ${reason}\n`);
    else for (const batch of [1, 32]) all.push(...(await served(engine, batch, model)));
  }
  table(
    `${cpus().length} processors, ${cpus()[0]?.model}`,
    ['engine', 'clients', 'requests a second', 'p50 ms', 'p95 ms', 'rows a batch'],
    all.map(({ engine, clients, times, seconds, joined }) => [
      engine,
      clients,
      round(times.length / seconds, 1),
      round(quantile(times, 0.5), 0),
      round(quantile(times, 0.95), 0),
      round(joined, 1),
    ]),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
