import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { FakeRay, serverOf } from '../../controller/servers.ts';
import { patience } from '../../support/patience.ts';
import { tempDir } from '../../support/temp.ts';

/** The commands of `gateway`, in processes of their own, against a server that answers as Ray does. */

const root = fileURLToPath(new URL('../../..', import.meta.url));
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

interface Place {
  readonly home: string;
  readonly counts: Map<string, { answered: number; failed: number }>;
  readonly shares: () => unknown;
  readonly watch: (...more: string[]) => ChildProcess;
  readonly run: (...words: string[]) => Promise<{ status: number | null; out: string; err: string }>;
}

async function place(): Promise<Place> {
  const home = tempDir();
  const ray = new FakeRay({ base: 1 });
  const counts = new Map<string, { answered: number; failed: number }>();
  const control = await serverOf(ray.answer);
  const url = await serverOf(({ path }) => {
    const version = path.split('/')[5] ?? '';
    if (path.endsWith('/ready')) return {};
    const { answered, failed } = counts.get(version) ?? { answered: 0, failed: 0 };
    const stats = { success: { count: answered, ns: answered * 3e7 }, fail: { count: failed, ns: 0 } };
    return { body: { model_stats: [{ name: 'bumo', version, inference_stats: stats }] } };
  });
  const env = { ...process.env, BUMO_HOME: home, LANG: 'en_US.UTF-8', LC_ALL: '' };
  const start = (words: readonly string[]) => {
    const child = spawn(process.execPath, ['src-main/cli.ts', 'gateway', ...words], { cwd: root, env });
    children.push(child);
    return child;
  };
  return {
    home,
    counts,
    shares: () => ray.shares(),
    watch: (...more) => {
      const engine = ['--engine', 'ray', '--control', control, '--url', url, '--stable', 'base'];
      return start(['watch', ...engine, '--canary', 'v1', '--every', '1', ...more]);
    },
    run: async (...words) => {
      const child = start(words);
      let [out, err] = ['', ''];
      child.stdout?.on('data', (part) => (out += part));
      child.stderr?.on('data', (part) => (err += part));
      const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
      return { status, out, err };
    },
  };
}

async function until(what: () => boolean): Promise<void> {
  const end = performance.now() + patience;
  while (!what()) {
    expect(performance.now(), 'it took too long').toBeLessThan(end);
    await wait(50);
  }
}

const ended = (child: ChildProcess) => new Promise((resolve) => child.once('close', resolve));
const five = JSON.stringify({ base: 0.95, v1: 0.05 });

test('watch offers the canary, and stops it on its errors', { timeout: patience }, async () => {
  const { counts, shares, watch, run } = await place();
  const child = watch();
  await until(() => JSON.stringify(shares()) === five);
  counts.set('base', { answered: 400, failed: 0 });
  counts.set('v1', { answered: 18, failed: 2 });
  await until(() => JSON.stringify(shares()) === JSON.stringify({ base: 1 }));
  child.kill('SIGTERM');
  await ended(child);
  const { out } = await run('status', '--json');
  const status = JSON.parse(out) as { entries: { kind: string }[]; wanted: unknown };
  expect(status.entries.map(({ kind }) => kind)).toEqual(['phase', 'opened']);
  expect(status.wanted).toEqual({ base: 1 });
});

test('back works while a controller runs, and where its process was killed', {
  timeout: patience,
}, async () => {
  const { shares, watch, run } = await place();
  const child = watch();
  await until(() => JSON.stringify(shares()) === five);
  expect(await run('push')).toMatchObject({ status: 0 });
  expect(shares()).toEqual({ base: 0.8, v1: 0.2 });
  const second = await run(
    'watch',
    '--engine',
    'ray',
    '--control',
    'http://127.0.0.1:1',
    '--url',
    'http://127.0.0.1:1',
    '--stable',
    'base',
  );
  expect(second.err).toContain('Another controller uses');
  child.kill('SIGKILL');
  await ended(child);
  expect((await run('push')).err).toContain('No controller runs');
  expect(await run('back')).toMatchObject({ status: 0 });
  expect(shares()).toEqual({ base: 1 });
  expect((await run('back')).err).toContain('There is no version to go back to');
});

test('counts of desktops need a key, and an address of this machine or a certificate', {
  timeout: patience,
}, async () => {
  const { home, watch } = await place();
  const refused = async (...more: string[]) => {
    const child = watch(...more);
    let err = '';
    child.stderr?.on('data', (part) => (err += part));
    await ended(child);
    return err;
  };
  expect(await refused('--reports', '0')).toContain('--reports-token is missing');
  const key = join(home, 'key');
  writeFileSync(key, 'secret');
  expect(await refused('--reports', '0.0.0.0:0', '--reports-token', key)).toContain('needs a certificate');
});

/** Sends counts as a machine with this address would. */
const sendFrom = (localAddress: string, to: string, counts: object) =>
  new Promise<number>((resolve, reject) => {
    const body = JSON.stringify({ version: 'v1', accepted: 0, refused: 0, errors: 0, ...counts });
    const headers = { authorization: 'Bearer secret' };
    const asked = request(`${to}/v1/outcomes`, { method: 'POST', headers, localAddress }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.on('error', reject).end(body);
  });

// macOS has one address of its own unless somebody adds more.
test.skipIf(process.platform === 'darwin')(
  'errors of one desktop are no evidence; once a second one has met them, they stop the canary',
  { timeout: patience },
  async () => {
    const { home, shares, watch, run } = await place();
    const key = join(home, 'key');
    writeFileSync(key, 'secret');
    const child = watch('--reports', '0', '--reports-token', key);
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part) => (said += part));
    const isFive = () => JSON.stringify(shares()) === five;
    await until(isFive);
    await until(() => said.includes('Counts from desktops'));
    const to = /desktops are taken at (\S+)/.exec(said)?.[1] ?? '';
    for (let i = 0; i < 20; i++) expect(await sendFrom('127.0.0.1', to, { errors: 9 })).toBe(204);
    // Two looks of the controller.
    await wait(2_500);
    expect(isFive()).toBe(true);
    expect(await sendFrom('127.0.0.2', to, { errors: 1 })).toBe(204);
    await until(() => !isFive());
    child.kill('SIGTERM');
    await ended(child);
    const status = JSON.parse((await run('status', '--json')).out) as { entries: { kind: string }[] };
    expect(status.entries.map(({ kind }) => kind)).toEqual(['phase', 'opened']);
  },
);

test('what happened goes to a file, and into the archive of a desktop once', {
  timeout: patience,
}, async () => {
  const { home, shares, watch, run } = await place();
  const child = watch();
  await until(() => JSON.stringify(shares()) === five);
  child.kill('SIGTERM');
  await ended(child);
  await run('back');
  const file = join(home, 'record.json');
  expect(await run('record', file)).toMatchObject({ status: 0 });
  const record = JSON.parse(readFileSync(file, 'utf8')) as { entries: { version: string; id: number }[] };
  // This desktop has no version v1; the base model it has.
  for (const one of record.entries) one.version = 'base';
  writeFileSync(file, JSON.stringify(record));
  const added = async () => JSON.parse((await run('import', file, '--json')).out) as unknown;
  expect(await added()).toEqual({ added: 2 });
  expect(await added()).toEqual({ added: 0 });
  const shown = spawnSync(process.execPath, ['src-main/cli.ts', 'versions', 'show', 'base'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, BUMO_HOME: home, LANG: 'en_US.UTF-8', LC_ALL: '' },
  });
  expect(shown.stdout).toContain('On the engine of the organisation: It began to answer 5 % of the requests');
  for (const one of record.entries) one.id = 1;
  writeFileSync(file, JSON.stringify(record));
  expect((await run('import', file)).err).toContain('was not written by gateway record');
});
