/**
 * The file system with a disk that fails: stands in for `node:fs` and `node:fs/promises`, counts the writes below one
 * folder, and lets one of them fail.
 */

type Fs = typeof import('node:fs');
type Promises = typeof import('node:fs/promises');
type Handle = Awaited<ReturnType<Promises['open']>>;

export const disk = {
  /** Only writes to paths below it are counted. */
  folder: '',
  /** Number of the write that fails, from 1; 0 for none. */
  failAt: 0,
  code: 'ENOSPC',
  /** Names of the writes so far. */
  moments: [] as string[],
};

/** Counts from now on. */
export const watch = (folder: string, failAt = 0, code = 'ENOSPC'): void =>
  void Object.assign(disk, { folder, failAt, code, moments: [] });

function moment(name: string, path: unknown): void {
  if (disk.folder === '' || !String(path).startsWith(disk.folder)) return;
  disk.moments.push(name);
  if (disk.moments.length === disk.failAt)
    throw Object.assign(new Error(`${disk.code}: a disk of the test, ${name}`), { code: disk.code });
}

const isWriting = (flags: unknown): boolean => typeof flags === 'string' && flags !== 'r';

/** A handle whose writes are moments; a write that fails has written half, as on a real disk. */
function watchedHandle(handle: Handle, path: unknown): Handle {
  for (const name of ['writeFile', 'write', 'sync', 'truncate', 'utimes', 'chmod'] as const) {
    const real = handle[name].bind(handle) as (...values: unknown[]) => Promise<unknown>;
    const watched = async (...values: unknown[]) => {
      try {
        moment(`handle.${name}`, path);
      } catch (error) {
        if (name === 'writeFile') await real(String(values[0]).slice(0, 3));
        throw error;
      }
      return real(...values);
    };
    Object.assign(handle, { [name]: watched });
  }
  return handle;
}

export function failingPromises(real: Promises): Promises {
  const at =
    (name: keyof Promises, which = 0) =>
    async (...values: unknown[]) => {
      moment(name, values[which]);
      return (real[name] as (...all: unknown[]) => unknown)(...values);
    };
  return {
    ...real,
    open: (async (path, flags, mode) => {
      if (!isWriting(flags)) return real.open(path, flags, mode);
      moment('open', path);
      return watchedHandle(await real.open(path, flags, mode), path);
    }) as Promises['open'],
    mkdir: at('mkdir') as Promises['mkdir'],
    rename: at('rename', 1) as Promises['rename'],
    writeFile: at('writeFile') as Promises['writeFile'],
    copyFile: at('copyFile', 1) as Promises['copyFile'],
    utimes: at('utimes') as Promises['utimes'],
    chmod: at('chmod') as Promises['chmod'],
  };
}

export function failingSync(real: Fs): Fs {
  const opened = new Map<number, unknown>();
  const at =
    (name: keyof Fs, which = 0) =>
    (...values: unknown[]) => {
      moment(name, values[which]);
      return (real[name] as unknown as (...all: unknown[]) => unknown)(...values);
    };
  return {
    ...real,
    openSync: ((path, flags, mode) => {
      if (isWriting(flags)) moment('openSync', path);
      const number = real.openSync(path, flags, mode);
      // Folders are opened to be synced, after the rename that must not be undone by a failure.
      opened.set(number, isWriting(flags) ? path : null);
      return number;
    }) as Fs['openSync'],
    fsyncSync: (number) => {
      moment('fsyncSync', opened.get(number));
      real.fsyncSync(number);
    },
    mkdirSync: at('mkdirSync') as Fs['mkdirSync'],
    renameSync: at('renameSync', 1) as Fs['renameSync'],
    writeFileSync: at('writeFileSync') as Fs['writeFileSync'],
    copyFileSync: at('copyFileSync', 1) as Fs['copyFileSync'],
    chmodSync: at('chmodSync') as Fs['chmodSync'],
  };
}
