/**
 * `npm run bench`: Bumo beside transformers.js and PyTorch in one run, medians after warm-up.
 * Prints tables and writes test-results/bench.json. `BUMO_BENCH_PYTHON` names a Python with torch and
 * transformers; `BUMO_BENCH_MODEL` a model folder other than the tests' own.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { must } from '../../src-main/base/assert.ts';
import { forkNode } from '../../src-main/base/child.ts';
import { engineProcess } from '../../src-main/engine/fork.ts';
import { type Bert, createBert } from '../../src-main/fillmask/bert/model.ts';
import { createFiller } from '../../src-main/fillmask/filler.ts';
import { createLanguage } from '../../src-main/fillmask/language.ts';
import { loadLexicon } from '../../src-main/fillmask/lexicon.ts';
import { createTokenizer } from '../../src-main/fillmask/tokenizer.ts';
import { openCheckpoint } from '../../src-main/models/checkpoint.ts';
import type { Checkpoint } from '../../src-main/models/types.ts';
import { ortRunner } from '../../src-main/runtime/ort.ts';
import { requireRealModel } from '../support/real-model.ts';
import { benchEditor } from './editor.ts';
import { median, medianOf, round, table } from './measure.ts';
import { keyOf, type Times, timePyTorch, timeTransformersJs } from './peers.ts';
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

const dir = process.env.BUMO_BENCH_MODEL ?? requireRealModel();
const checkpoint = await openCheckpoint(dir);
const say = (line: string) => process.stderr.write(`${line}\n`);

say('memory of the engine…');
const memory = await engineMemory(dir);
say('Bumo…');
const bumo = await timeBumo(checkpoint, false);
say('Bumo, weights repacked…');
const prepacked = await timeBumo(checkpoint, true);
say('suggestions and documents…');
const suggestions = await timeSuggestions(checkpoint);
say('transformers.js…');
const peer = await timeTransformersJs(checkpoint, runs);
say('PyTorch…');
const torch = timePyTorch(checkpoint, runs);
const editor = await benchEditor();

say('swaps…');
const slots = await timeSlots();

const difference = torch ? differenceOf(bumo.logits, torch.logits) : null;
const report = {
  machine: { cpu: cpus()[0]?.model, cores: cpus().length, memoryGb: round(totalmem() / 2 ** 30, 0) },
  node: process.version,
  model: dir.split(/[\\/]/).at(-1),
  runs: { batch1: runs(1), batch8: runs(8) },
  text_to_top5_ms: {
    bumo: bumo.times,
    bumoPrepacked: prepacked.times,
    transformersJs: peer,
    pytorch: torch?.times,
  },
  pytorch: torch && { version: torch.version, maxLogitDifference: difference },
  sessionCreation_ms: { bumo: bumo.creation, prepacked: prepacked.creation },
  memory_mb: memory,
  suggestion_ms: suggestions,
  editor,
  slots,
};
mkdirSync('test-results', { recursive: true });
writeFileSync('test-results/bench.json', `${JSON.stringify(report, null, 2)}\n`);

table(
  'Text to the five best tokens, median ms (ratio: Bumo / peer)',
  ['tokens x batch', 'Bumo', 'repacked', 'transformers.js', 'ratio', 'PyTorch', 'ratio'],
  Object.keys(bumo.times).map((key) => {
    const own = bumo.times[key] ?? Number.NaN;
    const js = peer[key] ?? Number.NaN;
    const py = torch?.times[key];
    return [
      key,
      round(own, 1),
      round(prepacked.times[key] ?? Number.NaN, 1),
      round(js, 1),
      round(own / js),
      py ? round(py, 1) : '–',
      py ? round(own / py) : '–',
    ];
  }),
);
table(
  'A word of unknown length, 32 tokens',
  ['', 'ms', '× one forward pass'],
  [
    ['one forward pass', round(suggestions.single, 1), 1],
    ['first answer', round(suggestions.first, 1), round(suggestions.first / suggestions.single)],
    [
      `full answer (${suggestions.rows} rows)`,
      round(suggestions.full, 1),
      round(suggestions.full / suggestions.single),
    ],
  ],
);
table(
  'Full answer by the length of the document',
  ['characters', 'ms', '× shortest'],
  documentSizes.map((size) => {
    const time = suggestions.documents[size] ?? Number.NaN;
    return [size, round(time, 1), round(time / (suggestions.documents[1e3] ?? Number.NaN))];
  }),
);
table(
  'Other',
  ['', ''],
  [
    ['sessions created, ms', round(bumo.creation, 1)],
    ['sessions created repacked, ms', round(prepacked.creation, 1)],
    ['engine: private memory, MB', memory ? round(memory.privateMb ?? Number.NaN, 0) : '–'],
    ['engine: file-backed, MB', memory ? round(memory.fileBackedMb ?? Number.NaN, 0) : '–'],
    ['largest logit difference to PyTorch', difference ?? '–'],
  ],
);
showSlots(slots);
