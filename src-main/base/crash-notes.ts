import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import type { Child, ForkChild } from './child.ts';
import type { Clock } from './clock.ts';
import { replaceFileNow } from './durable.ts';
import { ownerOnlyFolder } from './owner-only.ts';

/** What a child process wrote to standard error before it crashed, in the data folder, for `doctor`. */

export interface CrashNote {
  /** The process's entry file without its extension. */
  readonly process: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly code: number | null;
  readonly signal: string | null;
  /** The last lines of standard error, without paths. */
  readonly lines: readonly string[];
}

const mostLines = 200;
/** Characters of a line; a dump without line ends must not fill the memory. */
const longestLine = 2000;

const ofCode = /\.(?:[cm]?[jt]s|cc?|cpp|h|node|so(?:\.\d+)*|dll|dylib|exe)(?::\d+)*$/i;
const separator = /[\\/]/;
const path = /(?:[A-Za-z]:|~|\\)?(?:[\\/][^\s\\/'"()<>|]+)+[\\/]?/g;

/** Removes paths, which hold names of people and documents; file names of code stay. */
export function withoutPaths(line: string, folders: readonly string[] = [homedir()]): string {
  const known = folders.filter((folder) => folder.length > 1);
  const shortened = known.reduce((text, folder) => text.replaceAll(folder, '~'), line);
  return shortened.replace(path, (found) => {
    const name = found.split(separator).at(-1) ?? '';
    return ofCode.test(name) ? `…/${name}` : '…';
  });
}

/** Retains the last lines of a stream. */
export class LastLines {
  #lines: string[] = [];
  #open = '';

  add(text: string): void {
    const lines = (this.#open + text).split(/\r?\n/);
    this.#open = (lines.pop() ?? '').slice(0, longestLine);
    this.#lines = [...this.#lines, ...lines.map((line) => line.slice(0, longestLine))].slice(-mostLines);
  }

  get(): readonly string[] {
    const all = this.#open === '' ? this.#lines : [...this.#lines, this.#open];
    return all.slice(-mostLines);
  }
}

const folderOf = (home: string) => join(home, 'crashes');

/** Adds a note for each child that ends by itself with an error. The last note of a process replaces the one before. */
export function withCrashNotes(fork: ForkChild, home: string, clock: Pick<Clock, 'now'>): ForkChild {
  return (entry, options = {}) => {
    if (options.quiet) return fork(entry, options);
    const last = new LastLines();
    const ended = Promise.withResolvers<void>();
    const child = fork(entry, {
      ...options,
      onStderr: (text) => (text === null ? ended.resolve() : last.add(text)),
    });
    let isKilled = false;
    child.onExit((code, signal) => {
      if (isKilled || code === 0) return;
      const process = basename(entry).replace(/(?:-process)?\.[jt]s$/, '');
      const at = clock.now();
      void ended.promise.then(() => {
        const lines = last.get().map((line) => withoutPaths(line, [home, homedir()]));
        writeNote(home, { process, at, code, signal, lines });
      });
    });
    const kill = () => {
      isKilled = true;
      child.kill();
    };
    return withKill(child, kill);
  };
}

const withKill = (child: Child, kill: () => void): Child => ({
  get pid() {
    return child.pid;
  },
  send: (message) => child.send(message),
  onMessage: (listener) => child.onMessage(listener),
  onExit: (listener) => child.onExit(listener),
  kill,
});

/** A disk that cannot be written must not turn a crash into two. */
function writeNote(home: string, note: CrashNote): void {
  try {
    mkdirSync(folderOf(home), { recursive: true, mode: ownerOnlyFolder });
    replaceFileNow(join(folderOf(home), `${note.process}.json`), JSON.stringify(note));
  } catch {
    return;
  }
}

/** The notes of a data folder, newest first. Files that are no notes are left out. */
export function readCrashNotes(home: string): readonly CrashNote[] {
  let names: string[];
  try {
    names = readdirSync(folderOf(home)).filter((name) => name.endsWith('.json'));
  } catch {
    return [];
  }
  return names.flatMap((name) => readNote(join(folderOf(home), name))).sort((a, b) => b.at - a.at);
}

function readNote(file: string): CrashNote[] {
  try {
    const note = JSON.parse(readFileSync(file, 'utf8')) as CrashNote;
    return Array.isArray(note.lines) && typeof note.at === 'number' ? [note] : [];
  } catch {
    return [];
  }
}
