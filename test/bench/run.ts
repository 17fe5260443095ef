/**
 * `npm run bench`: Bumo beside transformers.js and PyTorch in one run, medians after warm-up.
 * Each table is printed, and test-results/bench.json written, as soon as it is measured. `BUMO_BENCH_PYTHON` names a
 * Python with torch and transformers; `BUMO_BENCH_MODEL` a model folder.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { must } from '../../src-main/base/assert.ts';
import { forkNode } from '../../src-main/base/child.ts';
import { reasonOf } from '../../src-main/base/error.ts';
import { engineProcess } from '../../src-main/engine/fork.ts';
import { type Bert, createBert } from '../../src-main/fillmask/bert/model.ts';
import { createFiller } from '../../src-main/fillmask/filler.ts';
import { createLanguage } from '../../src-main/fillmask/language.ts';
import { loadLexicon } from '../../src-main/fillmask/lexicon.ts';
import { createTokenizer } from '../../src-main/fillmask/tokenizer.ts';
import { openCheckpoint } from '../../src-main/models/checkpoint.ts';
import type { Checkpoint } from '../../src-main/models/types.ts';
import { ortRunner } from '../../src-main/runtime/ort.ts';
import { build, isBuildStale } from '../../src-main/start/build.ts';
import { benchEditor } from './editor.ts';
import { median, medianOf, round, table } from './measure.ts';
import { benchModel } from './model.ts';
import { keyOf, type Times, type TorchReport, timePyTorch, timeTransformersJs } from './peers.ts';
import { showSlots, timeSlots } from './slots.ts';
import { batches, batchOf, lengths } from './texts.ts';

const runs = (batch: number) => Number(process.env.BUMO_BENCH_RUNS ?? (batch === 1 ? 40 : 30));
const documentSizes = [1e3, 1e4, 1e5, 1e6];

/** From text to the five best tokens of each gap. */
function answerer(checkpoint: Checkpoint, bert: Bert) {
  const tokenizer = createTokenizer(checkpoint);
  const { cls, sep, mask } = tokenizer.special;
  const rowOf = (text: string) => {
    const at = text.indexOf('[MASK]');
    const left = tokenizer.encode(text, 0, at).map(({ id }) => id);
    const right = tokenizer.encode(text, at + '[MASK]'.length).map(({ id }) => id);
    return { ids: [cls, ...left, mask, ...right, sep], masked: [left.length + 1] };
  };
  return async (texts: readonly string[]) => {
    const all = await bert.logits(texts.map(rowOf));
    return all.map((logits) => {
      const most = logits.reduce((a, b) => Math.max(a, b));
      const sum = logits.reduce((total, one) => total + Math.exp(one - most), 0);
      const best: number[] = [];
      for (const [id, logit] of logits.entries()) {
        if (best.length === 5 && logit <= (logits[best[4] ?? 0] ?? 0)) continue;
        best.push(id);
        best.sort((a, b) => (logits[b] ?? 0) - (logits[a] ?? 0));
        best.length = Math.min(best.length, 5);
      }
      return { logits, best: best.map((id) => ({ id, p: Math.exp((logits[id] ?? 0) - most) / sum })) };
    });
  };
}

async function timeBumo(checkpoint: Checkpoint, prepack: boolean) {
  const creation = await median(
    async () => (await createBert(checkpoint, ortRunner, { provider: 'cpu', prepack })).release(),
    10,
    2,
  );
  const bert = await createBert(checkpoint, ortRunner, { provider: 'cpu', prepack });
  const answer = answerer(checkpoint, bert);
  const times: Times = {};
  for (const tokens of lengths) {
    for (const batch of batches) {
      const texts = batchOf(tokens, batch);
      times[keyOf(tokens, batch)] = await median(() => answer(texts), runs(batch));
    }
  }
  const [compared] = await answer(batchOf(32, 1));
  await bert.release();
  return { creation, times, logits: must(compared, 'an answer').logits };
}

/** First and full answer for a word of unknown length beside a single forward pass of the same text. */
async function timeSuggestions(checkpoint: Checkpoint) {
  const bert = await createBert(checkpoint, ortRunner, { provider: 'cpu' });
  const answer = answerer(checkpoint, bert);
  const filler = await createFiller({
    model: bert,
    language: createLanguage(checkpoint, await loadLexicon()),
  });
  const text = must(batchOf(32, 1)[0], 'a text');
  const firsts: number[] = [];
  const fulls: number[] = [];
  const singles: number[] = [];
  let rows = 0;
  for (let i = 0; i < runs(1) + 5; i++) {
    const single = performance.now();
    await answer([text]);
    singles.push(performance.now() - single);
    const began = performance.now();
    let first = 0;
    const full = await filler.fill(
      { text, maxLength: 4, top: 5 },
      {
        onFirst: () => {
          first = performance.now() - began;
        },
      },
    );
    fulls.push(performance.now() - began);
    firsts.push(first);
    rows = full.rows;
  }
  const documents: Record<string, number> = {};
  const near = '会议由总经理[MASK]，各部门负责人参加。';
  const filling = '请各部门按时完成本周的工作。';
  const texts = documentSizes.map((size) => {
    const half = filling.repeat(Math.ceil(size / filling.length / 2)).slice(0, (size - near.length) / 2);
    return half + near + half;
  });
  // Sizes take turns, so that a slow moment of the machine falls on all of them.
  const taken = texts.map((): number[] => []);
  for (let i = 0; i < runs(8) + 3; i++) {
    for (const [at, document] of texts.entries()) {
      const began = performance.now();
      await filler.fill({ text: document, maxLength: 4, top: 5 });
      if (i >= 3) must(taken[at], 'a list').push(performance.now() - began);
    }
  }
  for (const [at, size] of documentSizes.entries()) documents[size] = medianOf(must(taken[at], 'a list'));
  await bert.release();
  const single = medianOf(singles.slice(5));
  const first = medianOf(firsts.slice(5));
  const full = medianOf(fulls.slice(5));
  return { single, first, full, rows, documents };
}

/** Memory of the real engine process after 20 answers, MB. Linux alone tells private and file-backed apart. */
async function engineMemory(dir: string): Promise<Record<string, number> | null> {
  if (process.platform !== 'linux') return null;
  const entry = fileURLToPath(new URL('../../src-main/engine/engine-process.ts', import.meta.url));
  const child = forkNode(entry, engineProcess);
  const replies: ((message: { kind: string }) => void)[] = [];
  child.onMessage((message) => {
    const { kind } = message as { kind: string };
    if (kind !== 'first') replies.shift()?.({ kind });
  });
  const ask = (message: object) => {
    const reply = new Promise<{ kind: string }>((resolve) => replies.push(resolve));
    child.send(message);
    return reply;
  };
  const started = await ask({
    kind: 'start',
    options: { dir, provider: 'cpu', terms: { glossary: [], learned: [] }, memory: [] },
  });
  if (started.kind !== 'ready') throw new Error(`the engine said ${started.kind}`);
  for (let id = 0; id < 20; id++) {
    await ask({ kind: 'fill', id, request: { text: batchOf(32, 1)[0], maxLength: 4, top: 5 } });
  }
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  child.kill();
  const mb = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024;
  return { privateMb: mb('RssAnon'), fileBackedMb: mb('RssFile') };
}

const differenceOf = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - (b[i] ?? Number.NaN))));

type Measured = Awaited<ReturnType<typeof timeBumo>>;

function showAnswers(
  bumo: Measured,
  prepacked: Measured | null,
  peer: Times | null,
  torch: TorchReport | null,
): void {
  const beside = (own: number, other: number | undefined) =>
    other === undefined ? ['–', '–'] : [round(other, 1), round(own / other)];
  table(
    'Text to the five best tokens, median ms (ratio: Bumo / peer)',
    ['tokens x batch', 'Bumo', 'repacked', 'transformers.js', 'ratio', 'PyTorch', 'ratio'],
    Object.entries(bumo.times).map(([key, own]) => [
      key,
      round(own, 1),
      beside(own, prepacked?.times[key])[0] ?? '–',
      ...beside(own, peer?.[key]),
      ...beside(own, torch?.times[key]),
    ]),
  );
  table(
    'Sessions created, ms',
    ['Bumo', 'repacked', 'largest logit difference to PyTorch'],
    [
      [
        round(bumo.creation, 1),
        prepacked ? round(prepacked.creation, 1) : '–',
        torch ? differenceOf(bumo.logits, torch.logits) : '–',
      ],
    ],
  );
}

function showSuggestions({
  single,
  first,
  full,
  rows,
  documents,
}: Awaited<ReturnType<typeof timeSuggestions>>): void {
  table(
    'A word of unknown length, 32 tokens',
    ['', 'ms', '× one forward pass'],
    [
      ['one forward pass', round(single, 1), 1],
      ['first answer', round(first, 1), round(first / single)],
      [`full answer (${rows} rows)`, round(full, 1), round(full / single)],
    ],
  );
  table(
    'Full answer by the length of the document',
    ['characters', 'ms', '× shortest'],
    documentSizes.map((size) => {
      const time = documents[size] ?? Number.NaN;
      return [size, round(time, 1), round(time / (documents[1e3] ?? Number.NaN))];
    }),
  );
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const file = join(root, 'test-results', 'bench.json');
const dir = benchModel();
const checkpoint = await openCheckpoint(dir);
const say = (line: string) => process.stderr.write(`${line}\n`);

const report: Record<string, unknown> = {
  machine: { cpu: cpus()[0]?.model, cores: cpus().length, memoryGb: round(totalmem() / 2 ** 30, 0) },
  node: process.version,
  model: basename(dir),
  runs: { batch1: runs(1), batch8: runs(8) },
};
const failed: string[] = [];

/** Measures one part and keeps it at once; one that fails is named, and the others go on. */
async function part<T>(name: string, measure: () => Promise<T> | T): Promise<T | null> {
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

const memory = await part('memory of the engine, MB', () => engineMemory(dir));
if (memory)
  table(
    'Memory of the engine, MB',
    ['private', 'file-backed'],
    [[round(memory.privateMb ?? Number.NaN, 0), round(memory.fileBackedMb ?? Number.NaN, 0)]],
  );

const bumo = await part('Bumo, ms', () => timeBumo(checkpoint, false));
const prepacked = await part('Bumo with weights repacked, ms', () => timeBumo(checkpoint, true));
const peer = await part('transformers.js, ms', () => timeTransformersJs(checkpoint, runs));
const torch = await part('PyTorch, ms', () => timePyTorch(checkpoint, runs));
if (bumo) showAnswers(bumo, prepacked, peer, torch);

const suggestions = await part('suggestions and documents, ms', () => timeSuggestions(checkpoint));
if (suggestions) showSuggestions(suggestions);

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
