import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { modelCache, realModelId, requireRealModel } from '../support/real-model.ts';
import { writeTinyModel } from '../support/tiny-model.ts';

requireRealModel();
const root = fileURLToPath(new URL('../..', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'bumo-cli-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Runs the command line as users do, with the real model unless told otherwise. */
function bumo(args: readonly string[], { input, ...env }: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['src-main/cli.ts', ...args], {
    cwd: root,
    encoding: 'utf8',
    ...(input === undefined ? {} : { input }),
    env: { ...process.env, BUMO_HOME: home, BUMO_MODELS: modelCache, LANG: 'en_US.UTF-8', ...env },
  });
  return { status, stdout, stderr: stderr.trim() };
}

const noModel = join(home, 'no-model');
mkdirSync(noModel);
const empty = { BUMO_HOME: join(home, 'empty'), BUMO_MODELS: join(home, 'empty', 'models') };

describe('fill', () => {
  test('--json prints one document with words and probabilities', () => {
    const { status, stdout } = bumo(['fill', '今天[MASK]气很好，我们去公园玩。', '--json', '--top', '3']);
    expect(status).toBe(0);
    const { gaps, ms } = JSON.parse(stdout) as {
      gaps: { candidates: { word: string; probability: number }[] }[];
      ms: number;
    };
    expect(gaps).toHaveLength(1);
    expect(gaps[0]?.candidates).toHaveLength(3);
    expect(gaps[0]?.candidates[0]?.word).toBe('天');
    expect(ms).toBeGreaterThan(0);
  });

  test('prints a word a line without, and reads standard input for -', () => {
    const { status, stdout } = bumo(['fill', '-', '--max-length', '1'], {
      input: '北京是中国的首[MASK]。\n',
    });
    expect(status).toBe(0);
    expect(stdout.split('\n')[0]).toMatch(/^都\t\d+\.\d %$/);
  });
});

test('exam prints its eight figures, and of which version they are', () => {
  const suite = join(home, 'suite.jsonl');
  const items = [
    { text: '北京是中国的首[MASK]。', answer: '都' },
    { text: '床前明月光疑是地[MASK]霜', answer: '错' },
  ];
  writeFileSync(suite, items.map((item) => `${JSON.stringify(item)}\n`).join(''));
  const { status, stdout } = bumo(['exam', '--suite', suite, '--json']);
  expect(status).toBe(0);
  const report = JSON.parse(stdout) as Record<string, unknown>;
  const figures = ['n', 'top1', 'top3', 'top5', 'mrr', 'ece', 'p50_ms', 'p95_ms'];
  expect(Object.keys(report)).toEqual([...figures, 'version', 'memory']);
  expect(report).toMatchObject({ version: 'base', memory: true });
  expect(report).toMatchObject({ n: 2, top1: 0.5, top5: 0.5 });
});

describe('models', () => {
  test('are listed, imported from a folder and removed', async () => {
    const own = { BUMO_HOME: join(home, 'own'), BUMO_MODELS: join(home, 'own', 'models') };
    const folder = join(home, 'my-bert');
    await writeTinyModel(folder);
    const imported = bumo(['models', 'import', folder, '--json'], own);
    expect(imported.status).toBe(0);
    const list = () =>
      JSON.parse(bumo(['models', 'list', '--json'], own).stdout) as {
        models: { id: string; installed: boolean }[];
      };
    expect(list().models.filter(({ installed }) => installed)).toHaveLength(1);
    const [one] = list().models.filter(({ installed }) => installed);
    expect(bumo(['models', 'remove', one?.id ?? ''], own).status).toBe(0);
    expect(list().models.filter(({ installed }) => installed)).toHaveLength(0);
  });

  test('the real one is there', () => {
    expect(bumo(['models', 'list']).stdout).toContain(realModelId);
  });
});

test('doctor names the folder, the provider and every check', () => {
  const { status, stdout } = bumo(['doctor', '--json']);
  expect(status).toBe(0);
  const report = JSON.parse(stdout) as { modelsDir: string; provider: string; checks: unknown };
  expect(report).toMatchObject({ modelsDir: modelCache, provider: 'cpu' });
  for (const name of ['store', 'disk', 'models', 'providers', 'engine'])
    expect(JSON.stringify(report)).toContain(name);
});

test('gpu names each provider of this machine, and what the ones that do not work need', () => {
  const { status, stdout } = bumo(['gpu', '--json'], empty);
  expect(status).toBe(0);
  const report = JSON.parse(stdout) as { machine: string; providers: { advice: string[] }[] };
  expect(report.machine).toBe(`${process.platform}-${process.arch}`);
  for (const { advice } of report.providers) expect(advice.length).toBeGreaterThan(0);
  const { status: failed, stderr } = bumo(['gpu', '--from', noModel], empty);
  expect(failed).toBe(1);
  expect(stderr).toContain('libonnxruntime_providers_cuda.so');
});

test('doctor shows what a process wrote before it crashed', () => {
  const crashed = join(home, 'crashed');
  mkdirSync(join(crashed, 'crashes'), { recursive: true });
  const lines = Array.from({ length: 30 }, (_, i) => `line ${i}`);
  const note = { process: 'engine', at: 0, code: null, signal: 'SIGSEGV', lines };
  writeFileSync(join(crashed, 'crashes', 'engine.json'), JSON.stringify(note));
  const env = { BUMO_HOME: crashed, BUMO_MODELS: join(crashed, 'models') };
  const { stdout } = bumo(['doctor'], env);
  expect(stdout).toContain('! engine\t1970-01-01T00:00:00Z');
  expect(stdout).toContain('SIGSEGV');
  expect(stdout).toContain('    line 29\n');
  expect(stdout).not.toContain('line 9\n');
  expect(JSON.parse(bumo(['doctor', '--json'], env).stdout).crashes).toEqual([note]);
});

describe('what is wrong is told in one line that says what to do, with a code that is not 0', () => {
  test.each([
    ['no gap', ['fill', '没有空缺'], {}, /\[MASK\]/],
    ['no model', ['fill', '今天[MASK]气'], empty, /models install/],
    ['a number that is none', ['fill', '今天[MASK]气', '--top', 'x'], {}, /whole number/],
    ['an unknown command', ['fly'], {}, /unknown command/],
    ['an unknown model', ['models', 'install', 'gpt'], {}, /gpt/],
    ['a folder without a model', ['models', 'import', noModel], {}, /config\.json/],
    ['a suite that is not there', ['exam', '--suite', '/nowhere.jsonl'], {}, /nowhere/],
  ] as const)('%s', (_name, args, env, message) => {
    const { status, stdout, stderr } = bumo(args, env);
    expect(status).not.toBe(0);
    expect(stdout).toBe('');
    expect(stderr.split('\n')).toHaveLength(1);
    expect(stderr).toMatch(message);
  });
});
