import type { Child, ForkChild } from '../base/child.ts';
import type { Clock } from '../base/clock.ts';
import { abortError, type Bilingual, CodedError, reasonOf } from '../base/error.ts';
import type { Log } from '../base/log.ts';
import type { Provider } from '../runtime/runner.ts';
import type { EngineError, FromEngine, ToEngine } from './engine-protocol.ts';
import {
  attemptOf,
  type Effect,
  type EngineModel,
  type Event,
  initial,
  type Machine,
  type Outcome,
  update,
} from './engine-state.ts';
import { aborted, closed, exitReason } from './engine-texts.ts';
import type { FillAnswer, FillRequest } from './types.ts';

export type { EngineModel } from './engine-state.ts';

/** The contract's `EngineState`. */
export type EngineState =
  | { readonly phase: 'none' }
  | { readonly phase: 'starting'; readonly modelId: string }
  | {
      readonly phase: 'ready';
      readonly modelId: string;
      readonly version: string;
      readonly provider: Provider;
      readonly providerNote: Bilingual | null;
      readonly standInFor: string | null;
    }
  | {
      readonly phase: 'restarting';
      readonly modelId: string;
      readonly attempt: number;
      readonly text: Bilingual;
    }
  | { readonly phase: 'failed'; readonly modelId: string; readonly text: Bilingual };

/**
 * A young generation of 1 MB: what an answer leaves behind is collected at once instead of growing
 * the heap. It keeps about 90 MB of private memory free and costs nothing that a benchmark shows.
 */
export const engineFlags = ['--max-semi-space-size=1'] as const;

export interface EngineAnswer extends FillAnswer {
  /** The fill alone, without its wait for others. */
  readonly milliseconds: number;
  readonly modelId: string;
  readonly version: string;
  readonly provider: Provider;
}

export interface EngineRequest extends FillRequest {
  /** A newer request with the same key replaces an older one that has not run yet. */
  readonly gapKey?: string;
}

export interface EngineFillOptions {
  readonly signal?: AbortSignal;
  /** May be called again where a crash made the request run twice. */
  readonly onFirst?: (answer: FillAnswer) => void;
}

export interface EngineOptions {
  readonly fork: ForkChild;
  /** File of the engine's process. */
  readonly entry: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly threads?: number;
  readonly prepack?: boolean;
  /** Resolves a model's wish to the provider to start with. */
  readonly choose: (model: EngineModel) => Promise<{ provider: Provider; note: Bilingual | null }>;
  /** Told when an engine died under a provider other than CPU. */
  readonly distrust?: (model: EngineModel, provider: Provider) => void;
}

export interface Engine {
  /** Settles when this model answers. @throws CodedError where it cannot, `superseded` by a later `use`. */
  use(model: EngineModel | null): Promise<void>;
  /**
   * @throws CodedError `no-model`, `superseded`, `engine-failed`, `engine-crash-loop` or the filler's own;
   * the signal's reason when it fires.
   */
  fill(request: EngineRequest, options?: EngineFillOptions): Promise<EngineAnswer>;
  state(): EngineState;
  /** @returns a function that ends the subscription. */
  onState(listener: (state: EngineState) => void): () => void;
  restart(): void;
  close(): void;
}

interface Caller {
  readonly request: FillRequest;
  readonly options: EngineFillOptions;
  readonly settle: (outcome: Outcome<EngineAnswer>) => void;
}

const coded = (error: EngineError) => new CodedError(error.code, error.text);

function publicState({ model, phase, ...machine }: Machine): EngineState {
  if (!model || phase.name === 'none' || phase.name === 'closed') return { phase: 'none' };
  const modelId = model.id;
  switch (phase.name) {
    case 'failed':
      return { phase: 'failed', modelId, text: phase.error.text };
    case 'ready': {
      const { provider, note } = phase;
      const { standInFor } = model;
      return { phase: 'ready', modelId, version: 'base', provider, providerNote: note, standInFor };
    }
    case 'starting':
    case 'backing-off':
      if (!phase.text) return { phase: 'starting', modelId };
      return {
        phase: 'restarting',
        modelId,
        attempt: attemptOf({ model, phase, ...machine }),
        text: phase.text,
      };
  }
}

/** Supervises the engine's process: carries out what engine-state.ts decides. */
export function createEngine(options: EngineOptions): Engine {
  const { fork, entry, clock, log } = options;
  const callers = new Map<number, Caller>();
  const listeners = new Set<(state: EngineState) => void>();
  const events: Event<EngineAnswer>[] = [];
  let machine = initial;
  let child: Child | null = null;
  let stopTimer: () => void = () => undefined;
  let lastId = 0;
  let handling = false;
  let state = publicState(machine);

  function dispatch(event: Event<EngineAnswer>): void {
    events.push(event);
    if (handling) return;
    handling = true;
    try {
      for (let next = events.shift(); next; next = events.shift()) {
        const step = update(machine, next);
        machine = step.machine;
        for (const effect of step.effects) perform(effect);
        publish();
      }
    } finally {
      handling = false;
    }
  }

  function publish(): void {
    const next = publicState(machine);
    if (JSON.stringify(next) === JSON.stringify(state)) return;
    state = next;
    for (const listener of [...listeners]) listener(next);
  }

  function perform(effect: Effect<EngineAnswer>): void {
    switch (effect.kind) {
      case 'spawn':
        void spawn(effect);
        return;
      case 'kill':
        child?.kill();
        child = null;
        return;
      case 'send': {
        const caller = callers.get(effect.id);
        if (caller) post({ kind: 'fill', id: effect.id, request: caller.request });
        return;
      }
      case 'cancel':
        post({ kind: 'cancel', id: effect.id });
        return;
      case 'settle':
        callers.get(effect.id)?.settle(effect.outcome);
        callers.delete(effect.id);
        return;
      case 'timer':
        stopTimer();
        if (effect.milliseconds !== null)
          stopTimer = clock.after(effect.milliseconds, () =>
            dispatch({ kind: 'time-up', at: clock.monotonic() }),
          );
        return;
      case 'distrust':
        options.distrust?.(effect.model, effect.provider);
    }
  }

  const post = (message: ToEngine) => child?.send(message);

  async function spawn({
    generation,
    model,
    cpuBecause,
  }: Extract<Effect<EngineAnswer>, { kind: 'spawn' }>): Promise<void> {
    try {
      const { provider, note } = cpuBecause
        ? { provider: 'cpu' as const, note: cpuBecause }
        : await options.choose(model);
      if (machine.generation !== generation || machine.phase.name !== 'starting') return;
      dispatch({ kind: 'chosen', generation, provider, note });
      child = fork(entry, { execArgv: engineFlags });
      listen(child, generation);
      const { threads, prepack } = options;
      const start = {
        dir: model.dir,
        provider,
        ...(threads === undefined ? {} : { threads }),
        ...(prepack === undefined ? {} : { prepack }),
      };
      post({ kind: 'start', options: start });
    } catch (error) {
      const text = { zh: `无法启动：${reasonOf(error)}`, en: `cannot start: ${reasonOf(error)}` };
      dispatch({ kind: 'died', generation, at: clock.monotonic(), reason: text });
    }
  }

  function listen(one: Child, generation: number): void {
    one.onMessage((message) => hear(message as FromEngine, generation));
    one.onExit((code, signal) => {
      log.info(`engine process ${one.pid} ended: code ${code}, signal ${signal}`);
      dispatch({ kind: 'died', generation, at: clock.monotonic(), reason: exitReason(code, signal) });
    });
  }

  function hear(message: FromEngine, generation: number): void {
    switch (message.kind) {
      case 'ready':
        dispatch({ kind: 'ready', generation });
        return;
      case 'start-failed':
        if (message.final) dispatch({ kind: 'start-refused', generation, error: message.error });
        else dispatch({ kind: 'died', generation, at: clock.monotonic(), reason: message.error.text });
        return;
      case 'first':
        if (generation === machine.generation) callers.get(message.id)?.options.onFirst?.(message.answer);
        return;
      case 'answer': {
        if (machine.phase.name !== 'ready' || !machine.model) return;
        const served = { modelId: machine.model.id, version: 'base', provider: machine.phase.provider };
        const answer = { ...message.answer, milliseconds: message.milliseconds, ...served };
        dispatch({ kind: 'replied', generation, id: message.id, outcome: { ok: true, answer } });
        return;
      }
      case 'failed':
        refuse(message.id, generation, message.error);
        return;
      case 'cancelled':
        refuse(message.id, generation, aborted);
        return;
    }
  }

  const refuse = (id: number, generation: number, error: EngineError) =>
    dispatch({ kind: 'replied', generation, id, outcome: { ok: false, error } });

  function fill(request: EngineRequest, fillOptions: EngineFillOptions = {}): Promise<EngineAnswer> {
    const { gapKey = null, ...plain } = request;
    const { signal } = fillOptions;
    if (signal?.aborted) return Promise.reject(abortError(signal));
    const id = ++lastId;
    return new Promise((resolve, reject) => {
      const abandon = () => dispatch({ kind: 'abandon', id });
      const settle = (outcome: Outcome<EngineAnswer>) => {
        signal?.removeEventListener('abort', abandon);
        if (outcome.ok) resolve(outcome.answer);
        else reject(signal?.aborted ? abortError(signal) : coded(outcome.error));
      };
      callers.set(id, { request: plain, options: fillOptions, settle });
      signal?.addEventListener('abort', abandon);
      dispatch({ kind: 'submit', id, gapKey });
    });
  }

  function onState(listener: (state: EngineState) => void): () => void {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }

  /** Settles with the phase that ends the start of `model`. */
  function started(model: EngineModel): Promise<void> {
    const promise = new Promise<void>((resolve, reject) => {
      const check = () => {
        const { phase } = machine;
        if (machine.model !== model && machine.model?.dir !== model.dir) reject(coded(replaced));
        else if (phase.name === 'ready') resolve();
        else if (phase.name === 'failed') reject(coded(phase.error));
        else if (phase.name === 'closed') reject(coded(closed));
        else return;
        off();
      };
      const off = onState(check);
      check();
    });
    // A caller that does not wait must not bring the shell down.
    promise.catch(() => undefined);
    return promise;
  }

  return {
    use(model) {
      dispatch({ kind: 'use', model });
      return model ? started(model) : Promise.resolve();
    },
    fill,
    state: () => state,
    onState,
    restart: () => dispatch({ kind: 'restart' }),
    close: () => dispatch({ kind: 'close' }),
  };
}

const replaced: EngineError = {
  code: 'superseded',
  text: {
    zh: '启动完成之前已换用另一个模型；以新的选择为准。',
    en: 'Another model was chosen before this one was ready; the newer choice counts.',
  },
};
