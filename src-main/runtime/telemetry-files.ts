import type { Stats } from 'node:fs';
import { lstat, open, rmdir, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Removes what ONNX Runtime's telemetry client wrote before it was turned off. */

const underCache = ['Microsoft', 'DeveloperTools', '.onnxruntime'];
const sqliteHeader = /^SQLite format 3\0/;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\s*$/i;

/** What a file of the client begins with; its companions are known by name, next to a database that is. */
const marks: Readonly<Record<string, RegExp>> = { deviceid: uuid, 'onnxruntime.db': sqliteHeader };
const companions: Readonly<Record<string, readonly string[]>> = {
  deviceid: ['deviceid.lock'],
  'onnxruntime.db': ['-shm', '-wal', '-journal', '.ses'].map((ending) => `onnxruntime.db${ending}`),
};

/** @returns the client's folder, or null where the environment or the platform has none */
export function telemetryFolder(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string | null {
  const { HOME: home, XDG_CACHE_HOME: cache } = environment;
  if (platform === 'darwin') return home ? join(home, 'Library', 'Application Support', ...underCache) : null;
  if (platform !== 'linux') return null;
  if (cache) return join(cache, ...underCache);
  return home ? join(home, '.cache', ...underCache) : null;
}

const look = (path: string): Promise<Stats | null> => lstat(path).catch(() => null);

async function beginsWith(path: string, mark: RegExp): Promise<boolean> {
  if (!(await look(path))?.isFile()) return false;
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0);
    return mark.test(buffer.toString('latin1', 0, bytesRead));
  } finally {
    await file.close();
  }
}

async function removeFile(path: string): Promise<void> {
  if ((await look(path))?.isFile()) await unlink(path);
}

/**
 * Removes the device id and the event database where their content shows that they are the client's, then those of
 * the folders that are empty. Other files stay.
 * @throws the system's error where a file cannot be removed
 */
export async function removeTelemetryFiles(
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): Promise<void> {
  const folder = telemetryFolder(environment, platform);
  if (!folder || !(await look(folder))?.isDirectory()) return;
  for (const [name, mark] of Object.entries(marks)) {
    if (!(await beginsWith(join(folder, name), mark))) continue;
    for (const one of [name, ...(companions[name] ?? [])]) await removeFile(join(folder, one));
  }
  let empty = folder;
  for (const _ of underCache) {
    // A folder that holds anything else stays, and so do those above it.
    if (
      !(await rmdir(empty).then(
        () => true,
        () => false,
      ))
    )
      return;
    empty = dirname(empty);
  }
}
