/**
 * `node test/bench/verdict.ts`: 60 corrections from the click to the verdict, through the app's own runs: a first run
 * of a base model, for which exams were prepared while the corrections were collected, and a second one. A table says
 * where the time goes. `BUMO_LEARN_SAMPLES` is another number of corrections, `BUMO_BENCH_JSON` a file for the figures.
 * With `BUMO_BENCH_UNPREPARED` the click comes before any preparation.
 */
import { randomUUID } from 'node:crypto';
import { copyFileSync, linkSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forkNode } from '../../src-main/base/child.ts';
import { systemClock } from '../../src-main/base/clock.ts';
import { stderrLog } from '../../src-main/base/log.ts';
import type { LearnState } from '../../src-main/contract/learn-run.ts';
import { createLearning } from '../../src-main/learning/learning.ts';
import { scrub } from '../../src-main/privacy/scrub.ts';
import { giveFeedback } from '../../src-main/store/feedback.ts';
import { openStore, type Store } from '../../src-main/store/open.ts';
import { recordSuggestion } from '../../src-main/store/suggestions.ts';
import { type Correction, records, resource } from './corrections.ts';
import { round, table } from './measure.ts';
import { benchModel } from './model.ts';

const limit = Number(process.env.BUMO_LEARN_SAMPLES ?? 60);
const given = [
  ...records('corrections.jsonl').filter(({ split }) => split === 'train'),
  ...records('corrections-more.jsonl'),
].slice(0, limit);

/** The runtime refuses weights behind a symbolic link; a hard link reaches no other file system. */
function share(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}

/** A folder with the model's files, so that a run finds nothing that an earlier one stored beside them. */
function freshModel(home: string): string {
  const dir = join(home, 'model');
  mkdirSync(dir);
  const source = benchModel();
  for (const entry of readdirSync(source, { withFileTypes: true }))
    if (entry.isFile()) share(join(source, entry.name), join(dir, entry.name));
  return dir;
}

function correct(store: Store, { text, answer }: Correction, at: number): void {
  const suggestionId = randomUUID();
  const gapStart = text.indexOf('[MASK]');
  recordSuggestion(store.write, {
    id: suggestionId,
    at,
    context: scrub(text).text,
    gapStart,
    gapEnd: gapStart + 6,
    offered: [],
    stage: 'full',
    modelId: 'bench',
    version: 'base',
    provider: 'cpu',
    milliseconds: 1,
  });
  const word = scrub(answer).text;
  giveFeedback(store.write, { id: randomUUID(), suggestionId, at: at + 1, kind: 'wrong', word });
}

/** Time at which each phase was first reported, and the process's phases in order. */
function phaseClock() {
  let began = performance.now();
  let phase = 'preparation, before the click';
  const spent = new Map<string, number>();
  const enter = (next: string) => {
    const now = performance.now();
    spent.set(phase, (spent.get(phase) ?? 0) + (now - began) / 1000);
    [began, phase] = [now, next];
  };
  return {
    spent,
    enter,
    note({ run }: LearnState) {
      const { phase: now, step, steps } = run?.progress ?? { phase: 'start', step: 0, steps: 0 };
      if (run && steps > 0 && now !== phase) enter(now);
      // What follows the last question, or the written patch, belongs to a process that ends and one that starts.
      if (run && now === 'write' && step === steps) phase = 'write';
    },
  };
}

const isPrepared = (of: Store) => of.read.prepare('SELECT 1 FROM exam_marks').get() !== undefined;

const home = mkdtempSync(join(tmpdir(), 'bumo-verdict-'));
const store = openStore({ dir: home, clock: systemClock });
const results: { readonly spent: Record<string, number>; readonly steps: number; readonly total: number }[] =
  [];
try {
  const dir = freshModel(home);
  for (const [i, one] of given.entries()) correct(store, one, Date.now() - 1000 * (given.length - i));
  for (const name of ['first', 'second']) {
    const clock = phaseClock();
    const learning = createLearning({
      store,
      fork: forkNode,
      clock: systemClock,
      log: stderrLog,
      dir: join(home, `learning-${name}`),
      patches: join(home, 'patches'),
      resources: resource(''),
      model: () => ({ id: 'bench', dir }),
      running: () => 'base',
      precision: () => 'float32',
      onState: (state) => clock.note(state),
      offer: () => true,
      ownSentences: () => [],
    });
    if (!process.env.BUMO_BENCH_UNPREPARED) {
      learning.refresh();
      while (!isPrepared(store)) await new Promise((resolve) => setTimeout(resolve, 100));
      clock.enter('start');
    }
    const began = performance.now();
    const { outcome } = await learning.begin({});
    const ended = await outcome;
    clock.enter('end');
    const total = (performance.now() - began) / 1000;
    learning.close();
    if (ended.kind !== 'learned') throw new Error(ended.kind);
    results.push({ spent: Object.fromEntries(clock.spent), steps: ended.steps, total });
    const { overall, heldOut, heldOutSentences, learned, verdict } = ended.report;
    process.stderr.write(`${JSON.stringify({ verdict, overall, heldOut, heldOutSentences, learned })}\n`);
  }
} finally {
  await store.close();
  rmSync(home, { recursive: true, force: true });
}
if (process.env.BUMO_BENCH_JSON) writeFileSync(process.env.BUMO_BENCH_JSON, JSON.stringify(results));
const phases = [...new Set(results.flatMap(({ spent }) => Object.keys(spent)))];
table(
  `${given.length} corrections, click to verdict, seconds`,
  ['phase', 'first run', 'second run'],
  [
    ...phases.map((phase) => [phase, ...results.map(({ spent }) => round(spent[phase] ?? 0, 1))]),
    ['updates', ...results.map(({ steps }) => steps)],
    ['in all', ...results.map(({ total }) => round(total, 1))],
  ],
);
