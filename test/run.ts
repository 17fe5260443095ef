/**
 * The whole test run: lint, types, unused code, the real model, unit tests, build, real browser.
 * Every step runs even where an earlier one failed; the last line sums up.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { turnTelemetryOff } from '../src-main/base/telemetry.ts';

interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const results = join(root, 'test-results');

const say = (line: string) => process.stdout.write(`${line}\n`);

function run(command: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
    child.on('error', (error) => {
      say(error.message);
      resolve(1);
    });
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** A step that counts as one check. */
async function check(name: string, command: string, args: readonly string[]): Promise<Tally> {
  say(`\n== ${name}`);
  const passed = (await run(command, args)) === 0;
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
}

function readReport(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** A run that wrote no report, or failed outside its tests, is a failure of its own. */
function withExit(tally: Tally, code: number): Tally {
  return code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
}

async function vitest(): Promise<Tally> {
  say('\n== unit tests');
  const file = join(results, 'vitest.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const code = await run('vitest', ['run', '--config', 'test/vitest.config.ts', ...reporters]);
  const report = readReport(file) as
    | { numPassedTests: number; numFailedTests: number; numPendingTests: number; numTodoTests: number }
    | undefined;
  if (!report) return { passed: 0, failed: 1, skipped: 0 };
  const skipped = report.numPendingTests + report.numTodoTests;
  return withExit({ passed: report.numPassedTests, failed: report.numFailedTests, skipped }, code);
}

async function playwright(): Promise<Tally> {
  say('\n== browser tests');
  const code = await run('playwright', ['test', '--config', 'test/e2e/playwright.config.ts']);
  const report = readReport(join(results, 'playwright.json')) as
    | { stats: { expected: number; unexpected: number; flaky: number; skipped: number } }
    | undefined;
  if (!report) return { passed: 0, failed: 1, skipped: 0 };
  const { expected, unexpected, flaky, skipped } = report.stats;
  return withExit({ passed: expected, failed: unexpected + flaky, skipped }, code);
}

turnTelemetryOff();
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

const steps: readonly (() => Promise<Tally>)[] = [
  () => check('lint and format', 'biome', ['check', '--config-path', '.biome.json', '.']),
  () => check('types: src-main', 'tsc', ['-p', 'src-main']),
  () => check('types: test', 'tsc', ['-p', 'test']),
  () =>
    check('types: src-renderer', 'svelte-check', [
      '--tsconfig',
      'src-renderer/tsconfig.json',
      '--fail-on-warnings',
    ]),
  () => check('unused code', 'knip', ['--config', '.knip.json']),
  () => check('the real model', 'node', ['test/support/fetch-model.ts']),
  vitest,
  () => check('build', 'npm', ['run', '--silent', 'build']),
  playwright,
];

const total: Tally = { passed: 0, failed: 0, skipped: 0 };
for (const step of steps) {
  const tally = await step();
  total.passed += tally.passed;
  total.failed += tally.failed;
  total.skipped += tally.skipped;
}
say(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed === 0 ? 0 : 1;
