import type { Clock } from '../../base/clock.ts';
import { isAbort, reasonOf } from '../../base/error.ts';
import type { Log } from '../../base/log.ts';
import type { Engine } from '../../engine/api.ts';
import { collectTrainingSamples } from '../../learn/samples/collect.ts';
import type { TrainingSample } from '../../learn/types.ts';
import type { ReadDb } from '../../store/db.ts';
import { trainedSamples } from '../../store/version-samples.ts';
import type { Slots } from './slots.ts';

/**
 * Stored gaps whose word the writer gave, run through a version under way and the main one while nobody asks for
 * anything: evidence for a writer who is quiet.
 */
export interface Replay {
  close(): void;
}

export interface ReplayOptions {
  readonly store: { readonly read: ReadDb };
  readonly engine: Pick<Engine, 'fill' | 'state'>;
  readonly slots: Pick<Slots, 'router' | 'onRequest'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** More would only be old news. */
const most = 200;
/** Milliseconds without a request before a gap is run, and between two gaps. */
const quiet = 1_000;
const between = 100;

/** The writer's own words; terms and pairs are no gaps that were met. */
const isMet = ({ source }: TrainingSample) => source !== 'glossary' && source !== 'style';

/** Gaps that neither version was trained on, the same order every time. */
export function replayGaps(db: ReadDb, versions: readonly string[], now: number): TrainingSample[] {
  const trained = trainedSamples(db, versions);
  return collectTrainingSamples(db, now)
    .filter((sample) => isMet(sample) && !trained.has(sample.id))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .slice(0, most);
}

export function startReplay({ store, engine, slots, clock, log }: ReplayOptions): Replay {
  const { router } = slots;
  let gaps: { readonly of: string; readonly list: readonly TrainingSample[] } | null = null;
  let askedAt = -Infinity;
  let running: AbortController | null = null;
  let cancel: () => void = () => undefined;
  let scheduled = false;
  let closed = false;

  /** The pair to compare; null while there is none. */
  function pair(): { readonly version: string; readonly main: string; readonly done: number } | null {
    const { rollout, main, evidence } = router.view();
    if (!rollout || rollout.phase.name === 'preparing' || rollout.paused) return null;
    return { version: rollout.version, main: main.version, done: evidence.replayed };
  }

  function gapsOf(version: string, main: string): readonly TrainingSample[] {
    const of = `${version} ${main}`;
    if (gaps?.of !== of) gaps = { of, list: replayGaps(store.read, [version, main], clock.now()) };
    return gaps.list;
  }

  function schedule(milliseconds: number): void {
    if (scheduled || closed) return;
    scheduled = true;
    cancel = clock.after(milliseconds, () => {
      scheduled = false;
      step().catch((error: unknown) => {
        if (isAbort(error)) schedule(quiet);
        else log.info(`a stored gap was not replayed: ${reasonOf(error)}`);
      });
    });
  }

  async function isRight(version: string, { text, answer }: TrainingSample, signal: AbortSignal) {
    const maxLength = Math.max(1, Array.from(answer).length);
    // What was taught beside the models helps both alike.
    const request = { text, maxLength, top: 1, version, taught: 'nothing' } as const;
    const { gaps: answers } = await engine.fill(request, { signal });
    return answers[0]?.candidates[0]?.word === answer;
  }

  async function step(): Promise<void> {
    const now = pair();
    if (!now || engine.state().phase !== 'ready') return;
    const { version, main, done } = now;
    const gap = gapsOf(version, main)[done];
    if (!gap) return;
    const wait = quiet - (clock.monotonic() - askedAt);
    if (wait > 0) return schedule(wait);
    running = new AbortController();
    const { signal } = running;
    try {
      const [newRight, oldRight] = [await isRight(version, gap, signal), await isRight(main, gap, signal)];
      const after = pair();
      if (after?.version === version && after.main === main && after.done === done)
        router.replayed(version, newRight, oldRight);
    } finally {
      running = null;
    }
    schedule(between);
  }

  const offRequest = slots.onRequest(() => {
    askedAt = clock.monotonic();
    running?.abort();
  });
  const offRouter = router.onChange(() => {
    if (!running && !scheduled && pair()) schedule(between);
  });
  return {
    close() {
      closed = true;
      cancel();
      running?.abort();
      offRequest();
      offRouter();
    },
  };
}
