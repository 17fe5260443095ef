/**
 * `npm run bench`: Bumo beside transformers.js and PyTorch in one run, which take turns call by call; medians after
 * warm-up. Each table is printed, and test-results/bench.json written, as soon as it is measured.
 * Arguments name the parts that are wanted (memory, peers, suggestions, editor, swaps), all by default.
 * `BUMO_BENCH_PYTHON` names a Python with torch and transformers; `BUMO_BENCH_MODEL` a model folder.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { must } from '../../src-main/base/assert.ts';
import { reasonOf } from '../../src-main/base/error.ts';
import { createBert } from '../../src-main/fillmask/bert/model.ts';
import type { Checkpoint } from '../../src-main/models/types.ts';
import { ortRunner } from '../../src-main/runtime/ort.ts';
import { build, isBuildStale } from '../../src-main/start/build.ts';
import { answerer, bumo } from './answers.ts';
import { benchEditor } from './editor.ts';
import { engineMemory } from './engine-memory.ts';
import { makeInt8Copy } from './int8-copy.ts';
import { median, round, table } from './measure.ts';
import { benchModel } from './model.ts';
import { pyTorch, type Times, takeTurns, transformersJs } from './peers.ts';
import { showSlots, timeSlots } from './slots.ts';
import { documentSizes, type Suggestion, type SuggestionTimes, timeSuggestions } from './suggestions.ts';
import { batchOf } from './texts.ts';

const runs = (batch: number) => Number(process.env.BUMO_BENCH_RUNS ?? (batch === 1 ? 40 : 15));
const gaps = Number(process.env.BUMO_BENCH_GAPS ?? 300);

const root = fileURLToPath(new URL('../..', import.meta.url));
const file = join(root, 'test-results', 'bench.json');
const dir = benchModel();
const say = (line: string) => process.stderr.write(`${line}\n`);

/** Features of the CPU that ONNX Runtime and PyTorch have kernels for; Linux alone tells them. */
function cpuFeatures(): string[] {
  if (process.platform !== 'linux') return [];
  const flags = new Set(/^flags\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1]?.split(' '));
  return ['avx2', 'avx512f', 'avx512_vnni', 'avx_vnni', 'avx512_bf16', 'amx_int8'].filter((one) =>
    flags.has(one),
  );
}

const report: Record<string, unknown> = {
  machine: {
    cpu: cpus()[0]?.model,
    features: cpuFeatures(),
    cores: cpus().length,
    memoryGb: round(totalmem() / 2 ** 30, 0),
  },
  node: process.version,
  model: basename(dir),
  runs: { batch1: runs(1), batch8: runs(8) },
};
const failed: string[] = [];
const wanted = new Set(process.argv.slice(2));

/** Measures one part and keeps it at once; one that fails is named, and the others go on. */
async function part<T>(name: string, measure: () => Promise<T> | T): Promise<T | null> {
  if (wanted.size > 0 && !wanted.has(name)) return null;
  say(`${name}…`);
  try {
    const measured = await measure();
    report[name] = measured;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
    return measured;
  } catch (error) {
    failed.push(`${name}: ${reasonOf(error)}`);
    say(`${name} could not be measured: ${reasonOf(error)}`);
    return null;
  }
}

const differenceOf = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - (b[i] ?? Number.NaN))));

async function timePeers(float32: Checkpoint, int8: Checkpoint) {
  const torch = pyTorch(float32);
  const contestants = [
    await bumo({ name: 'float32', checkpoint: float32 }),
    await bumo({ name: 'repacked', checkpoint: float32, prepack: true }),
    await bumo({ name: 'int8', checkpoint: int8 }),
    await transformersJs(float32),
    ...(torch ? [torch] : []),
  ];
  const times = await takeTurns(contestants, runs);
  const text = must(batchOf(32, 1)[0], 'a text');
  const compared = torch && (await torch.compare(text));
  for (const one of contestants) await one.close();
  const bert = await createBert(float32, ortRunner, { provider: 'cpu' });
  const [own] = await answerer(float32, bert)([text]);
  await bert.release();
  const create = async () => (await createBert(float32, ortRunner, { provider: 'cpu' })).release();
  return {
    times,
    torch: compared?.version,
    difference: compared && differenceOf(must(own, 'an answer').logits, compared.logits),
    creation: await median(create, 10, 2),
  };
}

function showPeers({ times, difference, creation }: Awaited<ReturnType<typeof timePeers>>): void {
  const shown = (value: number | undefined) => (value === undefined ? '–' : round(value, 1));
  const ratio = (own: number | undefined, other: number | undefined) =>
    own === undefined || other === undefined ? '–' : round(own / other);
  const peers = ['PyTorch', 'transformers.js'];
  table(
    'Text to the five best tokens, in turns, median ms',
    ['tokens x batch', 'float32', 'repacked', 'int8', ...peers.flatMap((name) => [name, 'float32', 'int8'])],
    Object.entries(times satisfies Times).map(([key, by]) => [
      key,
      ...['float32', 'repacked', 'int8'].map((name) => shown(by[name])),
      ...peers.flatMap((name) => [shown(by[name]), ratio(by.float32, by[name]), ratio(by.int8, by[name])]),
    ]),
  );
  table(
    'Sessions',
    ['created, ms', 'largest logit difference to PyTorch'],
    [[round(creation, 1), difference ?? '–']],
  );
}

function showSuggestions({ single, short, long, documents }: SuggestionTimes): void {
  const row = (name: string, { first, full, rows }: Suggestion) => [
    name,
    rows,
    round(first, 1),
    round(first / single),
    round(full, 1),
    round(full / single),
  ];
  table(
    `A word of unknown length; one float32 pass over 32 tokens takes ${round(single, 1)} ms`,
    ['', 'rows', 'first, ms', '× pass', 'full, ms', '× pass'],
    [
      row('32 tokens, float32', short.float32),
      row('32 tokens, int8', short.int8),
      row(`${long.gaps} gaps with 30 characters on both sides, float32`, long.float32),
      row('the same, int8', long.int8),
    ],
  );
  table(
    'Full answer by the length of the document, int8',
    ['characters', 'ms', '× shortest'],
    documentSizes.map((size) => {
      const time = documents[size] ?? Number.NaN;
      return [size, round(time, 1), round(time / (documents[1e3] ?? Number.NaN))];
    }),
  );
}

say(`${cpus()[0]?.model}, ${cpus().length} cores, ${cpuFeatures().join(' ')}`);
const memory = await part('memory', () => engineMemory(dir));
if (memory)
  table(
    'Memory of the engine, MB',
    ['private', 'file-backed'],
    [[round(memory.privateMb ?? Number.NaN, 0), round(memory.fileBackedMb ?? Number.NaN, 0)]],
  );

const copy = await makeInt8Copy(dir);
try {
  const peers = await part('peers', () => timePeers(copy.float32, copy.int8));
  if (peers) showPeers(peers);
  const suggestions = await part('suggestions', () =>
    timeSuggestions({ float32: copy.float32, int8: copy.int8 }, runs(1), gaps),
  );
  if (suggestions) showSuggestions(suggestions);
} finally {
  copy.dispose();
}

await part('editor', async () => {
  if (await isBuildStale(root)) await build(root);
  return benchEditor();
});

const slots = await part('swaps', timeSlots);
if (slots) showSlots(slots);

if (failed.length > 0) {
  say(`\nnot measured:\n${failed.map((one) => `- ${one}`).join('\n')}`);
  process.exitCode = 1;
}
