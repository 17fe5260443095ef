import type { Precision, Provider } from '../contract/schemas.ts';
import type { Message } from '../contract/text.ts';
import type { EngineError } from '../fillmask/engine-error.ts';
import * as texts from './texts.ts';

/** The supervisor's policy: no process, timer or promise in here. */

export interface EngineModel {
  readonly id: string;
  readonly dir: string;
  readonly provider: Provider | 'auto';
  /** The catalog's default, where this model answers in its place. */
  readonly standInFor: string | null;
}

interface Pending {
  readonly id: number;
  readonly gapKey: string | null;
  /** Engines that died while they ran it. */
  readonly crashes: number;
}

export type Phase =
  | { readonly name: 'none' }
  /** `text` is null on a first start and says why on a restart. */
  | { readonly name: 'starting'; readonly text: Message | null }
  | { readonly name: 'backing-off'; readonly text: Message }
  | {
      readonly name: 'ready';
      readonly provider: Provider;
      readonly precision: Precision;
      readonly note: Message | null;
    }
  | { readonly name: 'failed'; readonly error: EngineError }
  | { readonly name: 'closed' };

export interface Machine {
  readonly model: EngineModel | null;
  readonly phase: Phase;
  /** Counts children; what an older one still says is ignored. */
  readonly generation: number;
  readonly queue: readonly Pending[];
  /** `settled`: the caller has gone, the engine has not confirmed yet. */
  readonly running: { readonly request: Pending; readonly settled: boolean } | null;
  /** When engines died since the last answer, milliseconds on the monotonic clock. */
  readonly crashes: readonly number[];
  /** Starts in a row that never became ready. */
  readonly failedStarts: number;
  readonly chosen: { readonly provider: Provider; readonly note: Message | null } | null;
  /** Set after a crash under another provider: CPU from now on. */
  readonly cpuBecause: Message | null;
}

export type Outcome<A> =
  | { readonly ok: true; readonly answer: A }
  | { readonly ok: false; readonly error: EngineError };

export type Event<A> =
  | { readonly kind: 'use'; readonly model: EngineModel | null }
  | { readonly kind: 'submit'; readonly id: number; readonly gapKey: string | null }
  | { readonly kind: 'abandon'; readonly id: number }
  | {
      readonly kind: 'chosen';
      readonly generation: number;
      readonly provider: Provider;
      readonly note: Message | null;
    }
  | { readonly kind: 'ready'; readonly generation: number; readonly precision: Precision }
  | { readonly kind: 'start-refused'; readonly generation: number; readonly error: EngineError }
  | {
      readonly kind: 'died';
      readonly generation: number;
      readonly at: number;
      readonly reason: Message;
      /** Something else than the engine is to blame: no crash loop. */
      readonly excused: boolean;
    }
  | {
      readonly kind: 'replied';
      readonly generation: number;
      readonly id: number;
      readonly outcome: Outcome<A>;
    }
  | { readonly kind: 'time-up'; readonly at: number }
  | { readonly kind: 'restart' }
  | { readonly kind: 'close' };

export type Effect<A> =
  | {
      readonly kind: 'spawn';
      readonly generation: number;
      readonly model: EngineModel;
      readonly cpuBecause: Message | null;
    }
  | { readonly kind: 'kill' }
  | { readonly kind: 'send'; readonly id: number }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'settle'; readonly id: number; readonly outcome: Outcome<A> }
  /** Replaces the one timer; null stops it. */
  | { readonly kind: 'timer'; readonly milliseconds: number | null }
  | { readonly kind: 'distrust'; readonly model: EngineModel; readonly provider: Provider };

export interface Step<A> {
  readonly machine: Machine;
  readonly effects: readonly Effect<A>[];
}

export const limits = {
  /** A start reads 400 MB from a cold disk and may compile shaders. */
  startMilliseconds: 120_000,
  /** A fill takes well under a second; a busy machine may need many. */
  runMilliseconds: 60_000,
  backOffMilliseconds: [100, 1_000],
  crashWindowMilliseconds: 60_000,
  crashes: 3,
} as const;

export const initial: Machine = {
  model: null,
  phase: { name: 'none' },
  generation: 0,
  queue: [],
  running: null,
  crashes: [],
  failedStarts: 0,
  chosen: null,
  cpuBecause: null,
};

const stay = <A>(machine: Machine): Step<A> => ({ machine, effects: [] });
const rejected = <A>(id: number, error: EngineError): Effect<A> => ({
  kind: 'settle',
  id,
  outcome: { ok: false, error },
});

export const sameModel = (a: EngineModel | null, b: EngineModel | null) =>
  a?.id === b?.id && a?.dir === b?.dir && a?.provider === b?.provider && a?.standInFor === b?.standInFor;

/** The running request goes back to the head of the queue, unless nobody waits for it any more. */
function requeued(machine: Machine): readonly Pending[] {
  const { running, queue } = machine;
  return running && !running.settled ? [running.request, ...queue] : queue;
}

/** Sends the next request where the engine is free. */
function pump<A>({ machine, effects }: Step<A>): Step<A> {
  const [next, ...queue] = machine.queue;
  if (machine.phase.name !== 'ready' || machine.running || !next) return { machine, effects };
  return {
    machine: { ...machine, queue, running: { request: next, settled: false } },
    effects: [
      ...effects,
      { kind: 'send', id: next.id },
      { kind: 'timer', milliseconds: limits.runMilliseconds },
    ],
  };
}

function spawn<A>(machine: Machine, model: EngineModel, text: Message | null): Step<A> {
  const generation = machine.generation + 1;
  return {
    machine: {
      ...machine,
      model,
      generation,
      running: null,
      chosen: null,
      phase: { name: 'starting', text },
    },
    effects: [
      { kind: 'spawn', generation, model, cpuBecause: machine.cpuBecause },
      { kind: 'timer', milliseconds: limits.startMilliseconds },
    ],
  };
}

/** Ends in a phase where nothing is served: every request gets `error`. */
function stop<A>(machine: Machine, phase: Phase, error: EngineError): Step<A> {
  return {
    machine: { ...machine, phase, queue: [], running: null },
    effects: [
      { kind: 'kill' },
      { kind: 'timer', milliseconds: null },
      ...requeued(machine).map((one) => rejected<A>(one.id, error)),
    ],
  };
}

/** By hand or for another model: old crashes count no more. */
function startAfresh<A>(machine: Machine, model: EngineModel): Step<A> {
  const queue = requeued(machine);
  const clean = { ...machine, queue, crashes: [], failedStarts: 0, cpuBecause: null };
  const { machine: started, effects } = spawn<A>(clean, model, null);
  return { machine: started, effects: [{ kind: 'kill' }, ...effects] };
}

function use<A>(machine: Machine, model: EngineModel | null): Step<A> {
  if (sameModel(machine.model, model) && machine.phase.name !== 'failed') return stay(machine);
  if (model) return startAfresh(machine, model);
  return stop({ ...machine, model: null }, { name: 'none' }, texts.noModel);
}

function submit<A>(machine: Machine, id: number, gapKey: string | null): Step<A> {
  const { phase } = machine;
  if (phase.name === 'none') return { machine, effects: [rejected(id, texts.noModel)] };
  if (phase.name === 'closed') return { machine, effects: [rejected(id, texts.closed)] };
  if (phase.name === 'failed') return { machine, effects: [rejected(id, phase.error)] };
  const older = (one: Pending) => gapKey !== null && one.gapKey === gapKey;
  const kept = machine.queue.filter((one) => !older(one));
  return pump({
    machine: { ...machine, queue: [...kept, { id, gapKey, crashes: 0 }] },
    effects: machine.queue.filter(older).map((one) => rejected(one.id, texts.superseded)),
  });
}

function abandon<A>(machine: Machine, id: number): Step<A> {
  const { running, queue } = machine;
  if (running?.request.id === id && !running.settled) {
    return {
      machine: { ...machine, running: { ...running, settled: true } },
      effects: [{ kind: 'cancel', id }, rejected(id, texts.aborted)],
    };
  }
  if (!queue.some((one) => one.id === id)) return stay(machine);
  return {
    machine: { ...machine, queue: queue.filter((one) => one.id !== id) },
    effects: [rejected(id, texts.aborted)],
  };
}

function replied<A>(machine: Machine, id: number, outcome: Outcome<A>): Step<A> {
  const { running } = machine;
  if (running?.request.id !== id) return stay(machine);
  return pump({
    // Any reply shows an engine that works; crashes before it are no loop.
    machine: { ...machine, running: null, crashes: [] },
    effects: [
      { kind: 'timer', milliseconds: null },
      ...(running.settled ? [] : [{ kind: 'settle' as const, id, outcome }]),
    ],
  });
}

/** The crash is counted against the request that ran: its second one ends it. */
function blame<A>(machine: Machine): Step<A> {
  const [head, ...rest] = requeued(machine);
  const cleared = { ...machine, running: null };
  if (!head || !machine.running || machine.running.settled) return stay(cleared);
  if (head.crashes > 0)
    return { machine: { ...cleared, queue: rest }, effects: [rejected(head.id, texts.crashedTwice)] };
  return stay({ ...cleared, queue: [{ ...head, crashes: 1 }, ...rest] });
}

function died<A>(before: Machine, at: number, reason: Message, excused = false): Step<A> {
  const { model, chosen } = before;
  if (!model) return stay(before);
  const started = before.phase.name === 'ready';
  const recent = before.crashes.filter((t) => at - t < limits.crashWindowMilliseconds);
  const crashes = excused && started ? recent : [...recent, at];
  const failedStarts = started ? 0 : before.failedStarts + 1;
  const accelerated = chosen && chosen.provider !== 'cpu' ? chosen.provider : null;
  const { machine: blamed, effects } = blame<A>(before);
  const machine: Machine = {
    ...blamed,
    crashes,
    failedStarts,
    cpuBecause: accelerated ? texts.fellBackToCpu(accelerated, reason) : before.cpuBecause,
  };
  const first: Effect<A>[] = [
    { kind: 'kill' },
    ...effects,
    ...(accelerated ? [{ kind: 'distrust' as const, model, provider: accelerated }] : []),
  ];
  if (crashes.length >= limits.crashes || failedStarts >= limits.crashes) {
    const error = texts.crashLoop(reason);
    const stopped = stop<A>(machine, { name: 'failed', error }, error);
    return { machine: stopped.machine, effects: [...first, ...stopped.effects] };
  }
  const attempt = attemptOf(machine);
  const wait = limits.backOffMilliseconds[attempt - 1] ?? limits.backOffMilliseconds[1];
  const phase = { name: 'backing-off' as const, text: texts.restarting(reason, attempt) };
  return {
    machine: { ...machine, phase },
    effects: [...first, { kind: 'timer', milliseconds: wait }],
  };
}

/** Which restart in a row this is, from 1. */
export const attemptOf = (machine: Machine) => Math.max(machine.crashes.length, machine.failedStarts, 1);

function timeUp<A>(machine: Machine, at: number): Step<A> {
  const { phase, model } = machine;
  if (phase.name === 'backing-off' && model) return spawn(machine, model, phase.text);
  const overdue = phase.name === 'starting' || (phase.name === 'ready' && machine.running);
  return overdue ? died(machine, at, texts.hung) : stay(machine);
}

/** What the child of an earlier generation, or one that was given up, says is out of date. */
function isStale<A>(machine: Machine, event: Event<A>): boolean {
  if (!('generation' in event)) return false;
  const alive = machine.phase.name === 'starting' || machine.phase.name === 'ready';
  return !alive || event.generation !== machine.generation;
}

/** @returns the state after `event` and what must be done, in order. */
export function update<A>(machine: Machine, event: Event<A>): Step<A> {
  if (isStale(machine, event)) return stay(machine);
  if (machine.phase.name === 'closed' && event.kind !== 'submit') return stay(machine);
  switch (event.kind) {
    case 'use':
      return use(machine, event.model);
    case 'submit':
      return submit(machine, event.id, event.gapKey);
    case 'abandon':
      return abandon(machine, event.id);
    case 'chosen':
      return stay({ ...machine, chosen: { provider: event.provider, note: event.note } });
    case 'ready': {
      if (machine.phase.name !== 'starting' || !machine.chosen) return stay(machine);
      const phase = { name: 'ready' as const, precision: event.precision, ...machine.chosen };
      return pump({
        machine: { ...machine, phase, failedStarts: 0 },
        effects: [{ kind: 'timer', milliseconds: null }],
      });
    }
    case 'start-refused':
      return stop(machine, { name: 'failed', error: event.error }, event.error);
    case 'died':
      return died(machine, event.at, event.reason, event.excused);
    case 'replied':
      return replied(machine, event.id, event.outcome);
    case 'time-up':
      return timeUp(machine, event.at);
    case 'restart':
      return machine.model ? startAfresh(machine, machine.model) : stay(machine);
    case 'close':
      return stop(machine, { name: 'closed' }, texts.closed);
  }
}
