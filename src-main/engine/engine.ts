import { exitCause } from '../base/cause.ts';
import type { Child } from '../base/child.ts';
import { abortError, CodedError } from '../base/error.ts';
import type { EngineState } from '../contract/schemas.ts';
import { baseVersion } from '../fillmask/bert/versions.ts';
import type { EngineError } from '../fillmask/engine-error.ts';
import type { MemoryEntry } from '../fillmask/recall.ts';
import type { FillRequest } from '../fillmask/types.ts';
import type {
  Engine,
  EngineAnswer,
  EngineFillOptions,
  EngineOptions,
  EngineRequest,
  ShadowOutcome,
} from './api.ts';
import { type AskOptions, createChores } from './chores.ts';
import { engineProcess } from './fork.ts';
import type { Chore, ChoreResult, FromEngine, Terms, ToEngine } from './protocol.ts';
import {
  type Effect,
  type EngineModel,
  type Event,
  initial,
  type Machine,
  type Outcome,
  update,
} from './state.ts';
import { aborted, closed, crashedTwice, noModel, replaced, superseded, unstartable } from './texts.ts';
import { publicState } from './view.ts';

interface Caller {
  readonly request: FillRequest;
  readonly version: string;
  readonly shadow: string | null;
  readonly options: EngineFillOptions;
  readonly settle: (outcome: Outcome<EngineAnswer>) => void;
}

function shadowOutcome(message: Extract<FromEngine, { kind: 'shadow' }>): ShadowOutcome {
  if ('error' in message) return { kind: 'failed', error: message.error };
  if (!message.outcome) return { kind: 'gave-way' };
  const { answer, topMilliseconds } = message.outcome;
  return { kind: 'answered', answer, topMilliseconds };
}

const stopped = (phase: 'none' | 'closed') => (phase === 'none' ? noModel : closed);
const coded = (error: EngineError) => new CodedError(error.code, error.text);

/** Supervises the engine's process: carries out what engine-state.ts decides. */
export function createEngine(options: EngineOptions): Engine {
  const { fork, entry, clock, log } = options;
  const callers = new Map<number, Caller>();
  const listeners = new Set<(state: EngineState) => void>();
  const onNew = new Set<() => void>();
  const events: Event<EngineAnswer>[] = [];
  let machine = initial;
  let child: Child | null = null;
  let stopTimer: () => void = () => undefined;
  let lastId = 0;
  let handling = false;
  let state = publicState(machine);
  const chores = createChores(post);
  const shadows = new Map<number, (outcome: ShadowOutcome) => void>();
  /** What every new process of this model is given at its start. */
  const memory = new Map<string, MemoryEntry>();
  let terms: Terms = { glossary: [], learned: [] };

  const taught = () => ({ terms, memory: [...memory.values()] });

  function dispatch(event: Event<EngineAnswer>): void {
    events.push(event);
    if (handling) return;
    handling = true;
    try {
      for (let next = events.shift(); next; next = events.shift()) {
        const before = machine;
        const step = update(machine, next);
        machine = step.machine;
        // Who listens speaks to a new engine before the requests that wait do: versions are loaded first.
        follow(before, machine);
        publish();
        if (before.phase.name !== 'ready' && machine.phase.name === 'ready')
          for (const listener of [...onNew]) listener();
        for (const effect of step.effects) perform(effect);
      }
    } finally {
      handling = false;
    }
  }

  /** Chores and what was taught follow the process. */
  function follow(before: Machine, after: Machine): void {
    if (before.model?.dir !== after.model?.dir) {
      memory.clear();
      if (before.model) chores.rejectAll(superseded);
    }
    if (before.phase.name === after.phase.name && before.generation === after.generation) return;
    const { phase } = after;
    if (phase.name === 'ready') chores.onReady();
    else if (phase.name === 'failed') chores.rejectAll(phase.error);
    else if (phase.name === 'none' || phase.name === 'closed') chores.rejectAll(stopped(phase.name));
    else chores.onDeath(crashedTwice);
    // Whatever the process was, its shadows are gone.
    for (const told of shadows.values()) told({ kind: 'gave-way' });
    shadows.clear();
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
        if (!caller) return;
        const { request, version, shadow } = caller;
        post({ kind: 'fill', id: effect.id, request, version, shadow });
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

  function post(message: ToEngine): void {
    child?.send(message);
  }

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
      child = fork(entry, engineProcess);
      listen(child, generation);
      const { threads, prepack } = options;
      const start = {
        dir: model.dir,
        provider,
        ...(threads === undefined ? {} : { threads }),
        ...(prepack === undefined ? {} : { prepack }),
        ...taught(),
      };
      post({ kind: 'start', options: start });
    } catch (error) {
      const reason = unstartable(error);
      dispatch({ kind: 'died', generation, at: clock.monotonic(), reason, excused: false });
    }
  }

  function listen(one: Child, generation: number): void {
    one.onMessage((message) => hear(message as FromEngine, generation));
    one.onExit((code, signal) => {
      log.info(`engine process ${one.pid} ended: code ${code}, signal ${signal}`);
      const reason = exitCause(code, signal);
      // Its owner gives up a version that ends engines; that must not look like an engine that cannot run.
      dispatch({ kind: 'died', generation, at: clock.monotonic(), reason, excused: chores.isLoading() });
    });
  }

  function hear(message: FromEngine, generation: number): void {
    switch (message.kind) {
      case 'ready':
        dispatch({ kind: 'ready', generation });
        return;
      case 'start-failed':
        if (message.final) dispatch({ kind: 'start-refused', generation, error: message.error });
        else {
          const reason = message.error.text;
          dispatch({ kind: 'died', generation, at: clock.monotonic(), reason, excused: false });
        }
        return;
      case 'first':
        if (generation === machine.generation) callers.get(message.id)?.options.onFirst?.(message.answer);
        return;
      case 'answer': {
        if (machine.phase.name !== 'ready' || !machine.model) return;
        const { milliseconds, topMilliseconds, memory: bytes } = message;
        const caller = callers.get(message.id);
        if (caller?.shadow && caller.options.onShadow) shadows.set(message.id, caller.options.onShadow);
        const served = {
          modelId: machine.model.id,
          version: caller?.version ?? baseVersion,
          provider: machine.phase.provider,
        };
        const answer = { ...message.answer, milliseconds, topMilliseconds, memory: bytes, ...served };
        dispatch({ kind: 'replied', generation, id: message.id, outcome: { ok: true, answer } });
        return;
      }
      case 'failed':
        refuse(message.id, generation, message.error);
        return;
      case 'cancelled':
        refuse(message.id, generation, aborted);
        return;
      case 'shadow': {
        shadows.get(message.id)?.(shadowOutcome(message));
        shadows.delete(message.id);
        return;
      }
      case 'doing':
        chores.doing(message.id, message.done, message.of);
        return;
      case 'done':
        chores.done(message.id, message.result);
        return;
      case 'undone':
        chores.failed(message.id, message.error);
        return;
    }
  }

  const refuse = (id: number, generation: number, error: EngineError) =>
    dispatch({ kind: 'replied', generation, id, outcome: { ok: false, error } });

  function fill(request: EngineRequest, fillOptions: EngineFillOptions = {}): Promise<EngineAnswer> {
    const { gapKey = null, version = baseVersion, shadow = null, ...plain } = request;
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
      callers.set(id, { request: plain, version, shadow, options: fillOptions, settle });
      signal?.addEventListener('abort', abandon);
      dispatch({ kind: 'submit', id, gapKey });
    });
  }

  /** @throws CodedError `no-model`, `engine-failed`, or why no engine runs */
  function ask<C extends Chore>(chore: C, wish?: AskOptions): Promise<ChoreResult[C['kind']]> {
    const { phase } = machine;
    if (phase.name === 'none' || phase.name === 'closed') return Promise.reject(coded(stopped(phase.name)));
    if (phase.name === 'failed') return Promise.reject(coded(phase.error));
    return chores.ask(chore, phase.name === 'ready', wish);
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
    load: (version, gaps) => ask({ kind: 'load', version, gaps }),
    async unload(id) {
      await ask({ kind: 'unload', id });
    },
    embed: (places) => ask({ kind: 'embed', places }),
    async prepare(texts, wish) {
      await ask({ kind: 'prepare', texts }, wish);
    },
    setTerms(words) {
      terms = words;
      post({ kind: 'terms', terms });
    },
    remember(change) {
      for (const id of change.remove) memory.delete(id);
      for (const entry of change.add) memory.set(entry.id, entry);
      post({ kind: 'memory', change });
    },
    taught,
    state: () => state,
    onState,
    onProcess(listener) {
      onNew.add(listener);
      return () => void onNew.delete(listener);
    },
    restart: () => dispatch({ kind: 'restart' }),
    close: () => dispatch({ kind: 'close' }),
  };
}
