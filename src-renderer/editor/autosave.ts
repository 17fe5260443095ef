/** Calls `run` after `ms`; the returned function cancels it. */
export type Schedule = (ms: number, run: () => void) => () => void;

export type SaveState = 'saved' | 'saving' | 'unsaved';

export interface AutosaveOptions {
  /** The document as it is now. */
  readonly read: () => string;
  readonly save: (content: string) => Promise<void>;
  readonly schedule: Schedule;
  readonly onState: (state: SaveState, error?: unknown) => void;
  /** Counted from the first unsaved change, so that steady typing is saved too. */
  readonly delayMs?: number;
  readonly retryMs?: number;
}

export interface Autosave {
  changed(): void;
  /** Saves what is not saved yet without waiting. */
  flush(): void;
}

/** One save at a time; what changed meanwhile goes with the next, and a failed one is tried again. */
export function createAutosave(options: AutosaveOptions): Autosave {
  const { read, save, schedule, onState, delayMs = 400, retryMs = 3000 } = options;
  let dirty = false;
  let saving = false;
  let cancel: (() => void) | null = null;

  function later(ms: number): void {
    cancel ??= schedule(ms, () => {
      cancel = null;
      void start(false);
    });
  }

  async function start(urgent: boolean): Promise<void> {
    if (!dirty || (saving && !urgent)) return;
    dirty = false;
    saving = true;
    onState('saving');
    try {
      await save(read());
      saving = false;
      if (dirty) later(delayMs);
      else onState('saved');
    } catch (error) {
      saving = false;
      dirty = true;
      onState('unsaved', error);
      later(retryMs);
    }
  }

  return {
    changed() {
      // From here on the disk is behind the page: the writer is not told otherwise.
      if (!dirty && !saving) onState('saving');
      dirty = true;
      if (!saving) later(delayMs);
    },
    flush() {
      cancel?.();
      cancel = null;
      void start(true);
    },
  };
}
