/** Loads and unloads of one version, one after another in the order of asking. */
export interface VersionWork {
  /** Begins at once where nothing of this version is under way. */
  load(id: string, work: (signal: AbortSignal) => Promise<void>): void;
  /** Cuts short the loads before it: nobody wants them any more. */
  unload(id: string, work: () => Promise<void>): void;
  /** Settles when nothing of this version is under way. */
  settled(id: string): Promise<void>;
}

interface Chain {
  readonly abort: AbortController;
  readonly done: Promise<void>;
}

export function createVersionWork(): VersionWork {
  const chains = new Map<string, Chain>();

  function add(id: string, abort: AbortController, work: () => Promise<void>): void {
    const before = chains.get(id);
    const done = before ? before.done.then(work) : work();
    const chain = { abort, done };
    chains.set(id, chain);
    void done.finally(() => {
      if (chains.get(id) === chain) chains.delete(id);
    });
  }

  return {
    load(id, work) {
      const known = chains.get(id)?.abort;
      const abort = known && !known.signal.aborted ? known : new AbortController();
      add(id, abort, () => work(abort.signal));
    },
    unload(id, work) {
      const abort = chains.get(id)?.abort ?? new AbortController();
      abort.abort();
      add(id, abort, work);
    },
    async settled(id) {
      for (let chain = chains.get(id); chain; chain = chains.get(id)) await chain.done;
    },
  };
}
