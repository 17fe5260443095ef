import type { Clock } from '../../base/clock.ts';
import { CodedError } from '../../base/error.ts';
import type { Rng } from '../../base/rng.ts';
import type {
  Engine,
  EngineAnswer,
  EngineFillOptions,
  EngineRequest,
  ShadowOutcome,
} from '../../engine/api.ts';
import { message } from '../../texts/message.ts';

/** Faults of one version, injected into the engine's answers to test the slot. */

export type Fault =
  | { readonly kind: 'errors'; readonly share: number }
  | { readonly kind: 'latency'; readonly times: number }
  /** Weights that overflow: the version itself is bad, nothing is injected. */
  | { readonly kind: 'nan' }
  /** The engine's process is killed at random times, nothing is injected. */
  | { readonly kind: 'kill' };

/** Reads `errors:5%`, `latency:2x`, `nan` or `kill`; null for anything else. */
export function parseFault(text: string): Fault | null {
  if (text === 'nan' || text === 'kill') return { kind: text };
  const percent = Number(/^errors:(\d+(?:\.\d+)?)%$/.exec(text)?.[1]);
  if (percent > 0 && percent <= 100) return { kind: 'errors', share: percent / 100 };
  const times = Number(/^latency:(\d+(?:\.\d+)?)x$/.exec(text)?.[1]);
  return times >= 1 && times <= 100 ? { kind: 'latency', times } : null;
}

const injected = new CodedError('engine-failed', message('cli.injected'));

const isWanted = (share: number, rng: Rng): boolean => rng() < share;

/** The shadow run of a slow version: the whole run takes `times` as long. */
function slowShadow(outcome: ShadowOutcome, answer: EngineAnswer, times: number): ShadowOutcome {
  if (outcome.kind !== 'answered') return outcome;
  const trunk = answer.milliseconds - answer.topMilliseconds;
  return { ...outcome, topMilliseconds: times * (trunk + outcome.topMilliseconds) - trunk };
}

export interface FaultOptions {
  readonly fault: Fault;
  /** The version that has the fault; null for none. */
  readonly version: () => string | null;
  readonly clock: Clock;
  readonly rng: Rng;
}

/** The engine with the fault in the answers of one version, also in shadow. */
export function withFault<E extends Engine>(engine: E, { fault, version, clock, rng }: FaultOptions): E {
  async function failing(request: EngineRequest, options: EngineFillOptions, share: number) {
    if (request.version === version() && isWanted(share, rng)) throw injected;
    const shadowFails = request.shadow === version() && isWanted(share, rng);
    return engine.fill(request, {
      ...options,
      onShadow: (outcome) => options.onShadow?.(shadowFails ? { kind: 'failed', error: injected } : outcome),
    });
  }

  async function slow(request: EngineRequest, options: EngineFillOptions, times: number) {
    const shown = request.version === version();
    const unseen = request.shadow !== null && request.shadow === version();
    const { promise, resolve } = Promise.withResolvers<EngineAnswer>();
    const answer = await engine.fill(request, {
      ...options,
      onShadow: (outcome) =>
        void promise.then((main) => options.onShadow?.(unseen ? slowShadow(outcome, main, times) : outcome)),
    });
    resolve(answer);
    if (!shown) return answer;
    const more = answer.milliseconds * (times - 1);
    await new Promise<void>((done) => void clock.after(more, done));
    const { milliseconds, topMilliseconds } = answer;
    return { ...answer, milliseconds: milliseconds + more, topMilliseconds: topMilliseconds + more };
  }

  return {
    ...engine,
    fill(request, options = {}) {
      if (fault.kind === 'errors') return failing(request, options, fault.share);
      if (fault.kind === 'latency') return slow(request, options, fault.times);
      return engine.fill(request, options);
    },
  };
}
