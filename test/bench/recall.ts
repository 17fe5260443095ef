/**
 * `node test/bench/recall.ts [PATCH.safetensors]`: what memory and patch make of corrections, alone and together, and
 * what they do to everything else. Without a patch one is trained first, as the app does. `BUMO_LEARN_SAMPLES`
 * limits how many corrections are given.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { must } from '../../src-main/base/assert.ts';
import { forkNode } from '../../src-main/base/child.ts';
import { stderrLog } from '../../src-main/base/log.ts';
import { childEntry } from '../../src-main/base/paths.ts';
import { baseVersion } from '../../src-main/fillmask/bert/versions.ts';
import type { FillRequest } from '../../src-main/fillmask/types.ts';
import { backgroundTexts } from '../../src-main/learn/memory/background-texts.ts';
import { Memory } from '../../src-main/learn/memory/memory.ts';
import { recipeOf } from '../../src-main/learn/training/recipe.ts';
import { Training } from '../../src-main/learn/training/training.ts';
import { openCheckpoint } from '../../src-main/models/checkpoint.ts';
import { weightsHash } from '../../src-main/models/manifest.ts';
import { type Correction, lines, records, resource, toSample } from './corrections.ts';
import { benchHost } from './host.ts';
import { round, table } from './measure.ts';
import { benchModel } from './model.ts';

const corrections = records('corrections.jsonl');
const all = [...corrections.filter(({ split }) => split === 'train'), ...records('corrections-more.jsonl')];
const given = all.slice(0, Number(process.env.BUMO_LEARN_SAMPLES ?? 135));
const terms = new Set(given.map(({ term }) => term));
const unseen = corrections.filter(({ split, term }) => split !== 'train' && terms.has(term));
const general = records('general.jsonl');

const lengthOf = (word: string) => Array.from(word).length;

const dir = benchModel();
const checkpoint = await openCheckpoint(dir);
const memory = new Memory();
const now = async () => undefined;
const host = await benchHost(checkpoint, memory);

async function train(home: string): Promise<string> {
  const { done } = new Training({
    fork: forkNode,
    entry: childEntry('learn/training/trainer-process'),
    log: stderrLog,
    request: {
      dir,
      baseHash: await weightsHash(dir),
      samples: given.map(toSample),
      sentences: lines(resource('replay/sentences.txt')),
      recipe: recipeOf('lora', { heldOut: 0 }),
      provider: 'cpu',
      patches: home,
      trials: join(home, 'trial'),
      checkpoint: join(home, 'run'),
    },
    onProgress: () => undefined,
  });
  return (await done).file;
}

type Taught = NonNullable<FillRequest['taught']>;

async function rank(version: string, taught: Taught, { text, answer }: Correction, maxLength: number) {
  const { answer: filled } = await host.fill(version, { text, maxLength, top: 20, taught });
  const found = filled.gaps[0]?.candidates ?? [];
  const place = found.findIndex(({ word }) => word === answer);
  return { rank: place < 0 ? Infinity : place, list: found.map(({ word }) => word).join() };
}

async function ranks(version: string, taught: Taught, some: readonly Correction[], maxLength = 4) {
  const out: Awaited<ReturnType<typeof rank>>[] = [];
  for (const item of some) out.push(await rank(version, taught, item, maxLength));
  return out;
}

const within = (some: readonly { rank: number }[], depth: number) =>
  round(some.filter(({ rank: place }) => place < depth).length / some.length, 3);

const home = mkdtempSync(join(tmpdir(), 'bumo-recall-'));
try {
  const patch = process.argv[2] ?? (await train(home));
  const version = basename(patch, '.safetensors');
  await host.load({ version: { id: version, file: patch }, gaps: [] }, now);
  host.setTerms({ glossary: [], learned: given.map(({ answer }) => answer) });
  await host.prepare(await backgroundTexts(resource('replay')), now);
  const keys = await host.embed(
    given.map(({ text, answer }) => ({ text, length: lengthOf(answer) })),
    now,
  );
  host.remember({
    add: given.map((item, i) => ({
      id: toSample(item).id,
      key: must(keys[i], 'a key each'),
      word: item.answer,
      weight: 1,
    })),
    remove: [],
  });
  const plain = await ranks(baseVersion, 'words', general, 1);
  const rows: (string | number)[][] = [];
  for (const [name, id, taught] of [
    ['base', baseVersion, 'words'],
    ['memory', baseVersion, 'all'],
    ['patch', version, 'words'],
    ['both', version, 'all'],
  ] as const) {
    const learned = await ranks(id, taught, given);
    const fresh = await ranks(id, taught, unseen);
    const others = name === 'base' ? plain : await ranks(id, taught, general, 1);
    const changed = others.filter(({ list }, i) => list !== plain[i]?.list).length;
    rows.push([
      name,
      within(learned, 1),
      within(fresh, 1),
      within(fresh, 3),
      within(fresh, 5),
      within(others, 1),
      changed,
    ]);
    process.stderr.write(`${rows.at(-1)?.join(' ')}\n`);
  }
  table(
    `${given.length} corrections of ${terms.size} terms, ${unseen.length} unseen sentences, ${general.length} general gaps`,
    [
      'taught by',
      'learned top-1',
      'unseen top-1',
      'top-3',
      'top-5',
      'general top-1',
      'general lists changed',
    ],
    rows,
  );
} finally {
  rmSync(home, { recursive: true, force: true });
}
process.exit(0);
