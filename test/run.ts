/**
 * The whole test run: programs and the model that tests need, and meanwhile lint, types, unused code and the build; unit
 * tests; real browser. Every step runs even where an earlier one failed; the last line sums up.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { turnTelemetryOff } from '../src-main/base/telemetry.ts';
import { compileCache } from './support/compile-cache.ts';
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

/** Where lines of a step go: to the terminal, or for a step that runs beside others, into a list. */
type Say = (line: string) => void;

const say: Say = (line) => void process.stdout.write(`${line}\n`);

function run(command: string, args: readonly string[], print?: Say): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: print ? ['ignore', 'pipe', 'pipe'] : 'inherit',
      shell: process.platform === 'win32',
    });
    let printed = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
      });
    child.on('error', (error) => {
      (print ?? say)(error.message);
      resolve(1);
    });
    child.on('close', (code) => {
      if (printed !== '') print?.(printed.trimEnd());
      resolve(code ?? 1);
    });
  });
}

/** A step that counts as one check. */
async function check(name: string, command: string, args: readonly string[], print?: Say): Promise<Tally> {
  (print ?? say)(`\n== ${name}`);
  const passed = (await run(command, args, print)) === 0;
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
async function bring(print: Say): Promise<Tally> {
  print('\n== programs that tests need');
  const missing = await bringTools(tools, thisMachine(print));
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
process.env.NODE_COMPILE_CACHE ??= compileCache;
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

type Step = () => Promise<Tally>;

const sum = (one: Tally, other: Tally): Tally => ({
  passed: one.passed + other.passed,
  failed: one.failed + other.failed,
  skipped: one.skipped + other.skipped,
  unrun: [...(one.unrun ?? []), ...(other.unrun ?? [])],
});

async function inTurn(steps: readonly Step[]): Promise<Tally> {
  let total: Tally = { passed: 0, failed: 0, skipped: 0 };
  for (const step of steps) total = sum(total, await step());
  return total;
}

/** Downloads leave the processors free for other steps. @param print is given their lines */
const download = (print: Say): Promise<Tally> =>
  inTurn([() => bring(print), () => check('the real model', 'node', ['test/support/fetch-model.ts'], print)]);

const checks: readonly Step[] = [
  () => check('compiled modules', 'node', ['test/support/compile-cache.ts']),
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
  () => check('build', 'npm', ['run', '--silent', 'build']),
];

const everything: readonly Step[] = [
  async () => {
    const lines: string[] = [];
    const [downloaded, checked] = await Promise.all([download((line) => lines.push(line)), inTurn(checks)]);
    say(lines.join('\n'));
    return sum(downloaded, checked);
  },
  () => vitest(),
  playwright,
];

/** `npm run check -- FILE …`: what tells in seconds whether a change of these files holds. */
const stepsNear = (files: readonly string[]): readonly Step[] => {
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
const {
  passed,
  failed,
  skipped,
  unrun = [],
} = await inTurn(named.length > 0 ? stepsNear(named) : everything);
if (unrun.length > 0) say(`\nnot run:\n${unrun.map((one) => `- ${one}`).join('\n')}`);
say(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed === 0 ? 0 : 1;
