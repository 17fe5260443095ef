import { CodedError } from '../base/error.ts';
import type { LearnOutcome, LearnProgress } from '../contract/learn-run.ts';
import type { Message } from '../contract/text.ts';
import { listSkipped } from '../learn/samples/collect.ts';
import type { PatchMode } from '../models/patch.ts';
import { getSettings, setSettings } from '../store/settings.ts';
import { message } from '../texts/message.ts';
import { type Session, withRunning, withStore } from './session.ts';

export interface LearnArguments {
  readonly mode?: PatchMode;
  readonly seed?: number;
}

function told({ phase, step, steps, loss, secondsLeft }: LearnProgress): Message {
  const left = secondsLeft === null ? '' : ` ~${Math.ceil(secondsLeft)} s`;
  const lost = loss === null ? '' : ` loss ${loss.toFixed(3)}`;
  return message('cli.learn-step', {
    phase: message(`cli.phase.${phase}`),
    step,
    steps,
    rest: `${lost}${left}`,
  });
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

type Report = Extract<LearnOutcome, { kind: 'learned' }>['report'];

const resultsOf = ({ suites, overall, heldOut, heldOutSentences, returned, learned }: Report) =>
  [...suites, overall, heldOut, heldOutSentences, returned, learned].filter((one) => one !== null);

function lines({
  report,
  version,
  steps,
  seconds,
  leftOut,
}: Extract<LearnOutcome, { kind: 'learned' }>): string[] {
  const rows = resultsOf(report).map((one) =>
    [
      one.suite,
      `n ${one.after.n}`,
      `top-1 ${percent(one.before.top1)} → ${percent(one.after.top1)}`,
      `top-3 ${percent(one.before.top3)} → ${percent(one.after.top3)}`,
      `top-5 ${percent(one.before.top5)} → ${percent(one.after.top5)}`,
      `MRR ${one.before.mrr.toFixed(3)} → ${one.after.mrr.toFixed(3)}`,
      `+${one.paired.gained} −${one.paired.lost}, p ${one.paired.p.toFixed(3)}`,
    ].join('\t'),
  );
  return [
    `version\t${version}`,
    `steps\t${steps}`,
    `seconds\t${seconds.toFixed(1)}`,
    `left-out\t${leftOut}`,
    ...rows,
  ];
}

/** Learns from all samples and prints the exam. @throws CodedError `learn-no-samples`, `no-model` and those of the run */
export async function learn(session: Session, { mode, seed }: LearnArguments): Promise<void> {
  const { output } = session;
  await withRunning(session, 'beside', async ({ learning }, hub) => {
    const off = hub.subscribe((name, event) => {
      const run = name === 'learning' && 'run' in event ? event.run : null;
      if (run) output.progress(told(run.progress));
    });
    try {
      const { outcome } = await learning.begin({
        ...(mode ? { mode } : {}),
        ...(seed === undefined ? {} : { seed }),
      });
      const ended = await outcome;
      if (ended.kind !== 'learned') throw new CodedError('learn-failed', notLearned);
      const { report, ...rest } = ended;
      output.result(
        {
          ...rest,
          verdict: report.verdict,
          reason: report.reason,
          suites: Object.fromEntries(
            resultsOf(report).map((one) => [
              one.suite,
              { before: one.before, after: one.after, paired: one.paired },
            ]),
          ),
          confidence: report.confidence,
          temperature: report.temperature,
          latency: report.latency,
          peakMemory: report.peakMemory,
        },
        [...lines(ended), output.pick(report.reason)],
      );
    } finally {
      off();
    }
  });
}

const notLearned = message('cli.not-learned');

const held = (count: number, since: string) => message('cli.memory-held', { since, count });

const remembering = (on: boolean) => (on ? message('cli.memory-on') : message('cli.memory-off'));

/**
 * Turns the memory of corrections on or off.
 * @param wish `all`: on, with the corrections that a restored version excludes; absent: no change
 */
export async function setMemory(session: Session, wish?: 'on' | 'off' | 'all'): Promise<void> {
  const { output, clock } = session;
  const { memory, skipped } = await withStore(session, (store) => {
    if (wish) setSettings(store.write, { memory: wish !== 'off' });
    if (wish === 'all') setSettings(store.write, { memorySkips: [] });
    return { memory: getSettings(store.read).memory, skipped: listSkipped(store.read, clock.now()) };
  });
  const { since, count } = skipped;
  const lines = [output.pick(remembering(memory))];
  if (memory && since !== null && count > 0)
    lines.push(output.pick(held(count, new Date(since).toLocaleString('sv'))));
  output.result({ memory, skipped }, lines);
}
