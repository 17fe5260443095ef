import { type FSWatcher, watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Clock } from '../../base/clock.ts';
import { compareStamp, type FileStamp } from './stamp.ts';

/** Notices when another program changes an open file. */
export interface FileWatch {
  /** Reports changes of a file against this stamp from now on. A newer stamp replaces an older one. */
  track(path: string, stamp: FileStamp): void;
  close(): void;
}

export interface FileWatchOptions {
  readonly clock: Clock;
  readonly onChange: (path: string, state: 'changed' | 'gone') => void;
}

/** Programs write a file in several steps: it is compared once, after the last of them. */
const settleMs = 200;
/** Files that are tracked; the one that was tracked first is forgotten. */
const most = 64;

/** Watches folders rather than files: most programs replace a file, which would end a watch on the file itself. */
class FolderWatches {
  readonly #watchers = new Map<string, FSWatcher>();
  /** @param name of the file that was touched; null where the system does not tell */
  readonly #onTouch: (folder: string, name: string | null) => void;

  constructor(onTouch: (folder: string, name: string | null) => void) {
    this.#onTouch = onTouch;
  }

  start(folder: string): void {
    if (this.#watchers.has(folder)) return;
    try {
      const watcher = watch(folder, { persistent: false }, (_event, name) => this.#onTouch(folder, name));
      watcher.on('error', () => this.stop(folder));
      this.#watchers.set(folder, watcher);
    } catch {
      // The folder is gone, or the system has no watches left. Files are compared whenever the window gets the focus.
    }
  }

  stop(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
  }

  close(): void {
    for (const folder of [...this.#watchers.keys()]) this.stop(folder);
  }
}

export function createFileWatch({ clock, onChange }: FileWatchOptions): FileWatch {
  const stamps = new Map<string, FileStamp>();
  const pending = new Map<string, () => void>();
  const folders = new FolderWatches((folder, name) => {
    for (const path of stamps.keys())
      if (dirname(path) === folder && (name === null || basename(path) === name)) touched(path);
  });

  async function compare(path: string): Promise<void> {
    const stamp = stamps.get(path);
    if (!stamp) return;
    const { state } = await compareStamp(path, stamp).catch(() => ({ state: 'same' as const }));
    // A file that was saved or opened meanwhile has another stamp.
    if (state !== 'same' && stamps.get(path) === stamp) onChange(path, state);
  }

  function touched(path: string): void {
    pending.get(path)?.();
    const cancel = clock.after(settleMs, () => {
      pending.delete(path);
      void compare(path);
    });
    pending.set(path, cancel);
  }

  function forgetOldest(): void {
    const [oldest] = stamps.keys();
    if (stamps.size <= most || oldest === undefined) return;
    stamps.delete(oldest);
    const folder = dirname(oldest);
    if (![...stamps.keys()].some((path) => dirname(path) === folder)) folders.stop(folder);
  }

  return {
    track(path, stamp) {
      stamps.delete(path);
      stamps.set(path, stamp);
      forgetOldest();
      folders.start(dirname(path));
    },
    close() {
      for (const cancel of pending.values()) cancel();
      folders.close();
      stamps.clear();
    },
  };
}
