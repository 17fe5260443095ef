/**
 * `node test/bench/while-learning.ts`: how long suggestions take while a run goes on beside them, a request a
 * second, against the same without a run. `BUMO_LEARN_SAMPLES` limits how many corrections are given, 60 by default.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { shyDuty } from '../../src-main/app/handlers/yielding-runs.ts';
import { must } from '../../src-main/base/assert.ts';
import { systemClock as clock } from '../../src-main/base/clock.ts';
import { percentile } from '../../src-main/fillmask/evaluate.ts';
import { backgroundTexts } from '../../src-main/learn/memory/background-texts.ts';
import { importSamples } from '../../src-main/learn/samples/manage.ts';
import { openApp } from './app.ts';
import { records } from './corrections.ts';
import { round, table } from './measure.ts';

const limit = Number(process.env.BUMO_LEARN_SAMPLES ?? 60);
const idleRequests = 60;
const every = 1_000;

const app = await openApp();
const { learning, slots, store, paths } = app;
const texts = await backgroundTexts(join(paths.resources, 'replay'));

/** One request as the editor asks it, the run told to give way as it is there. @returns milliseconds */
async function ask(i: number): Promise<number> {
  learning.pace('writer', shyDuty);
  const began = clock.monotonic();
  const text = must(texts[i % texts.length], 'a text');
  await slots.fill({ text, maxLength: 4, top: 5 }, { document: 'document', gap: `gap ${i}` });
  return clock.monotonic() - began;
}

/** Asks once a second while `wanted` says so. @returns by phase, as it was when the request began */
async function askWhile(phase: () => string | null, most: number): Promise<Map<string, number[]>> {
  const times = new Map<string, number[]>();
  for (let i = 0; i < most; i++) {
    const now = phase();
    if (now === null) break;
    const took = await ask(i);
    times.set(now, [...(times.get(now) ?? []), took]);
    await new Promise<void>((resolve) => void clock.after(Math.max(0, every - took), resolve));
  }
  return times;
}

const rows: (string | number)[][] = [];
let quiet = Number.NaN;
function show(name: string, times: readonly number[]): void {
  const p95 = percentile(times, 0.95);
  if (rows.length === 0) quiet = p95;
  rows.push([name, times.length, round(percentile(times, 0.5), 1), round(p95, 1), round(p95 / quiet)]);
}

try {
  await importSamples(
    store.write,
    {
      kind: 'correction',
      format: 'jsonl',
      fileName: null,
      content: {
        as: 'text',
        text: records('corrections.jsonl')
          .filter(({ split }) => split === 'train')
          .slice(0, limit)
          .map(({ text, answer }) => JSON.stringify({ text, answer }))
          .join('\n'),
      },
    },
    { newId: randomUUID, now: clock.now, kinds: [], readSheets: async () => [] },
  );
  for (let i = 0; i < 5; i++) await ask(i);
  show('no run', [...(await askWhile(() => 'idle', idleRequests)).values()].flat());
  const began = clock.monotonic();
  const { outcome } = await learning.begin({});
  let ended = false;
  const end = outcome.finally(() => {
    ended = true;
  });
  const phase = () => (ended ? null : (learning.state().run?.progress.phase ?? 'prepare'));
  const during = await askWhile(phase, 1_000);
  await end;
  const seconds = (clock.monotonic() - began) / 1_000;
  for (const [name, times] of during) show(name, times);
  show('the whole run', [...during.values()].flat());
  table(
    `Suggestions beside a run of ${limit} corrections, which took ${round(seconds, 0)} s with the writer at work, ms`,
    ['while', 'n', 'p50', 'p95', '× no run'],
    rows,
  );
} finally {
  await app.close();
}
process.exit(0);
