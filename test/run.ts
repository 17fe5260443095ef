/**
 * The whole test run: programs and the model that tests need, and meanwhile lint, types, unused code and the build; unit
 * tests; real browser. Every step runs even where an earlier one failed; the last line sums up.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { turnTelemetryOff } from '../src-main/base/telemetry.ts';
import { compileCache } from './support/compile-cache.ts';
import { testsOf, typesOf } from './support/near.ts';
import { bringTools, thisMachine, tools } from './support/tools.ts';

interface Tally {
  readonly passed: number;
  /** Names of what failed, each with the first line of its reason where there is one. */
  readonly failed: readonly string[];
  /** Tests that did not run, each with its reason. */
  readonly skipped: readonly string[];
}

const none: Tally = { passed: 0, failed: [], skipped: [] };

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
  const hasPassed = (await run(command, args, print)) === 0;
  return hasPassed ? { ...none, passed: 1 } : { ...none, failed: [name] };
}

function readReport(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** A run that failed outside its tests is a failure of its own. */
function withExit(tally: Tally, code: number, name: string): Tally {
  return code !== 0 && tally.failed.length === 0 ? { ...tally, failed: [name] } : tally;
}

const withReason = (name: string, reason = ''): string =>
  reason === '' ? name : `${name}: ${stripVTControlCharacters(reason).split('\n', 1)[0]}`;

/** As Vitest's report tells it. */
interface UnitReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[] | null;
    }[];
  }[];
}

function tallyOf({ testResults }: UnitReport): Tally {
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const failed = tests.filter(({ status }) => status === 'failed');
  const unloaded = testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((one) => one.status === 'failed'),
  );
  return {
    passed: tests.filter(({ status }) => status === 'passed').length,
    failed: [
      ...unloaded.map(({ name, message }) => withReason(relative(root, name), message)),
      ...failed.map(({ fullName, failureMessages }) => withReason(fullName, failureMessages?.[0])),
    ],
    skipped: tests
      .filter(({ status }) => status !== 'passed' && status !== 'failed')
      .map(({ fullName }) => fullName),
  };
}

async function vitest(files: readonly string[] = []): Promise<Tally> {
  const name = 'unit tests';
  say(`\n== ${name}`);
  const file = join(results, 'vitest.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const code = await run('vitest', ['run', '--config', 'test/vitest.config.ts', ...reporters, ...files]);
  const report = readReport(file) as UnitReport | undefined;
  return withExit(report ? tallyOf(report) : none, report ? code : 1, name);
}

/** As Playwright's report tells it. */
interface BrowserReport {
  readonly suites?: readonly BrowserReport[];
  readonly specs?: readonly {
    readonly title: string;
    readonly file: string;
    readonly line: number;
    readonly tests: readonly {
      readonly status: 'expected' | 'unexpected' | 'flaky' | 'skipped';
      readonly annotations: readonly { readonly type: string; readonly description?: string }[];
      readonly results: readonly { readonly error?: { readonly message?: string } }[];
    }[];
  }[];
}

type BrowserTest = NonNullable<BrowserReport['specs']>[number]['tests'][number];

const testsOfReport = ({ suites = [], specs = [] }: BrowserReport): { name: string; test: BrowserTest }[] => [
  ...suites.flatMap(testsOfReport),
  ...specs.flatMap(({ title, file, line, tests }) =>
    tests.map((test) => ({ name: `${file}:${line} ${title}`, test })),
  ),
];

function browserTallyOf(report: BrowserReport): Tally {
  const tests = testsOfReport(report);
  const whose = (...of: BrowserTest['status'][]) => tests.filter(({ test }) => of.includes(test.status));
  return {
    passed: whose('expected').length,
    failed: whose('unexpected', 'flaky').map(({ name, test }) =>
      withReason(name, test.results.find(({ error }) => error)?.error?.message),
    ),
    skipped: whose('skipped').map(({ name, test }) =>
      withReason(name, test.annotations.find(({ type }) => type === 'skip')?.description),
    ),
  };
}

/** Without a browser its tests fail; what else is missing skips tests, which the end of the run lists. */
async function bring(print: Say): Promise<Tally> {
  print('\n== programs that tests need');
  const missing = await bringTools(tools, thisMachine(print));
  return missing.some(({ isBrowser }) => isBrowser)
    ? { ...none, failed: ['a browser for the tests'] }
    : { ...none, passed: 1 };
}

async function playwright(): Promise<Tally> {
  const name = 'browser tests';
  say(`\n== ${name}`);
  const code = await run('playwright', ['test', '--config', 'test/e2e/playwright.config.ts']);
  const report = readReport(join(results, 'playwright.json')) as BrowserReport | undefined;
  return withExit(report ? browserTallyOf(report) : none, report ? code : 1, name);
}

turnTelemetryOff();
process.env.NODE_COMPILE_CACHE ??= compileCache;
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

type Step = () => Promise<Tally>;

const sum = (one: Tally, other: Tally): Tally => ({
  passed: one.passed + other.passed,
  failed: [...one.failed, ...other.failed],
  skipped: [...one.skipped, ...other.skipped],
});

async function inTurn(steps: readonly Step[]): Promise<Tally> {
  let total = none;
  for (const step of steps) total = sum(total, await step());
  return total;
}

/** Downloads leave the processors free for other steps. @param print is given their lines */
const download = (print: Say): Promise<Tally> =>
  inTurn([
    () => bring(print),
    () => check('the real model', 'node', ['test/support/fetch-model.ts'], print),
    () => check('serving engines', 'node', ['test/support/fetch-engines.ts'], print),
  ]);

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
const { passed, failed, skipped } = await inTurn(named.length > 0 ? stepsNear(named) : everything);
const list = (title: string, names: readonly string[]) => {
  if (names.length > 0) say(`\n${title}:\n${names.map((one) => `- ${one}`).join('\n')}`);
};
list('not run', skipped);
list('failed', failed);
say(`\n${passed} passed, ${failed.length} failed, ${skipped.length} skipped`);
process.exitCode = failed.length === 0 ? 0 : 1;
