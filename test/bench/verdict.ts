/**
 * `node test/bench/verdict.ts [FOLDER]`: 60 corrections from the click to the verdict, through the app's own runs: a
 * first run of a base model, for which exams were prepared while the corrections were collected, and a second one. A
 * table says where the time goes. FOLDER is a checkout of an older state, which takes turns with this one, run by run.
 * `BUMO_LEARN_SAMPLES` is another number of corrections, `BUMO_LEARN_SET` another draw of them (0: the first ones),
 * `BUMO_BENCH_JSON` a file for the figures. With `BUMO_BENCH_UNPREPARED` the click comes before any preparation.
 */
import { randomUUID } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LearnState } from '../../src-main/contract/learn-run.ts';
import type { Store } from '../../src-main/store/open.ts';
import { type Correction, givenCorrections } from './corrections.ts';
import { round, table } from './measure.ts';
import { benchModel } from './model.ts';

const given = givenCorrections(60);

/** The parts of a checkout that a run needs, of that checkout's own state. */
async function appOf(folder: string) {
  const load = <T>(path: string) => import(join(folder, 'src-main', path)) as Promise<T>;
  const [{ forkNode }, { systemClock }, { stderrLog }] = [
    await load<typeof import('../../src-main/base/child.ts')>('base/child.ts'),
    await load<typeof import('../../src-main/base/clock.ts')>('base/clock.ts'),
    await load<typeof import('../../src-main/base/log.ts')>('base/log.ts'),
  ];
  return {
    ports: { fork: forkNode, clock: systemClock, log: stderrLog },
    resources: join(folder, 'resources'),
    ...(await load<typeof import('../../src-main/learning/learning.ts')>('learning/learning.ts')),
    ...(await load<typeof import('../../src-main/privacy/scrub.ts')>('privacy/scrub.ts')),
    ...(await load<typeof import('../../src-main/store/feedback.ts')>('store/feedback.ts')),
    ...(await load<typeof import('../../src-main/store/open.ts')>('store/open.ts')),
    ...(await load<typeof import('../../src-main/store/suggestions.ts')>('store/suggestions.ts')),
    preparesExams: existsSync(join(folder, 'src-main/learning/exam-preparation.ts')),
  };
}

type App = Awaited<ReturnType<typeof appOf>>;

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

function correct(app: App, store: Store, { text, answer }: Correction, at: number): void {
  const suggestionId = randomUUID();
  const gapStart = text.indexOf('[MASK]');
  app.recordSuggestion(store.write, {
    id: suggestionId,
    at,
    context: app.scrub(text).text,
    gapStart,
    gapEnd: gapStart + 6,
    offered: [],
    stage: 'full',
    modelId: 'bench',
    version: 'base',
    provider: 'cpu',
    milliseconds: 1,
  });
  const word = app.scrub(answer).text;
  app.giveFeedback(store.write, { id: randomUUID(), suggestionId, at: at + 1, kind: 'wrong', word });
}

const beforeClick = 'preparation, before the click';

/** @returns number of questions of the fixed suites */
const fixedQuestions = (resources: string): number =>
  readdirSync(join(resources, 'suites'))
    .flatMap((name) => readFileSync(join(resources, 'suites', name), 'utf8').split('\n'))
    .filter((line) => line.startsWith('{')).length;

/** Ticks of a processor in a second, in which Linux counts. */
const ticks = 100;

/**
 * CPU seconds of this process, of its children that have ended, and of those in `pids` that run. They hardly depend on
 * what else the machine does. 0 on other systems than Linux.
 */
function cpuSeconds(pids: ReadonlySet<number>): number {
  const fields = (pid: number | 'self'): number[] => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // From the 14th field on: utime, stime, cutime, cstime.
      const after = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return after.slice(11, 15).map(Number);
    } catch {
      return [];
    }
  };
  const sum = (values: readonly number[]) => values.reduce((all, one) => all + one, 0);
  return (sum(fields('self')) + sum([...pids].map((pid) => sum(fields(pid).slice(0, 2))))) / ticks;
}

interface Spent {
  readonly seconds: number;
  readonly cpu: number;
}

/** What each phase took, in the order in which they were first reported. */
function phaseClock(fixed: number, pids: ReadonlySet<number>) {
  const now = (): Spent => ({ seconds: performance.now() / 1000, cpu: cpuSeconds(pids) });
  let began = now();
  let phase = beforeClick;
  const spent = new Map<string, Spent>();
  const enter = (next: string) => {
    const at = now();
    const { seconds, cpu } = spent.get(phase) ?? { seconds: 0, cpu: 0 };
    spent.set(phase, {
      seconds: seconds + at.seconds - began.seconds,
      cpu: cpu + Math.max(0, at.cpu - began.cpu),
    });
    [began, phase] = [at, next];
  };
  return {
    spent,
    enter,
    note({ run }: LearnState) {
      if (!run || run.progress.steps === 0) return;
      const { phase: now, step, steps } = run.progress;
      // The base's own answers to the fixed questions come after the examined version's.
      const isOwn = now === 'exam' && step >= (steps > 2 * fixed ? 2 * fixed : fixed);
      const next = now === 'exam' ? `exam: ${isOwn ? 'corrections' : 'fixed suites'}` : now;
      if (next !== phase) enter(next);
    },
  };
}

interface Result {
  readonly name: string;
  readonly spent: Readonly<Record<string, Spent>>;
  readonly steps: number;
  readonly total: number;
}

/** The corrections of one writer in a checkout, with a store and a copy of the model of their own. */
async function openLab(folder: string, label: string) {
  const app = await appOf(folder);
  const home = mkdtempSync(join(tmpdir(), 'bumo-verdict-'));
  const store = app.openStore({ dir: home, clock: app.ports.clock });
  const dir = freshModel(home);
  for (const [i, one] of given.entries()) correct(app, store, one, Date.now() - 1000 * (given.length - i));
  const isPrepared = () => store.read.prepare('SELECT 1 FROM exam_marks').get() !== undefined;
  const pids = new Set<number>();
  const fork: typeof app.ports.fork = (...how) => {
    const child = app.ports.fork(...how);
    if (child.pid !== undefined) pids.add(child.pid);
    return child;
  };
  return {
    async run(name: string): Promise<Result> {
      const clock = phaseClock(fixedQuestions(app.resources), pids);
      const learning = app.createLearning({
        ...app.ports,
        fork,
        store,
        dir: join(home, `learning-${name}`),
        patches: join(home, 'patches'),
        resources: app.resources,
        model: () => ({ id: 'bench', dir }),
        running: () => 'base',
        precision: () => 'float32',
        onState: (state) => clock.note(state),
        offer: () => true,
        ownSentences: () => [],
      });
      if (app.preparesExams && !process.env.BUMO_BENCH_UNPREPARED) {
        learning.refresh();
        while (!isPrepared()) await new Promise((done) => setTimeout(done, 100));
      }
      clock.enter('start');
      const began = performance.now();
      const { outcome } = await learning.begin({});
      const ended = await outcome;
      clock.enter('end');
      const total = (performance.now() - began) / 1000;
      learning.close();
      if (ended.kind !== 'learned') throw new Error(ended.kind);
      const { verdict, overall, heldOut, heldOutSentences, returned, learned } = ended.report;
      const report = { verdict, overall, heldOut, heldOutSentences, returned, learned };
      const result = {
        name: `${label}${name}`,
        spent: Object.fromEntries(clock.spent),
        steps: ended.steps,
        total,
      };
      process.stderr.write(`${JSON.stringify({ ...result, report })}\n`);
      return result;
    },
    async close() {
      await store.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

const own = fileURLToPath(new URL('../..', import.meta.url));
const [older] = process.argv.slice(2);
const labs = [...(older ? [await openLab(resolve(older), 'before, ')] : []), await openLab(own, '')];
const results: Result[] = [];
try {
  for (const name of ['first run', 'second run']) for (const lab of labs) results.push(await lab.run(name));
} finally {
  for (const lab of labs) await lab.close();
}
if (process.env.BUMO_BENCH_JSON) writeFileSync(process.env.BUMO_BENCH_JSON, JSON.stringify(results));
const phases = [...new Set(results.flatMap(({ spent }) => Object.keys(spent)))];
const cpuOf = ({ spent }: Result) =>
  Object.entries(spent).reduce((all, [phase, { cpu }]) => all + (phase === beforeClick ? 0 : cpu), 0);
const cell = ({ seconds, cpu }: Spent = { seconds: 0, cpu: 0 }) => `${round(seconds, 1)} (${round(cpu, 1)})`;
table(
  `${given.length} corrections, click to verdict, seconds (CPU seconds)`,
  ['phase', ...results.map(({ name }) => name)],
  [
    ...phases.map((phase) => [phase, ...results.map(({ spent }) => cell(spent[phase]))]),
    ['updates', ...results.map(({ steps }) => steps)],
    ['in all', ...results.map((result) => cell({ seconds: result.total, cpu: cpuOf(result) }))],
  ],
);
