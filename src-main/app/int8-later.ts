import type { Clock } from '../base/clock.ts';
import { type TryInt8Options, tryInt8 } from '../engine/try-int8.ts';

export interface Int8LaterOptions extends TryInt8Options {
  readonly clock: Clock;
  /** @returns the folder of the model in use; null where there is none */
  readonly modelDir: () => string | null;
  /** @returns milliseconds since the writer did something */
  readonly idle: () => number;
}

/** A trial takes both cores for a minute: it waits until the writer has been away for this long, milliseconds. */
const awayFor = 60_000;

/**
 * Tries the int8 copy of a model that was installed without a trial, once the writer is away. The engine uses an
 * accepted copy from its next start on.
 * @returns a function that ends this
 */
export function tryInt8Later({ clock, modelDir, idle, ...options }: Int8LaterOptions): () => void {
  const abort = new AbortController();
  let cancel: () => void = () => undefined;
  const look = () => {
    const dir = idle() >= awayFor ? modelDir() : null;
    if (dir === null) cancel = clock.after(awayFor, look);
    else void tryInt8(options, dir, { signal: abort.signal });
  };
  cancel = clock.after(awayFor, look);
  return () => {
    cancel();
    abort.abort();
  };
}
