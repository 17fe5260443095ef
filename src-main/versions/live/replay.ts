import type { Clock } from '../../base/clock.ts';
import { isAbort, reasonOf } from '../../base/error.ts';
import type { Log } from '../../base/log.ts';
import type { Engine } from '../../engine/api.ts';
import { collectTrainingSamples } from '../../learn/samples/collect.ts';
import type { TrainingSample } from '../../learn/types.ts';
import type { ReadDb } from '../../store/db.ts';
import { trainedSamples } from '../../store/version-samples.ts';
import type { Slots } from './slots.ts';

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

/** A version under way, the main one, and how many gaps were replayed for them. */
interface Pair {
  readonly version: string;
  readonly main: string;
  readonly done: number;
}

/**
 * Runs stored gaps whose word the writer gave through a version under way and the main one while nobody asks for
 * anything: evidence for a writer who is quiet.
 */
export class Replay {
  readonly #options: ReplayOptions;
  readonly #subscriptions: readonly (() => void)[];
  #gaps: { readonly of: string; readonly list: readonly TrainingSample[] } | null = null;
  /** Time of the last request, by the monotonic clock, milliseconds. */
  #askedAt = -Infinity;
  #running: AbortController | null = null;
  /** Ends the wait for the next step. */
  #cancel: (() => void) | null = null;
  #isClosed = false;

  constructor(options: ReplayOptions) {
    this.#options = options;
    const { slots, clock } = options;
    this.#subscriptions = [
      slots.onRequest(() => {
        this.#askedAt = clock.monotonic();
        this.#running?.abort();
      }),
      slots.router.onChange(() => {
        if (!this.#running && !this.#cancel && this.#pair()) this.#schedule(between);
      }),
    ];
  }

  close(): void {
    this.#isClosed = true;
    this.#cancel?.();
    this.#running?.abort();
    for (const end of this.#subscriptions) end();
  }

  /** Null while there is nothing to compare. */
  #pair(): Pair | null {
    const { rollout, main, evidence } = this.#options.slots.router.view();
    if (!rollout || rollout.phase.name === 'preparing' || rollout.paused) return null;
    return { version: rollout.version, main: main.version, done: evidence.replayed };
  }

  #gapsOf({ version, main }: Pair): readonly TrainingSample[] {
    const { store, clock } = this.#options;
    const of = `${version} ${main}`;
    if (this.#gaps?.of !== of)
      this.#gaps = { of, list: replayGaps(store.read, [version, main], clock.now()) };
    return this.#gaps.list;
  }

  #schedule(milliseconds: number): void {
    if (this.#cancel || this.#isClosed) return;
    const { clock, log } = this.#options;
    this.#cancel = clock.after(milliseconds, () => {
      this.#cancel = null;
      this.#step().catch((error: unknown) => {
        if (isAbort(error)) this.#schedule(quiet);
        else log.info(`a stored gap was not replayed: ${reasonOf(error)}`);
      });
    });
  }

  async #step(): Promise<void> {
    const { engine, clock } = this.#options;
    const pair = this.#pair();
    const gap = pair && this.#gapsOf(pair)[pair.done];
    if (!gap || engine.state().phase !== 'ready') return;
    const wait = quiet - (clock.monotonic() - this.#askedAt);
    if (wait > 0) return this.#schedule(wait);
    await this.#compare(pair, gap);
    this.#schedule(between);
  }

  async #compare({ version, main, done }: Pair, gap: TrainingSample): Promise<void> {
    this.#running = new AbortController();
    const { signal } = this.#running;
    try {
      const isNewRight = await this.#isRight(version, gap, signal);
      const isOldRight = await this.#isRight(main, gap, signal);
      const after = this.#pair();
      if (after?.version === version && after.main === main && after.done === done)
        this.#options.slots.router.replayed(version, isNewRight, isOldRight);
    } finally {
      this.#running = null;
    }
  }

  async #isRight(version: string, { text, answer }: TrainingSample, signal: AbortSignal): Promise<boolean> {
    const maxLength = Math.max(1, Array.from(answer).length);
    // What was taught beside the models helps both alike.
    const request = { text, maxLength, top: 1, version, taught: 'nothing' } as const;
    const { gaps } = await this.#options.engine.fill(request, { signal });
    return gaps[0]?.candidates[0]?.word === answer;
  }
}
