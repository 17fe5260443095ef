/**
 * `node test/bench/phrases.ts [DOCUMENTS]`: own documents of 10,000 characters each, 1,000 where no number is given:
 * how long they are read, what they take on the disk and in memory, how long a look-up takes; then, in the app, its
 * start, a key press and the pause to a ghost. The load of the machine is printed with each table.
 */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { must } from '../../src-main/base/assert.ts';
import { type ForkChild, forkNode } from '../../src-main/base/child.ts';
import { systemClock } from '../../src-main/base/clock.ts';
import { stderrLog } from '../../src-main/base/log.ts';
import { privateMemory } from '../../src-main/base/memory.ts';
import { seededRng } from '../../src-main/base/rng.ts';
import { OwnPhrases } from '../../src-main/phrases/own-phrases.ts';
import { slotted } from '../../src-main/phrases/slotted.ts';
import type { PhraseIndex } from '../../src-main/phrases/types.ts';
import { putDraft } from '../../src-main/store/drafts.ts';
import { openStore } from '../../src-main/store/open.ts';
import { round, table } from './measure.ts';
import { spread } from './statistics.ts';
import { benchWithIndex } from './with-index.ts';

const megabyte = 1024 * 1024;
const charactersEach = 10_000;
const lookUps = 2_000;
const replay = new URL('../../resources/replay/sentences.txt', import.meta.url);

const halved = readFileSync(replay, 'utf8').split('\n').filter(Boolean);
/** Their beginnings stand in many documents. */
const typed = halved.filter((one) => one.length >= 24).slice(0, 10);

const sayLoad = () =>
  process.stdout.write(`\nload of the machine: ${round(loadavg()[0] ?? Number.NaN, 1)}\n`);

/** Texts of halves of sentences, so that there is much that is said often and much that is said once. */
function writer(seed: number): (length: number) => string {
  const random = seededRng(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const sentence = () => must(halved[below(halved.length)], 'a sentence');
  return (length) => {
    let text = '';
    while (text.length < length) {
      const [first, second] = [sentence(), sentence()];
      text +=
        first.slice(0, below(first.length)) +
        second.slice(below(second.length)) +
        (below(3) === 0 ? '\n' : '');
    }
    return text;
  };
}

/** Seconds of the processor that the children took, by their ids, as Linux tells while they live. */
const taken = new Map<number, number>();
const ticksPerSecond = 100;

function noteTaken(): void {
  for (const pid of taken.keys()) {
    const file = `/proc/${pid}/stat`;
    if (!existsSync(file)) continue;
    const fields = readFileSync(file, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    taken.set(pid, (Number(fields[11]) + Number(fields[12])) / ticksPerSecond);
  }
}

const fork: ForkChild = (entry, options) => {
  const child = forkNode(entry, options);
  if (child.pid) taken.set(child.pid, 0);
  return child;
};

function open(home: string) {
  const store = openStore({ dir: home, clock: systemClock });
  const own = new OwnPhrases({
    home,
    db: store.write,
    fork,
    clock: systemClock,
    log: stderrLog,
    onState: noteTaken,
  });
  return { own, store };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

interface Times {
  readonly wall: { readonly p50: number; readonly p95: number };
  /** Where other programs take turns, the time of this one alone. */
  readonly processor: { readonly p50: number; readonly p95: number };
}

interface Reading extends Times {
  readonly opened: number;
  readonly memory: number;
  /** While one of the documents is written, and is left out. */
  readonly without: Times;
}

function timesOf(index: PhraseIndex, contexts: readonly string[]): Times {
  const times = contexts.map((context) => {
    const [start, busy] = [performance.now(), process.cpuUsage()];
    index.matches(context);
    const { user, system } = process.cpuUsage(busy);
    return { wall: performance.now() - start, processor: (user + system) / 1000 };
  });
  return { wall: spread(times.map((one) => one.wall)), processor: spread(times.map((one) => one.processor)) };
}

/** In a process that did nothing else. */
function measureReading(home: string): void {
  const { own, store } = open(home);
  const write = writer(7);
  const contexts = Array.from({ length: lookUps }, () =>
    Buffer.from(slotted(write(60)).slice(-40)).toString(),
  );
  void own.state();
  const before = privateMemory();
  const from = performance.now();
  const index = must(own.index, 'an index');
  const opened = performance.now() - from;
  const times = timesOf(index, contexts);
  const memory = privateMemory() - before;
  const content = JSON.stringify({ path: join(home, '..', 'folder', '1.txt') });
  putDraft(store.write, { id: 'open.file', content, updatedAt: 1, revision: 'a' });
  const without = timesOf(must(own.indexFor('open'), 'an index'), contexts);
  process.stdout.write(JSON.stringify({ opened, memory, ...times, without } satisfies Reading));
  process.exit(0);
}

async function measure(documents: number): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'bumo-bench-'));
  try {
    const [home, folder] = [join(dir, 'home'), join(dir, 'folder')];
    mkdirSync(folder);
    const write = writer(1);
    for (let i = 0; i < documents; i++) writeFileSync(join(folder, `${i}.txt`), write(charactersEach));
    const { own, store } = open(home);
    own.enable(true);
    const built = await timed(async () => {
      await own.addFolder(folder);
      await own.idle();
    });
    const processor = [...taken.values()].reduce((sum, one) => sum + one, 0);
    writeFileSync(join(folder, '0.txt'), write(charactersEach));
    const updated = await timed(async () => {
      own.refresh();
      await own.idle();
    });
    const { characters } = own.state();
    await own.close();
    await store.close();
    const names = readdirSync(join(home, 'phrases'));
    const disk = names.reduce((sum, name) => sum + statSync(join(home, 'phrases', name)).size, 0);
    const self = fileURLToPath(import.meta.url);
    const { stdout } = spawnSync(process.execPath, [self, '--read', home], { encoding: 'utf8' });
    const read = JSON.parse(stdout) as Reading;
    table(
      `Own documents: ${documents}, ${round(characters / 1e6, 1)} million characters`,
      ['what', 'figure'],
      [
        ['seconds a million characters', round(built / 1000 / (characters / 1e6), 2)],
        ['of them in the processor', round(processor / (characters / 1e6), 2)],
        ['seconds for one changed file', round(updated / 1000, 2)],
        ['MB on the disk', round(disk / megabyte, 1)],
        ['segments', names.length],
        ['ms to open', round(read.opened, 1)],
        ['MB of private memory', round(read.memory / megabyte, 1)],
        ['ms a look-up, p50 and p95', `${round(read.wall.p50)} ${round(read.wall.p95)}`],
        ['of them in the processor', `${round(read.processor.p50)} ${round(read.processor.p95)}`],
        ['with one document left out', `${round(read.without.wall.p50)} ${round(read.without.wall.p95)}`],
        [
          'of them in the processor',
          `${round(read.without.processor.p50)} ${round(read.without.processor.p95)}`,
        ],
      ],
    );
    sayLoad();
    await benchWithIndex(home, typed);
    sayLoad();
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

const [first, home = ''] = process.argv.slice(2);
if (first === '--read') measureReading(home);
else await measure(Number(first ?? 1000));
