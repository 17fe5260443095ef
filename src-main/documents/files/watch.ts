import { type FSWatcher, watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Clock } from '../../base/clock.ts';
import { compareStamp, type FileStamp } from './stamp.ts';

/** Notices when another program changes an open file. */
export interface FileWatch {
  /** From now on changes against this stamp are told; a newer stamp takes the place of an older one. */
  track(path: string, stamp: FileStamp): void;
  close(): void;
}

export interface FileWatchOptions {
  readonly clock: Clock;
  readonly onChange: (path: string, state: 'changed' | 'gone') => void;
}

/** Programs write a file in several steps; one look after the last of them is enough. */
const settleMs = 200;
const most = 64;

/** Watches folders rather than files: most programs replace a file, and a watch on the old one would end with it. */
export function createFileWatch({ clock, onChange }: FileWatchOptions): FileWatch {
  const stamps = new Map<string, FileStamp>();
  const folders = new Map<string, FSWatcher>();
  const pending = new Map<string, () => void>();

  async function look(path: string): Promise<void> {
    const stamp = stamps.get(path);
    if (!stamp) return;
    const { state } = await compareStamp(path, stamp).catch(() => ({ state: 'same' as const }));
    // Saved or opened anew while it was looked at: that is no news.
    if (state !== 'same' && stamps.get(path) === stamp) onChange(path, state);
  }

  function touched(path: string): void {
    pending.get(path)?.();
    pending.set(
      path,
      clock.after(settleMs, () => {
        pending.delete(path);
        void look(path);
      }),
    );
  }

  function watchFolder(folder: string): void {
    if (folders.has(folder)) return;
    try {
      const watcher = watch(folder, { persistent: false }, (_event, name) => {
        for (const path of stamps.keys())
          if (dirname(path) === folder && (name === null || basename(path) === name)) touched(path);
      });
      // A folder that goes away, or a system out of watches: the look at every focus is left.
      watcher.on('error', () => {
        watcher.close();
        folders.delete(folder);
      });
      folders.set(folder, watcher);
    } catch {
      // As above.
    }
  }

  function forgetOldest(): void {
    const [oldest] = stamps.keys();
    if (stamps.size <= most || oldest === undefined) return;
    stamps.delete(oldest);
    const folder = dirname(oldest);
    if ([...stamps.keys()].some((path) => dirname(path) === folder)) return;
    folders.get(folder)?.close();
    folders.delete(folder);
  }

  return {
    track(path, stamp) {
      stamps.delete(path);
      stamps.set(path, stamp);
      forgetOldest();
      watchFolder(dirname(path));
    },
    close() {
      for (const cancel of pending.values()) cancel();
      for (const watcher of folders.values()) watcher.close();
      stamps.clear();
      folders.clear();
    },
  };
}
