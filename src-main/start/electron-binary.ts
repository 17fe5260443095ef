import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Clock } from '../base/clock.ts';

/** Electron's binary, which its npm package downloads only on request. */

/** Milliseconds without a first byte after which the download is given up. */
export const silenceMilliseconds = 10_000;
const lookEvery = 500;

/** @returns path of the executable; null if it was not downloaded yet */
export async function findElectronBinary(
  packageFolder: string,
  environment: NodeJS.ProcessEnv,
): Promise<string | null> {
  const relative = await readFile(join(packageFolder, 'path.txt'), 'utf8').catch(() => null);
  if (relative === null) return null;
  const binary = join(
    environment.ELECTRON_OVERRIDE_DIST_PATH || join(packageFolder, 'dist'),
    relative.trim(),
  );
  return stat(binary).then(
    () => binary,
    () => null,
  );
}

async function bytesUnder(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const sizes = await Promise.all(
    names.map((name) =>
      stat(join(folder, name)).then(
        (one) => one.size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((all, size) => all + size, 0);
}

export interface FetchOptions {
  /** Path of the package's own install script. */
  readonly script: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly onBytes: (bytes: number) => void;
  readonly silence?: number;
}

/** The script's error message, without the stack. */
const reasonIn = (words: string) =>
  words
    .split('\n')
    .find((line) => /error|ENOTFOUND|ECONN|response/i.test(line))
    ?.trim()
    .slice(0, 160) ?? 'refused';

/** @param code a system error code that `causeOf` knows */
const gaveUp = (code: string, message: string) => Object.assign(new Error(message), { code });

/**
 * Runs the package's install script, which handles mirrors, caches and checksums, and watches the received bytes.
 * @throws Error if the download is refused or receives no first byte within `silence` milliseconds, or later none
 * for three times as long
 */
export async function fetchElectronBinary(options: FetchOptions): Promise<void> {
  const { script, environment, clock, onBytes, silence = silenceMilliseconds } = options;
  // The script downloads into the temporary folder; a folder of its own makes the progress visible.
  const temporary = await mkdtemp(join(tmpdir(), 'bumo-electron-'));
  const child = spawn(process.execPath, [script], {
    cwd: dirname(script),
    env: {
      ...environment,
      TMPDIR: temporary,
      TEMP: temporary,
      TMP: temporary,
      ELECTRON_GET_NO_PROGRESS: '1',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let words = '';
  child.stderr.on('data', (chunk: Buffer) => {
    words += chunk.toString('utf8');
  });
  let cancel = () => {};
  try {
    await new Promise<void>((resolve, reject) => {
      let bytes = 0;
      let heard = clock.monotonic();
      const look = async () => {
        const now = await bytesUnder(temporary);
        if (now > bytes) {
          bytes = now;
          heard = clock.monotonic();
          onBytes(bytes);
        } else if (clock.monotonic() - heard > silence && bytes === 0) {
          reject(gaveUp('ETIMEDOUT', `no data for ${silence / 1000} seconds`));
          return;
        } else if (clock.monotonic() - heard > 3 * silence) {
          reject(gaveUp('ECONNRESET', 'the download stopped'));
          return;
        }
        cancel = clock.after(lookEvery, () => void look());
      };
      cancel = clock.after(lookEvery, () => void look());
      child.on('error', reject);
      child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(reasonIn(words)))));
    });
  } finally {
    cancel();
    child.kill('SIGKILL');
    await rm(temporary, { recursive: true, force: true });
  }
}
