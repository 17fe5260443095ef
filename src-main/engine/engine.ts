import { exitCause } from '../base/cause.ts';
import type { Child } from '../base/child.ts';
import { CodedError } from '../base/error.ts';
import { createListeners } from '../base/listeners.ts';
import type { Calibration, CalibrationGap } from '../contract/calibration.ts';
import type { EngineState } from '../contract/schemas.ts';
import type { Message } from '../contract/text.ts';
import type { EngineError } from '../fillmask/engine-error.ts';
import type {
  Engine,
  EngineAnswer,
  EngineFillOptions,
  EngineOptions,
  EngineRequest,
  PrepareOptions,
} from './api.ts';
import { type AskOptions, createChores } from './chores.ts';
import { engineProcess } from './fork.ts';
import { createGatewayPort } from './gateway-port.ts';
import type { Chore, ChoreResult, FromEngine, LoadReport, Place, ToEngine, VersionFile } from './protocol.ts';
import { createRequests } from './requests.ts';
import { type Effect, type EngineModel, type Event, initial, type Machine, update } from './state.ts';
import { createTaught } from './taught.ts';
import { aborted, closed, crashedTwice, noModel, replaced, superseded, unstartable } from './texts.ts';
import { publicState } from './view.ts';

type Spawn = Extract<Effect<EngineAnswer>, { kind: 'spawn' }>;

const stopped = (phase: 'none' | 'closed') => (phase === 'none' ? noModel : closed);
const coded = (error: EngineError) => new CodedError(error.code, error.text);

/**
 * Supervises the engine's process: carries out what state.ts decides. Requests, chores and what was taught outlive a
 * process; each has a file of its own. Its methods are bound: they are passed around.
 */
class Supervisor implements Engine {
  readonly #options: EngineOptions;
  readonly #post = (message: ToEngine): void => this.#child?.send(message);
  readonly #requests = createRequests((event) => this.#dispatch(event));
  readonly #chores = createChores(this.#post);
  readonly #taught = createTaught(this.#post);
  readonly #gateway = createGatewayPort(this.#post);
  readonly #states = createListeners<[EngineState]>();
  readonly #processes = createListeners();
  readonly #events: Event<EngineAnswer>[] = [];
  #machine = initial;
  #state = publicState(initial);
  #child: Child | null = null;
  #stopTimer: () => void = () => undefined;
  #handling = false;

  constructor(options: EngineOptions) {
    this.#options = options;
  }

  /** An event that comes while one is handled waits for its turn. */
  #dispatch(event: Event<EngineAnswer>): void {
    this.#events.push(event);
    if (this.#handling) return;
    this.#handling = true;
    try {
      for (let next = this.#events.shift(); next; next = this.#events.shift()) this.#handle(next);
    } finally {
      this.#handling = false;
    }
  }

  #handle(event: Event<EngineAnswer>): void {
    const before = this.#machine;
    const step = update(before, event);
    this.#machine = step.machine;
    // Who listens speaks to a new engine before the requests that wait do: versions are loaded first.
    this.#follow(before, step.machine);
    this.#publish();
    if (before.phase.name !== 'ready' && step.machine.phase.name === 'ready') this.#processes.tell();
    for (const effect of step.effects) this.#perform(effect);
  }

  /** Chores and what was taught follow the process. */
  #follow(before: Machine, after: Machine): void {
    if (before.model?.dir !== after.model?.dir) {
      this.#taught.forget();
      if (before.model) this.#chores.rejectAll(superseded);
    }
    if (before.phase.name === after.phase.name && before.generation === after.generation) return;
    const { phase } = after;
    if (phase.name === 'ready') this.#chores.onReady();
    else if (phase.name === 'failed') this.#chores.rejectAll(phase.error);
    else if (phase.name === 'none' || phase.name === 'closed') this.#chores.rejectAll(stopped(phase.name));
    else this.#chores.onDeath(crashedTwice);
    this.#requests.endShadows();
    if (phase.name !== 'ready') this.#gateway.gone();
  }

  #publish(): void {
    const next = publicState(this.#machine);
    if (JSON.stringify(next) === JSON.stringify(this.#state)) return;
    this.#state = next;
    this.#states.tell(next);
  }

  #perform(effect: Effect<EngineAnswer>): void {
    switch (effect.kind) {
      case 'spawn':
        void this.#spawn(effect);
        return;
      case 'kill':
        this.#child?.kill();
        this.#child = null;
        return;
      case 'send': {
        const message = this.#requests.messageOf(effect.id);
        if (message) this.#post(message);
        return;
      }
      case 'cancel':
        this.#post({ kind: 'cancel', id: effect.id });
        return;
      case 'settle':
        this.#requests.settle(effect.id, effect.outcome);
        return;
      case 'timer':
        this.#setTimer(effect.milliseconds);
        return;
      case 'distrust':
        this.#options.distrust?.(effect.model, effect.provider);
    }
  }

  #setTimer(milliseconds: number | null): void {
    const { clock } = this.#options;
    this.#stopTimer();
    if (milliseconds === null) return;
    this.#stopTimer = clock.after(milliseconds, () =>
      this.#dispatch({ kind: 'time-up', at: clock.monotonic() }),
    );
  }

  async #spawn({ generation, model, cpuBecause }: Spawn): Promise<void> {
    const { fork, entry, choose, threads, prepack } = this.#options;
    try {
      const { provider, note } = cpuBecause
        ? { provider: 'cpu' as const, note: cpuBecause }
        : await choose(model);
      if (this.#machine.generation !== generation || this.#machine.phase.name !== 'starting') return;
      this.#dispatch({ kind: 'chosen', generation, provider, note });
      this.#child = fork(entry, engineProcess);
      this.#listen(this.#child, generation);
      const start = {
        dir: model.dir,
        provider,
        ...(threads === undefined ? {} : { threads }),
        ...(prepack === undefined ? {} : { prepack }),
        ...this.#taught.all(),
        gateway: this.#gateway.access(),
      };
      this.#post({ kind: 'start', options: start });
    } catch (error) {
      this.#died(generation, unstartable(error));
    }
  }

  #listen(one: Child, generation: number): void {
    const { log } = this.#options;
    one.onMessage((message) => this.#hear(message as FromEngine, generation));
    one.onExit((code, signal) => {
      log.info(`engine process ${one.pid} ended: code ${code}, signal ${signal}`);
      // Its owner gives up a version that ends engines; that must not look like an engine that cannot run.
      this.#died(generation, exitCause(code, signal), this.#chores.isLoading());
    });
  }

  #died(generation: number, reason: Message, excused = false): void {
    this.#dispatch({ kind: 'died', generation, at: this.#options.clock.monotonic(), reason, excused });
  }

  #hear(message: FromEngine, generation: number): void {
    switch (message.kind) {
      case 'ready':
        this.#dispatch({ kind: 'ready', generation, precision: message.precision });
        return;
      case 'start-failed':
        if (message.final) this.#dispatch({ kind: 'start-refused', generation, error: message.error });
        else this.#died(generation, message.error.text);
        return;
      case 'first':
        if (generation === this.#machine.generation) this.#requests.first(message);
        return;
      case 'answer':
        this.#answer(message, generation);
        return;
      case 'failed':
        this.#refuse(message.id, generation, message.error);
        return;
      case 'cancelled':
        this.#refuse(message.id, generation, aborted);
        return;
      case 'shadow':
        this.#requests.shadowed(message);
        return;
      case 'gateway':
        if (generation === this.#machine.generation) this.#gateway.hear(message);
        return;
      case 'doing':
        this.#chores.doing(message.id, message.done, message.of);
        return;
      case 'done':
        this.#chores.done(message.id, message.result);
        return;
      case 'undone':
        this.#chores.failed(message.id, message.error);
        return;
    }
  }

  #answer(message: Extract<FromEngine, { kind: 'answer' }>, generation: number): void {
    const { phase, model } = this.#machine;
    if (phase.name !== 'ready' || !model) return;
    const { id, milliseconds, topMilliseconds, memory, gateway, unusable } = message;
    const served = {
      modelId: model.id,
      version: this.#requests.answered(message),
      provider: phase.provider,
    };
    const spent = { milliseconds, topMilliseconds, memory };
    const answer = { ...message.answer, ...spent, gateway, unusable, ...served };
    this.#dispatch({ kind: 'replied', generation, id, outcome: { ok: true, answer } });
  }

  #refuse(id: number, generation: number, error: EngineError): void {
    this.#dispatch({ kind: 'replied', generation, id, outcome: { ok: false, error } });
  }

  /** @throws CodedError `no-model`, `engine-failed`, or why no engine runs */
  #ask<C extends Chore>(chore: C, wish?: AskOptions): Promise<ChoreResult[C['kind']]> {
    const { phase } = this.#machine;
    if (phase.name === 'none' || phase.name === 'closed') return Promise.reject(coded(stopped(phase.name)));
    if (phase.name === 'failed') return Promise.reject(coded(phase.error));
    return this.#chores.ask(chore, phase.name === 'ready', wish);
  }

  /** Settles with the phase that ends the start of `model`. */
  #started(model: EngineModel): Promise<void> {
    const promise = new Promise<void>((resolve, reject) => {
      const check = () => {
        const { phase, model: now } = this.#machine;
        if (now !== model && now?.dir !== model.dir) reject(coded(replaced));
        else if (phase.name === 'ready') resolve();
        else if (phase.name === 'failed') reject(coded(phase.error));
        else if (phase.name === 'closed') reject(coded(closed));
        else return;
        off();
      };
      const off = this.onState(check);
      check();
    });
    // A caller that does not wait must not bring the shell down.
    promise.catch(() => undefined);
    return promise;
  }

  readonly use = (model: EngineModel | null): Promise<void> => {
    this.#dispatch({ kind: 'use', model });
    return model ? this.#started(model) : Promise.resolve();
  };

  readonly fill = (request: EngineRequest, options: EngineFillOptions = {}): Promise<EngineAnswer> =>
    this.#requests.submit(request, options);

  readonly load = (version: VersionFile, gaps: readonly string[]): Promise<LoadReport> =>
    this.#ask({ kind: 'load', version, gaps });

  readonly unload = async (id: string): Promise<void> => void (await this.#ask({ kind: 'unload', id }));

  readonly embed = (places: readonly Place[]): Promise<readonly Float32Array[]> =>
    this.#ask({ kind: 'embed', places });

  readonly prepare = async (
    texts: readonly string[],
    { others = [], ...wish }: PrepareOptions = {},
  ): Promise<void> => void (await this.#ask({ kind: 'prepare', texts, others }, wish));

  readonly calibrate = (gaps: readonly CalibrationGap[], wish?: AskOptions): Promise<Calibration | null> =>
    this.#ask({ kind: 'calibrate', gaps }, wish);

  readonly setTerms = this.#taught.setTerms;
  readonly remember = this.#taught.remember;
  readonly taught = this.#taught.all;
  readonly setGateway = this.#gateway.set;
  readonly gatewayAccess = this.#gateway.access;
  readonly gateway = this.#gateway.report;
  readonly onGateway = this.#gateway.onReport;
  readonly onState = this.#states.add;
  readonly onProcess = this.#processes.add;
  readonly state = (): EngineState => this.#state;
  readonly restart = (): void => this.#dispatch({ kind: 'restart' });
  readonly close = (): void => this.#dispatch({ kind: 'close' });
}

export const createEngine = (options: EngineOptions): Engine => new Supervisor(options);
