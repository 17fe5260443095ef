/**
 * The whole test run: programs that tests need, lint, types, unused code, the real model, unit tests, build, real browser.
 * Every step runs even where an earlier one failed; the last line sums up.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { turnTelemetryOff } from '../src-main/base/telemetry.ts';
import { testsOf, typesOf } from './support/near.ts';
import { bringTools, thisMachine, tools } from './support/tools.ts';

interface Tally {
  passed: number;
  failed: number;
  skipped: number;
  /** Tests that did not run, each with its reason. */
  unrun?: readonly string[];
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

async function vitest(files: readonly string[] = []): Promise<Tally> {
  say('\n== unit tests');
  const file = join(results, 'vitest.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const code = await run('vitest', ['run', '--config', 'test/vitest.config.ts', ...reporters, ...files]);
  const report = readReport(file) as
    | {
        numPassedTests: number;
        numFailedTests: number;
        testResults: { assertionResults: { fullName: string; status: string }[] }[];
      }
    | undefined;
  if (!report) return { passed: 0, failed: 1, skipped: 0 };
  const unrun = report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status !== 'passed' && status !== 'failed')
    .map(({ fullName }) => fullName);
  const { numPassedTests: passed, numFailedTests: failed } = report;
  return withExit({ passed, failed, skipped: unrun.length, unrun }, code);
}

/** As Playwright's report tells it. */
interface Suite {
  readonly suites?: readonly Suite[];
  readonly specs: readonly {
    readonly title: string;
    readonly tests: readonly {
      readonly status: string;
      readonly annotations: readonly { readonly type: string; readonly description?: string }[];
    }[];
  }[];
}

const skippedIn = ({ suites = [], specs }: Suite): string[] => [
  ...suites.flatMap(skippedIn),
  ...specs.flatMap(({ title, tests }) =>
    tests
      .filter(({ status }) => status === 'skipped')
      .map(({ annotations }) => {
        const reason = annotations.find(({ type }) => type === 'skip')?.description;
        return reason ? `${title} (skipped: ${reason})` : title;
      }),
  ),
];

/** Without a browser its tests fail; what else is missing skips tests, which the end of the run lists. */
async function bring(): Promise<Tally> {
  say('\n== programs that tests need');
  const missing = await bringTools(tools, thisMachine(say));
  const failed = missing.some(({ isBrowser }) => isBrowser) ? 1 : 0;
  return { passed: 1 - failed, failed, skipped: 0 };
}

async function playwright(): Promise<Tally> {
  say('\n== browser tests');
  const code = await run('playwright', ['test', '--config', 'test/e2e/playwright.config.ts']);
  const report = readReport(join(results, 'playwright.json')) as
    | { stats: { expected: number; unexpected: number; flaky: number; skipped: number }; suites: Suite[] }
    | undefined;
  if (!report) return { passed: 0, failed: 1, skipped: 0 };
  const { expected, unexpected, flaky, skipped } = report.stats;
  const unrun = report.suites.flatMap(skippedIn);
  return withExit({ passed: expected, failed: unexpected + flaky, skipped, unrun }, code);
}

turnTelemetryOff();
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

const steps: readonly (() => Promise<Tally>)[] = [
  bring,
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
  () => vitest(),
  () => check('build', 'npm', ['run', '--silent', 'build']),
  playwright,
];

/** `npm run check -- FILE …`: what tells in seconds whether a change of these files holds. */
const stepsNear = (files: readonly string[]): readonly (() => Promise<Tally>)[] => {
  const tests = [...new Set(files.flatMap((file) => testsOf(file)))];
  const types = new Map(files.map((file) => [typesOf(file).join(' '), typesOf(file)]));
  return [
    () => check('lint and format', 'biome', ['check', '--config-path', '.biome.json', ...files]),
    ...[...types].map(
      ([name, [command, ...args]]) =>
        () =>
          check(`types: ${name}`, command, args),
    ),
    ...(tests.length > 0 ? [() => vitest(tests)] : []),
  ];
};

const named = process.argv.slice(2).map((file) => relative(root, resolve(file)).replaceAll('\\', '/'));
const total = { passed: 0, failed: 0, skipped: 0 };
const unrun: string[] = [];
for (const step of named.length > 0 ? stepsNear(named) : steps) {
  const tally = await step();
  total.passed += tally.passed;
  total.failed += tally.failed;
  total.skipped += tally.skipped;
  unrun.push(...(tally.unrun ?? []));
}
if (unrun.length > 0) say(`\nnot run:\n${unrun.map((one) => `- ${one}`).join('\n')}`);
say(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed === 0 ? 0 : 1;
