import { CodedError } from '../base/error.ts';
import { createListeners } from '../base/listeners.ts';
import type { EngineState } from '../contract/schemas.ts';
import type { Engine } from './api.ts';
import { type EngineModel, sameModel } from './state.ts';
import { replaced } from './texts.ts';

/** An engine whose process is exchanged while it answers: for another model, another provider, or a fresh start. */
export interface EnginePair extends Engine {
  /**
   * Where a model answers, the next one is started beside it and takes over once it is ready; one that cannot be
   * started leaves everything as it was. Requests end where they began.
   * @param enter called when the next model takes over, before anything is asked of it
   * @throws CodedError why the model cannot be used, `superseded` by a later `use`
   */
  use(model: EngineModel | null, enter?: () => void): Promise<void>;
  /** The same model in a new process. Does nothing where none is ready or another start is under way. */
  renew(): Promise<void>;
}

export interface EnginePairOptions {
  readonly make: () => Engine;
  /** Makes an engine fit to take over: what requests will ask of it is loaded. */
  readonly prepare: (engine: Engine, model: EngineModel) => Promise<void>;
}

/** An engine and its requests. */
interface Line {
  readonly engine: Engine;
  open: number;
  retired: boolean;
}

interface Start {
  readonly line: Line;
  readonly model: EngineModel;
  readonly done: Promise<void>;
}

export const supersededStart = () => new CodedError(replaced.code, replaced.text);

export function createEnginePair({ make, prepare }: EnginePairOptions): EnginePair {
  const states = createListeners<[EngineState]>();
  const processes = createListeners();
  const retired = new Set<Line>();
  let model: EngineModel | null = null;
  let start: Start | null = null;
  let current = lineOf(make());

  function lineOf(engine: Engine): Line {
    const line = { engine, open: 0, retired: false };
    engine.onState(() => {
      if (line === current) tellState();
    });
    engine.onProcess(() => {
      if (line === current) processes.tell();
    });
    return line;
  }

  function state(): EngineState {
    const now = current.engine.state();
    return start && now.phase === 'ready' ? { ...now, next: start.model.id } : now;
  }

  function tellState(): void {
    states.tell(state());
  }

  function giveUpStart(): void {
    const given = start;
    start = null;
    given?.line.engine.close();
  }

  /** The old engine ends with its last request. */
  function closeWhenIdle(line: Line): void {
    if (line.open > 0) return;
    retired.delete(line);
    line.engine.close();
  }

  function takeOver({ line, model: next }: Start, enter: () => void): void {
    const old = current;
    current = line;
    start = null;
    model = next;
    enter();
    processes.tell();
    tellState();
    old.retired = true;
    retired.add(old);
    closeWhenIdle(old);
  }

  /** Starts `next` beside the engine that answers. */
  function startBeside(next: EngineModel, enter: () => void): Promise<void> {
    const line = lineOf(make());
    const { engine } = line;
    const ready = engine.use(next);
    const { terms, memory } = current.engine.taught();
    engine.setTerms(terms);
    if (next.dir === model?.dir) engine.remember({ add: memory, remove: [] });
    const mine = () => start?.line === line;

    async function run(): Promise<void> {
      try {
        await ready;
        await prepare(engine, next);
        // Preparing it may have ended its process; another one is started by itself.
        await engine.use(next);
      } catch (error) {
        if (!mine()) throw supersededStart();
        giveUpStart();
        tellState();
        throw error;
      }
      if (!start || !mine()) throw supersededStart();
      takeOver(start, enter);
    }
    const done = run();
    // A caller that does not wait must not bring the shell down.
    done.catch(() => undefined);
    start = { line, model: next, done };
    tellState();
    return done;
  }

  return {
    use(next, enter = () => undefined) {
      if (start && next && sameModel(start.model, next)) return start.done;
      giveUpStart();
      const answers = current.engine.state().phase === 'ready';
      if (next && answers && !sameModel(model, next)) return startBeside(next, enter);
      model = next;
      enter();
      return current.engine.use(next);
    },
    renew() {
      if (start || !model || current.engine.state().phase !== 'ready') return Promise.resolve();
      return startBeside(model, () => undefined);
    },
    fill(request, options) {
      const line = current;
      line.open++;
      return line.engine.fill(request, options).finally(() => {
        line.open--;
        if (line.retired) closeWhenIdle(line);
      });
    },
    load: (version, gaps) => current.engine.load(version, gaps),
    unload: (id) => current.engine.unload(id),
    embed: (places) => current.engine.embed(places),
    prepare: (texts, options) => current.engine.prepare(texts, options),
    setTerms(words) {
      current.engine.setTerms(words);
      start?.line.engine.setTerms(words);
    },
    remember(change) {
      current.engine.remember(change);
      if (start && start.model.dir === model?.dir) start.line.engine.remember(change);
    },
    taught: () => current.engine.taught(),
    state,
    onState: states.add,
    onProcess: processes.add,
    restart: () => current.engine.restart(),
    close() {
      giveUpStart();
      for (const line of retired) line.engine.close();
      current.engine.close();
    },
  };
}
