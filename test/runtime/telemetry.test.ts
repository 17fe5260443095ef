import { fork } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { createApp } from '../../src-main/app/app.ts';
import { childEnvironment, type ForkChild, type ForkOptions } from '../../src-main/base/child.ts';
import { systemClock } from '../../src-main/base/clock.ts';
import { silentLog } from '../../src-main/base/log.ts';
import { childEntry } from '../../src-main/base/paths.ts';
import { createEngine } from '../../src-main/engine/engine.ts';
import { removeTelemetryFiles, telemetryFolder } from '../../src-main/runtime/telemetry-files.ts';
import { forkUtility } from '../../src-main/shell/electron/utility.ts';
import { openWritable } from '../../src-main/store/db.ts';
import { migrate } from '../../src-main/store/migrate.ts';
import { migrations } from '../../src-main/store/migrations/index.ts';
import { appOptions } from '../support/app-options.ts';
import { tempDir } from '../support/temp.ts';
import { writeTinyModel } from '../support/tiny-model.ts';

const utility = vi.hoisted(() => ({ fork: vi.fn(() => ({ on: () => undefined, once: () => undefined })) }));
vi.mock('electron', () => ({ utilityProcess: utility }));

const filesUnder = (dir: string) =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((one) => !one.isDirectory())
    .map(({ parentPath, name }) => join(parentPath, name));

/** A launcher that passes nothing on but a home: no switch, and nothing by which the library knows a test or CI. */
const forkInto =
  (home: string): ForkChild =>
  (entry, options = {}) => {
    const child = fork(entry, [], {
      serialization: 'advanced',
      env: { HOME: home, XDG_CACHE_HOME: join(home, 'cache'), ...options.env },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      execArgv: [...(options.execArgv ?? [])],
    });
    return {
      pid: child.pid,
      send: (message) => void child.send(message as object),
      onMessage: (listener) => void child.on('message', listener),
      onExit: (listener) => void child.on('exit', listener),
      kill: () => void child.kill('SIGKILL'),
    };
  };

test('an engine that answers leaves nothing in the home and cache folders of its user', async () => {
  const home = tempDir();
  const dir = tempDir();
  await writeTinyModel(dir);
  const engine = createEngine({
    fork: forkInto(home),
    entry: childEntry('engine/engine-process'),
    clock: systemClock,
    log: silentLog,
    choose: async () => ({ provider: 'cpu', note: null }),
  });
  try {
    await engine.use({ id: 'tiny', dir, provider: 'cpu', standInFor: null });
    const { gaps } = await engine.fill({ text: '今天天[MASK]很好', maxLength: 1, top: 1 });
    expect(gaps[0]?.candidates).toHaveLength(1);
  } finally {
    engine.close();
  }
  expect(filesUnder(home)).toEqual([]);
});

test('both launchers start every process with telemetry off', () => {
  const asked: ForkOptions = { env: { ORT_DISABLE_TELEMETRY: '0', OTHER: '1' } };
  expect(childEnvironment(asked)).toMatchObject({ ORT_DISABLE_TELEMETRY: '1', OTHER: '1' });
  forkUtility('entry.js', asked);
  expect(utility.fork).toHaveBeenCalledWith(
    'entry.js',
    [],
    expect.objectContaining({ env: expect.objectContaining({ ORT_DISABLE_TELEMETRY: '1' }) }),
  );
});

test('the folder follows the platform; without a home there is none', () => {
  const under = join('Microsoft', 'DeveloperTools', '.onnxruntime');
  expect(telemetryFolder({ HOME: '/h' }, 'linux')).toBe(join('/h', '.cache', under));
  expect(telemetryFolder({ HOME: '/h', XDG_CACHE_HOME: '/c' }, 'linux')).toBe(join('/c', under));
  expect(telemetryFolder({ HOME: '/h', XDG_CACHE_HOME: '/c' }, 'darwin')).toBe(
    join('/h', 'Library', 'Application Support', under),
  );
  expect(telemetryFolder({}, 'linux')).toBeNull();
  expect(telemetryFolder({ HOME: 'C:\\h' }, 'win32')).toBeNull();
});

const deviceId = '0f3c0a52-9f0e-4a5b-8a55-2f6f0c1d9e77';
const database = `SQLite format 3\0${'\0'.repeat(80)}`;

function home(files: Record<string, string>) {
  const cache = tempDir();
  const folder = telemetryFolder({ XDG_CACHE_HOME: cache }, 'linux') ?? '';
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return { cache, folder, clean: () => removeTelemetryFiles({ XDG_CACHE_HOME: cache }, 'linux') };
}

test('what the client wrote is removed, with its empty folders', async () => {
  const { cache, clean } = home({
    deviceid: deviceId,
    'deviceid.lock': '',
    'onnxruntime.db': database,
    'onnxruntime.db-shm': 'x',
    'onnxruntime.db-wal': 'x',
  });
  writeFileSync(join(cache, 'Microsoft', 'other.txt'), 'of another program');
  await clean();
  expect(readdirSync(cache, { recursive: true }).sort()).toEqual([
    'Microsoft',
    join('Microsoft', 'other.txt'),
  ]);
  await clean();
});

test('files that only have the names stay, and so do others', async () => {
  const { folder, clean } = home({
    deviceid: 'notes of mine',
    'deviceid.lock': '',
    'onnxruntime.db': 'a list of databases',
    'onnxruntime.db-wal': 'x',
    'other.txt': deviceId,
  });
  await clean();
  expect(readdirSync(folder)).toHaveLength(5);
});

test('the app removes what an earlier version left, once', async () => {
  const dir = tempDir();
  const environment = { HOME: tempDir() };
  const folder = telemetryFolder(environment, process.platform) ?? environment.HOME;
  const left = join(folder, 'deviceid');
  const leave = () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(left, deviceId);
  };
  const start = async () => {
    const app = await createApp({ ...appOptions({ BUMO_HOME: dir }), environment });
    await app.close();
  };
  const db = openWritable(join(dir, 'bumo.db'));
  migrate(db, migrations.slice(0, 16));
  db.exec(`INSERT INTO drafts VALUES ('main', '{}', 5, '')`);
  db.close();
  leave();
  await start();
  expect(existsSync(left)).toBe(process.platform === 'win32');
  // Whatever is there later is another program's.
  leave();
  await start();
  expect(existsSync(left)).toBe(true);
});
