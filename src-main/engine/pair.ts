import { CodedError } from '../base/error.ts';
import { createListeners } from '../base/listeners.ts';
import type { CalibrationGap } from '../contract/calibration.ts';
import type { EngineState } from '../contract/schemas.ts';
import type { MemoryChange } from '../fillmask/recall.ts';
import type { GatewayAccess } from '../serving/client/access.ts';
import type { Engine, EngineAnswer, EngineFillOptions, EngineRequest, PrepareOptions } from './api.ts';
import type { AskOptions } from './chores.ts';
import type { GatewayReport } from './gateway-port.ts';
import type { Place, Terms, VersionFile } from './protocol.ts';
import { type EngineModel, sameModel } from './state.ts';
import { replaced } from './texts.ts';

/** An engine whose process is exchanged while it answers: for another model, another provider, or a fresh start. */
export interface EnginePair extends Engine {
  /**
   * Starts the next model in a second process while the first one answers, which then takes over. A model that cannot
   * be started changes nothing. Requests are answered by the engine that they were sent to.
   * @param enter called when the next model takes over, before any request is sent to it
   * @throws CodedError why the model cannot be used, `superseded` by a later `use`
   */
  use(model: EngineModel | null, enter?: () => void): Promise<void>;
  /** Starts the same model in a new process. Does nothing where no model is ready or another start is under way. */
  renew(): Promise<void>;
}

export interface EnginePairOptions {
  readonly make: () => Engine;
  /** Loads into an engine, before it takes over, the versions that requests will name. */
  readonly prepare: (engine: Engine, model: EngineModel) => Promise<void>;
}

/** An engine that closes once it is retired and has answered its last request. */
class Line {
  readonly engine: Engine;
  readonly #onClosed: () => void;
  #open = 0;
  #retired = false;

  constructor(engine: Engine, onClosed: (line: Line) => void) {
    this.engine = engine;
    this.#onClosed = () => onClosed(this);
  }

  fill(request: EngineRequest, options?: EngineFillOptions): Promise<EngineAnswer> {
    this.#open++;
    return this.engine.fill(request, options).finally(() => {
      this.#open--;
      this.#closeIfDone();
    });
  }

  retire(): void {
    this.#retired = true;
    this.#closeIfDone();
  }

  #closeIfDone(): void {
    if (!this.#retired || this.#open > 0) return;
    this.engine.close();
    this.#onClosed();
  }
}

interface Start {
  readonly line: Line;
  readonly model: EngineModel;
  readonly done: Promise<void>;
}

export const supersededStart = () => new CodedError(replaced.code, replaced.text);

/** Its methods are bound: they are passed around. */
class ExchangedEngine implements EnginePair {
  readonly #options: EnginePairOptions;
  readonly #states = createListeners<[EngineState]>();
  readonly #processes = createListeners();
  readonly #gateways = createListeners<[GatewayReport]>();
  readonly #retired = new Set<Line>();
  #model: EngineModel | null = null;
  #start: Start | null = null;
  #current: Line;

  constructor(options: EnginePairOptions) {
    this.#options = options;
    this.#current = this.#newLine();
  }

  readonly use = (next: EngineModel | null, enter: () => void = () => undefined): Promise<void> => {
    if (this.#start && next && sameModel(this.#start.model, next)) return this.#start.done;
    this.#giveUpStart();
    if (next && this.#isReady() && !sameModel(this.#model, next)) return this.#startSecond(next, enter);
    this.#model = next;
    enter();
    return this.#current.engine.use(next);
  };

  readonly renew = (): Promise<void> => {
    if (this.#start || !this.#model || !this.#isReady()) return Promise.resolve();
    return this.#startSecond(this.#model, () => undefined);
  };

  readonly fill = (request: EngineRequest, options?: EngineFillOptions) =>
    this.#current.fill(request, options);
  readonly load = (version: VersionFile, gaps: readonly string[]) => this.#current.engine.load(version, gaps);
  readonly unload = (id: string) => this.#current.engine.unload(id);
  readonly embed = (places: readonly Place[]) => this.#current.engine.embed(places);
  readonly prepare = (texts: readonly string[], options?: PrepareOptions) =>
    this.#current.engine.prepare(texts, options);
  readonly calibrate = (gaps: readonly CalibrationGap[], options?: AskOptions) =>
    this.#current.engine.calibrate(gaps, options);
  readonly taught = () => this.#current.engine.taught();
  readonly restart = () => this.#current.engine.restart();
  readonly onState = this.#states.add;
  readonly onProcess = this.#processes.add;
  readonly gatewayAccess = () => this.#current.engine.gatewayAccess();
  readonly gateway = () => this.#current.engine.gateway();
  readonly onGateway = this.#gateways.add;

  readonly setGateway = (access: GatewayAccess | null): void => {
    this.#current.engine.setGateway(access);
    this.#start?.line.engine.setGateway(access);
  };

  readonly setTerms = (terms: Terms): void => {
    this.#current.engine.setTerms(terms);
    this.#start?.line.engine.setTerms(terms);
  };

  readonly remember = (change: MemoryChange): void => {
    this.#current.engine.remember(change);
    if (this.#start && this.#start.model.dir === this.#model?.dir) this.#start.line.engine.remember(change);
  };

  readonly state = (): EngineState => {
    const now = this.#current.engine.state();
    return this.#start && now.phase === 'ready' ? { ...now, next: this.#start.model.id } : now;
  };

  readonly close = (): void => {
    this.#giveUpStart();
    for (const line of this.#retired) line.engine.close();
    this.#current.engine.close();
  };

  #isReady(): boolean {
    return this.#current.engine.state().phase === 'ready';
  }

  #newLine(): Line {
    const line = new Line(this.#options.make(), (closed) => this.#retired.delete(closed));
    line.engine.onState(() => {
      if (line === this.#current) this.#tellState();
    });
    line.engine.onGateway((report) => {
      if (line === this.#current) this.#gateways.tell(report);
    });
    line.engine.onProcess(() => {
      if (line === this.#current) this.#processes.tell();
    });
    return line;
  }

  #tellState(): void {
    this.#states.tell(this.state());
  }

  #giveUpStart(): void {
    const given = this.#start;
    this.#start = null;
    given?.line.engine.close();
  }

  /** Starts `next` in a second process. */
  #startSecond(next: EngineModel, enter: () => void): Promise<void> {
    const line = this.#newLine();
    const ready = line.engine.use(next);
    const { terms, memory } = this.#current.engine.taught();
    line.engine.setTerms(terms);
    line.engine.setGateway(this.#current.engine.gatewayAccess());
    if (next.dir === this.#model?.dir) line.engine.remember({ add: memory, remove: [] });
    const done = this.#takeOverWhen(ready, line, next, enter);
    // A caller that does not wait must not bring the shell down.
    done.catch(() => undefined);
    this.#start = { line, model: next, done };
    this.#tellState();
    return done;
  }

  async #takeOverWhen(ready: Promise<void>, line: Line, next: EngineModel, enter: () => void): Promise<void> {
    const isCurrent = () => this.#start?.line === line;
    try {
      await ready;
      await this.#options.prepare(line.engine, next);
      // Preparing may have ended the process; another one is started by itself.
      await line.engine.use(next);
    } catch (error) {
      if (!isCurrent()) throw supersededStart();
      this.#giveUpStart();
      this.#tellState();
      throw error;
    }
    if (!isCurrent()) throw supersededStart();
    this.#takeOver(line, next, enter);
  }

  #takeOver(line: Line, next: EngineModel, enter: () => void): void {
    const old = this.#current;
    this.#current = line;
    this.#start = null;
    this.#model = next;
    enter();
    this.#processes.tell();
    this.#tellState();
    this.#gateways.tell(line.engine.gateway());
    this.#retired.add(old);
    old.retire();
  }
}

export const createEnginePair = (options: EnginePairOptions): EnginePair => new ExchangedEngine(options);
