/**
 * `node test/bench/learn.ts [NAME=JSON ...]`: trains on the corrections of test/suites as the app does and says what
 * it made of them. Each argument names a run and what its recipe changes, e.g. `lora='{"mode":"lora"}'`; without
 * any, both modes run as they are. `BUMO_LEARN_SAMPLES` limits how many corrections are given.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { must } from '../../src-main/base/assert.ts';
import { forkNode } from '../../src-main/base/child.ts';
import { stderrLog } from '../../src-main/base/log.ts';
import { childEntry } from '../../src-main/base/paths.ts';
import { type Bert, createBert } from '../../src-main/fillmask/bert/model.ts';
import { createFiller } from '../../src-main/fillmask/filler.ts';
import { bindTerms } from '../../src-main/fillmask/infill/word-table.ts';
import { createLanguage } from '../../src-main/fillmask/language.ts';
import { loadLexicon, longestWord } from '../../src-main/fillmask/lexicon.ts';
import { createTokenizer } from '../../src-main/fillmask/tokenizer.ts';
import { defaultMode, type Recipe, recipeOf } from '../../src-main/learn/recipe.ts';
import { startTraining } from '../../src-main/learn/training.ts';
import type { TrainingSample } from '../../src-main/learn/types.ts';
import { openCheckpoint } from '../../src-main/models/checkpoint.ts';
import { sha256Of } from '../../src-main/models/download.ts';
import { expandPatch, removeExpanded } from '../../src-main/models/expand.ts';
import { readPatch } from '../../src-main/models/patch.ts';
import type { Checkpoint } from '../../src-main/models/types.ts';
import { ortRunner } from '../../src-main/runtime/ort.ts';
import { requireRealModel } from '../support/real-model.ts';
import { round, table } from './measure.ts';

interface Correction {
  readonly text: string;
  readonly answer: string;
  readonly term: string;
  readonly split?: 'train' | 'unseen';
}

const suite = (name: string) => fileURLToPath(new URL(`../suites/${name}`, import.meta.url));
const resource = (name: string) => fileURLToPath(new URL(`../../resources/${name}`, import.meta.url));
const lines = (file: string) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'));
const records = (name: string) => lines(suite(name)).map((line) => JSON.parse(line) as Correction);

const corrections = records('corrections.jsonl');
const unseen = corrections.filter(({ split }) => split !== 'train');
const given = [...corrections.filter(({ split }) => split === 'train'), ...records('corrections-more.jsonl')];
const limit = Number(process.env.BUMO_LEARN_SAMPLES ?? 135);

const toSample = ({ text, answer, term }: Correction): TrainingSample => ({
  id: createHash('sha256').update(`${text} ${answer}`).digest('hex').slice(0, 16),
  text,
  answer,
  rejected: [],
  weight: 1,
  group: term,
  source: 'correction',
});

/** Single characters masked in sentences that no replay holds: rows and their answers. */
function generalRows(checkpoint: Checkpoint) {
  const tokenizer = createTokenizer(checkpoint);
  const { cls, sep, mask } = tokenizer.special;
  return lines(suite('sentences.txt')).flatMap((line) => {
    const sentence = line.split('\t').at(-1) ?? '';
    const ids = [cls, ...tokenizer.encode(sentence).map(({ id }) => id), sep];
    const characters = [...ids.keys()].filter((at) =>
      /^\p{Script=Han}$/u.test(tokenizer.vocabulary[ids[at] ?? 0] ?? ''),
    );
    // Every fourth character: more than 600 of 125 sentences.
    return characters
      .filter((_, i) => i % 4 === 1)
      .map((at) => ({
        ids: ids.map((id, i) => (i === at ? mask : id)),
        masked: [at],
        answer: must(ids[at], 'a token'),
      }));
  });
}

/** @returns for each row whether its answer has the largest logit */
async function generalRight(bert: Bert, rows: ReturnType<typeof generalRows>): Promise<boolean[]> {
  const right: boolean[] = [];
  for (let at = 0; at < rows.length; at += 8) {
    const batch = rows.slice(at, at + 8);
    for (const [i, logits] of (await bert.logits(batch)).entries()) {
      const answer = must(batch[i], 'a row').answer;
      const own = must(logits[answer], 'a logit');
      right.push(logits.every((one, id) => one < own || id === answer));
    }
  }
  return right;
}

const share = (values: readonly boolean[]) => values.filter(Boolean).length / Math.max(1, values.length);

/** Change of a paired share in points, with half the width of its 95 % interval. */
function change(before: readonly boolean[], after: readonly boolean[]): [number, number] {
  const differences = before.map((one, i) => Number(after[i]) - Number(one));
  const mean = differences.reduce((sum, one) => sum + one, 0) / differences.length;
  const variance = differences.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (differences.length - 1);
  return [100 * mean, 196 * Math.sqrt(variance / differences.length)];
}

async function examine(
  checkpoint: Checkpoint,
  general: ReturnType<typeof generalRows>,
  learned: Correction[],
) {
  const bert = await createBert(checkpoint, ortRunner, { provider: 'cpu' });
  const terms = bindTerms(
    [...given, ...unseen].map(({ answer }) => answer),
    language.tokenizer,
    language.lexicon,
    longestWord,
  );
  const filler = await createFiller({
    model: bert,
    language,
    taught: () => ({ terms, recall: null }),
  });
  const rankOf = async ({ text, answer }: Correction) => {
    const { gaps } = await filler.fill({ text, maxLength: 4, top: 10 });
    const rank = gaps[0]?.candidates.findIndex(({ word }) => word === answer) ?? -1;
    if (process.env.BUMO_LEARN_VERBOSE && rank !== 0) {
      const offered = gaps[0]?.candidates
        .slice(0, 4)
        .map((one) => `${one.word} ${one.probability.toFixed(3)}`);
      process.stderr.write(`${answer} ${rank}: ${offered?.join(', ')} | ${text}\n`);
    }
    return rank < 0 ? Infinity : rank;
  };
  const ranks = async (items: readonly Correction[]) => {
    const out: number[] = [];
    for (const item of items) out.push(await rankOf(item));
    return out;
  };
  const report = {
    general: await generalRight(bert, general),
    learned: await ranks(learned),
    unseen: await ranks(unseen.filter(({ term }) => learned.some((one) => one.term === term))),
  };
  await bert.release();
  return report;
}

const within = (ranks: readonly number[], depth: number) =>
  round(share(ranks.map((rank) => rank < depth)), 3);

/** Peak resident memory of a process, MB; Linux alone tells. */
function peakMemory(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
  } catch {
    return Number.NaN;
  }
}

async function trainOnce(checkpoint: Checkpoint, base: string, home: string, recipe: Recipe) {
  const began = performance.now();
  let memory = 0;
  let prepared = 0;
  let progress = '';
  const training = startTraining({
    fork: forkNode,
    entry: childEntry('learn/trainer-process'),
    log: stderrLog,
    request: {
      dir: checkpoint.dir,
      base,
      samples: given.slice(0, limit).map(toSample),
      sentences: lines(resource('replay/sentences.txt')),
      recipe,
      provider: 'cpu',
      threads: 2,
      patches: home,
      checkpoint: join(home, 'run.safetensors'),
    },
    onProgress: (now) => {
      memory = Math.max(memory, peakMemory(training.pid) || 0);
      if (now.phase === 'train' && prepared === 0) prepared = performance.now() - began;
      const { step, steps, loss, replayLoss, heldOut } = now;
      progress = `${step}/${steps} loss ${loss?.toFixed(3)} replay ${replayLoss?.toFixed(3)} held out ${heldOut?.loss.toFixed(3)}`;
      if (process.env.BUMO_LEARN_VERBOSE && step % 10 === 0) process.stderr.write(`${progress}\n`);
    },
  });
  const patch = await training.done;
  return { patch, seconds: (performance.now() - began) / 1000, prepared: prepared / 1000, memory };
}

const runs: [string, Recipe][] = process.argv.slice(2).map((argument) => {
  const [name = '', json = '{}'] = argument.split(/=(.*)/s);
  const changes = JSON.parse(json) as Partial<Recipe>;
  return [name, recipeOf(changes.mode ?? defaultMode, changes)];
});
if (runs.length === 0) runs.push(['patch', recipeOf('patch')], ['lora', recipeOf('lora')]);

const checkpoint = await openCheckpoint(requireRealModel());
const language = createLanguage(checkpoint, await loadLexicon());
const base = await sha256Of(join(checkpoint.dir, checkpoint.weightsFile));
const general = generalRows(checkpoint);
const home = mkdtempSync(join(tmpdir(), 'bumo-learn-'));
const rows: (string | number)[][] = [];
const before = new Map<string, Awaited<ReturnType<typeof examine>>>();
try {
  for (const [name, recipe] of runs) {
    const { patch, seconds, prepared, memory } = await trainOnce(checkpoint, base, home, recipe);
    const opened = await readPatch(patch.file, { config: checkpoint.config, base });
    const taught = await expandPatch(opened, checkpoint);
    const ids = new Set(opened.metadata.samples);
    const learned = given.filter((one) => ids.has(toSample(one).id));
    const key = [...ids].sort().join();
    const base0 = before.get(key) ?? (await examine(checkpoint, general, learned));
    before.set(key, base0);
    const after = await examine(taught, general, learned);
    await removeExpanded(checkpoint, patch.id);
    const [points, half] = change(base0.general, after.general);
    const { metrics } = patch;
    if (rows.length === 0)
      rows.push([
        'base',
        '',
        '',
        '',
        '',
        '',
        within(base0.learned, 1),
        within(base0.unseen, 1),
        within(base0.unseen, 5),
        `${round(100 * share(base0.general), 1)} %`,
      ]);
    rows.push([
      name,
      `${metrics.keptEpoch}/${metrics.epochs}`,
      metrics.updates ?? 0,
      `${round(seconds, 1)} (${round(prepared, 1)})`,
      round(memory, 0),
      round(patch.bytes / 1e6, 2),
      within(after.learned, 1),
      within(after.unseen, 1),
      within(after.unseen, 5),
      `${round(points, 2)} ± ${round(half, 2)}`,
    ]);
    process.stderr.write(`${name}: ${JSON.stringify(metrics)}\n`);
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}
table(
  `${limit} corrections; general: single characters, ${general.length} gaps`,
  [
    'run',
    'kept/epochs',
    'updates',
    'seconds (prepare)',
    'peak MB',
    'patch MB',
    'learned top-1',
    'unseen top-1',
    'unseen top-5',
    'general',
  ],
  rows,
);
