import { isAbsolute, resolve } from 'node:path';
import { formatOf } from '../documents/files/read-file.ts';

/** Files that the system gave the app to open: by a double click, or as arguments. */
export class HandedFiles {
  #paths: readonly string[] = [];
  #arrived: () => void = () => undefined;

  hand(paths: readonly string[]): void {
    if (paths.length === 0) return;
    this.#paths = [...new Set([...this.#paths, ...paths])];
    this.#arrived();
  }

  /** @returns the files since the last call */
  take(): readonly string[] {
    const paths = this.#paths;
    this.#paths = [];
    return paths;
  }

  /** Calls the listener when files arrive, in place of the one before. */
  onArrival(listener: () => void): void {
    this.#arrived = listener;
  }
}

/**
 * The documents among the arguments of a program.
 * @param folder that relative paths are of
 */
export function documentsIn(argv: readonly string[], folder: string): string[] {
  return argv
    .slice(1)
    .filter((one) => !one.startsWith('-') && formatOf(one) !== null)
    .map((one) => (isAbsolute(one) ? one : resolve(folder, one)));
}
