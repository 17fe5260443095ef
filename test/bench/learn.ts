/**
 * `node test/bench/learn.ts [NAME=JSON ...]`: trains on the corrections of test/suites as the app does and says what
 * it made of them. Each argument names a run and what its recipe changes, e.g. `lora='{"mode":"lora"}'`; without
 * any, both modes run as they are. `BUMO_LEARN_SAMPLES` limits how many corrections are given, `BUMO_LEARN_SET` is
 * another draw of them. With `BUMO_LEARN_FIXED`, a folder for what is computed once, the exam's fixed
 * suites are asked too.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forkNode } from '../../src-main/base/child.ts';
import { systemClock as clock } from '../../src-main/base/clock.ts';
import { stderrLog } from '../../src-main/base/log.ts';
import { childEntry } from '../../src-main/base/paths.ts';
import { sha256OfFile } from '../../src-main/base/sha256.ts';
import { createLanguage } from '../../src-main/fillmask/language.ts';
import { loadLexicon } from '../../src-main/fillmask/lexicon.ts';
import { defaultMode, type Recipe, recipeOf } from '../../src-main/learn/training/recipe.ts';
import { Training } from '../../src-main/learn/training/training.ts';
import { openCheckpoint } from '../../src-main/models/checkpoint.ts';
import { expandPatch, removeExpanded } from '../../src-main/models/expand.ts';
import { readPatch } from '../../src-main/models/patch.ts';
import type { Checkpoint } from '../../src-main/models/types.ts';
import {
  type Correction,
  change,
  type Examined,
  examine,
  generalRows,
  givenCorrections,
  lines,
  records,
  resource,
  share,
  toSample,
  within,
} from './corrections.ts';
import { openFixedSuites } from './fixed-suites.ts';
import { round, table } from './measure.ts';
import { benchModel } from './model.ts';

const unseen = records('corrections.jsonl').filter(({ split }) => split !== 'train');
const given = givenCorrections(135);

/** Peak resident memory of a process, MB; Linux alone tells. */
function peakMemory(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
  } catch {
    return Number.NaN;
  }
}

async function trainOnce(checkpoint: Checkpoint, baseHash: string, home: string, recipe: Recipe) {
  const began = performance.now();
  let memory = 0;
  let prepared = 0;
  let progress = '';
  const training = new Training({
    fork: forkNode,
    entry: childEntry('learn/training/trainer-process'),
    log: stderrLog,
    request: {
      dir: checkpoint.dir,
      baseHash,
      samples: given.map(toSample),
      sentences: lines(resource('replay/sentences.txt')),
      recipe,
      provider: 'cpu',
      threads: 2,
      patches: home,
      trials: join(home, 'trial'),
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

/** Share of the terms whose word comes first in at least half of the sentences that were given for it. */
function termsKnown(items: readonly Correction[], ranks: readonly number[]): number {
  const byTerm = Map.groupBy([...items.keys()], (i) => items[i]?.term ?? '');
  const known = [...byTerm.values()].map(
    (at) =>
      within(
        at.map((i) => ranks[i] ?? Infinity),
        1,
      ) >= 0.5,
  );
  return round(share(known), 3);
}

const runs: [string, Recipe][] = process.argv.slice(2).map((argument) => {
  const [name = '', json = '{}'] = argument.split(/=(.*)/s);
  const changes = JSON.parse(json) as Partial<Recipe>;
  return [name, recipeOf(changes.mode ?? defaultMode, changes)];
});
if (runs.length === 0) runs.push(['patch', recipeOf('patch')], ['lora', recipeOf('lora')]);

const checkpoint = await openCheckpoint(benchModel());
const language = createLanguage(checkpoint, await loadLexicon());
const baseHash = await sha256OfFile(join(checkpoint.dir, checkpoint.weightsFile));
const general = generalRows(checkpoint);
const home = mkdtempSync(join(tmpdir(), 'bumo-learn-'));
const folder = process.env.BUMO_LEARN_FIXED;
const fixed = folder ? await openFixedSuites(checkpoint, baseHash, language, folder) : null;
const changed = (one: readonly boolean[], other: readonly boolean[]) => {
  const [points, half] = change(one, other);
  return `${round(points, 2)} ± ${round(half, 2)}`;
};
const rows: (string | number)[][] = [];
const before = new Map<string, Examined>();
try {
  for (const [name, recipe] of runs) {
    const { patch, seconds, prepared, memory } = await trainOnce(checkpoint, baseHash, home, recipe);
    const opened = await readPatch(patch.file, { config: checkpoint.config, baseHash });
    const taught = await expandPatch(opened, checkpoint, clock);
    const ids = new Set(opened.metadata.samples);
    // Everything that was given, also what a version has not learned.
    const learned = given;
    const key = [...ids].sort().join();
    const asked = {
      language,
      words: [...given, ...unseen].map(({ answer }) => answer),
      general,
      learned,
      unseen: unseen.filter(({ term }) => learned.some((one) => one.term === term)),
    };
    const base0 = before.get(key) ?? (await examine(checkpoint, asked));
    before.set(key, base0);
    const after = await examine(taught, asked);
    const fixedAfter = await fixed?.ask(patch.id, taught);
    await removeExpanded(checkpoint, patch.id);
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
        termsKnown(learned, base0.learned),
        within(base0.unseen, 1),
        within(base0.unseen, 5),
        `${round(100 * share(base0.general), 1)} %`,
        fixed ? `${round(100 * share(fixed.base), 1)} %` : '',
      ]);
    rows.push([
      name,
      `${metrics.keptEpoch}/${metrics.epochs}`,
      metrics.updates ?? 0,
      `${round(seconds, 1)} (${round(prepared, 1)})`,
      round(memory, 0),
      round(patch.bytes / 1e6, 2),
      within(after.learned, 1),
      termsKnown(learned, after.learned),
      within(after.unseen, 1),
      within(after.unseen, 5),
      changed(base0.general, after.general),
      fixed && fixedAfter ? changed(fixed.base, fixedAfter) : '',
    ]);
    process.stderr.write(`${name}: ${JSON.stringify(metrics)}\n`);
  }
} finally {
  await fixed?.release();
  rmSync(home, { recursive: true, force: true });
}
table(
  `${given.length} corrections; general: single characters, ${general.length} gaps`,
  [
    'run',
    'kept/epochs',
    'updates',
    'seconds (prepare)',
    'peak MB',
    'patch MB',
    'given top-1',
    'terms known',
    'unseen top-1',
    'unseen top-5',
    'general',
    'fixed suites',
  ],
  rows,
);
