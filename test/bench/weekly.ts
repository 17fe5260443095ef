/**
 * `node test/bench/weekly.ts`: ten weekly runs of 50 corrections each, two ways: from the base model with all that
 * was kept, weighted by age, and on top of the week before with what is new. `BUMO_WEEKS` limits the weeks.
 */
import { closeSync, cpSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { must } from '../../src-main/base/assert.ts';
import { forkNode } from '../../src-main/base/child.ts';
import { systemClock as clock } from '../../src-main/base/clock.ts';
import { stderrLog } from '../../src-main/base/log.ts';
import { childEntry } from '../../src-main/base/paths.ts';
import { seededRng } from '../../src-main/base/rng.ts';
import { sha256OfFile } from '../../src-main/base/sha256.ts';
import { shuffled } from '../../src-main/base/shuffle.ts';
import { createLanguage } from '../../src-main/fillmask/language.ts';
import { loadLexicon } from '../../src-main/fillmask/lexicon.ts';
import { faded } from '../../src-main/learn/samples/collect.ts';
import { defaultMode, recipeOf } from '../../src-main/learn/training/recipe.ts';
import { Training } from '../../src-main/learn/training/training.ts';
import type { TrainingSample } from '../../src-main/learn/types.ts';
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
  lines,
  records,
  resource,
  share,
  toSample,
  within,
} from './corrections.ts';
import { round, table } from './measure.ts';
import { benchModel } from './model.ts';

const weeks = Number(process.env.BUMO_WEEKS ?? 10);
const aWeek = 50;
/** Weeks after which both ways are examined. */
const examined = [1, 5, 10].filter((week) => week <= weeks);

const all = shuffled(
  ['corrections', 'corrections-more', 'corrections-weekly'].flatMap((name) => records(`${name}.jsonl`)),
  seededRng(1),
);
const ofWeek = (week: number) => all.slice((week - 1) * aWeek, week * aWeek);
const upTo = (week: number) => all.slice(0, week * aWeek);

const original = await openCheckpoint(benchModel());
const language = createLanguage(original, await loadLexicon());
const general = generalRows(original);
const home = mkdtempSync(join(tmpdir(), 'bumo-weekly-'));

async function train(checkpoint: Checkpoint, samples: readonly TrainingSample[]) {
  const baseHash = await sha256OfFile(join(checkpoint.dir, checkpoint.weightsFile));
  const { done } = new Training({
    fork: forkNode,
    entry: childEntry('learn/training/trainer-process'),
    log: stderrLog,
    request: {
      dir: checkpoint.dir,
      baseHash,
      samples: [...samples],
      sentences: lines(resource('replay/sentences.txt')),
      // Nothing is held out, so that both ways see the same.
      recipe: recipeOf(defaultMode, { heldOut: 0 }),
      provider: 'cpu',
      patches: home,
      trials: join(home, 'trial'),
      checkpoint: join(home, 'run'),
    },
    onProgress: () => undefined,
  });
  const { file } = await done;
  return readPatch(file, { config: checkpoint.config, baseHash });
}

const examineAll = (checkpoint: Checkpoint, week: number): Promise<Examined> =>
  examine(checkpoint, {
    language,
    words: upTo(week).map(({ answer }) => answer),
    general,
    learned: upTo(week),
    unseen: [],
  });

/** Writes what a version changes into a copy of its base: the model that the next week starts from. */
function merge(into: Checkpoint, taught: Checkpoint): void {
  const target = openSync(join(into.dir, into.weightsFile), 'r+');
  try {
    for (const [name, { file, offset, length }] of taught.tensors) {
      if (file === undefined) continue;
      const bytes = readFileSync(join(taught.dir, file)).subarray(offset, offset + length);
      const at = must(into.tensors.get(name), 'a tensor of the base').offset;
      for (let done = 0; done < length; ) done += writeSync(target, bytes, done, length - done, at + done);
    }
  } finally {
    closeSync(target);
  }
}

const rows: (string | number)[][] = [];
const rightBefore = await examineAll(original, 0);

function show(way: string, week: number, { general: right, learned }: Examined): void {
  const [points, half] = change(rightBefore.general, right);
  const of = (from: number, to: number) => within(learned.slice(from * aWeek, to * aWeek), 1);
  const row = [
    way,
    week,
    of(0, week),
    of(0, 1),
    of(week - 1, week),
    `${round(100 * share(right), 1)} %`,
    `${round(points, 2)} ± ${round(half, 2)}`,
  ];
  rows.push(row);
  process.stderr.write(`${row.join('  ')}\n`);
}

async function fromTheBase(): Promise<void> {
  for (const week of examined) {
    const samples = upTo(week).map((one: Correction, i) => ({
      ...toSample(one),
      weight: faded(7 * (week - 1 - Math.floor(i / aWeek))),
    }));
    const patch = await train(original, samples);
    show('from the base', week, await examineAll(await expandPatch(patch, original, clock), week));
    await removeExpanded(original, patch.id);
  }
}

async function onTop(): Promise<void> {
  const dir = join(home, 'model');
  cpSync(original.dir, dir, {
    recursive: true,
    filter: (path) => !/expanded|exam|memory/.test(path.slice(original.dir.length)),
  });
  const model = await openCheckpoint(dir);
  for (let week = 1; week <= weeks; week++) {
    const patch = await train(model, ofWeek(week).map(toSample));
    merge(model, await expandPatch(patch, model, clock));
    if (examined.includes(week)) show('on top', week, await examineAll(model, week));
  }
}

try {
  await onTop();
  await fromTheBase();
} finally {
  rmSync(home, { recursive: true, force: true });
}
table(
  `Weekly runs of ${aWeek}; general: single characters, ${general.length} gaps`,
  ['way', 'week', 'learned top-1', 'of the first week', 'of the last week', 'general', 'general, points'],
  rows,
);
