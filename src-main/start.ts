import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openLibrary } from './app/core.ts';
import { documentsIn } from './app/handed-files.ts';
import { forkNode } from './base/child.ts';
import { systemClock } from './base/clock.ts';
import { silentLog } from './base/log.ts';
import { resolvePaths } from './base/paths.ts';
import { createOutput, failureText } from './cli/output.ts';
import { showDownload } from './cli/progress.ts';
import { ensureModel } from './models/ensure.ts';
import { startServer, stopSignal } from './server.ts';
import { askForLink } from './shell/loopback/endpoint.ts';
import { openBrowser } from './start/browser.ts';
import { build, isBuildStale } from './start/build.ts';
import { fetchElectronBinary, findElectronBinary } from './start/electron-binary.ts';
import { chooseShell } from './start/shell-choice.ts';
import { message } from './texts/message.ts';

/** `npm start`: builds what is stale, gets a model, opens the app. */

const root = fileURLToPath(new URL('..', import.meta.url));
const { env: environment } = process;
const paths = resolvePaths(environment);
const locale = environment.LC_ALL || environment.LANG || Intl.DateTimeFormat().resolvedOptions().locale;
const output = createOutput(false, locale);

async function prepareBuild(): Promise<void> {
  if (!(await isBuildStale(root))) return;
  output.say(message('start.building'));
  await build(root);
}

/** Without a model the app still opens: its first screen helps to get one. */
async function prepareModel(): Promise<void> {
  const library = openLibrary({ paths, fork: forkNode, clock: systemClock, log: silentLog, environment });
  try {
    const got = await ensureModel(library, {
      onEvent(event) {
        showDownload(output, event);
        if (event.phase === 'done')
          for (const { served, text: words } of event.attempts) if (served) output.say(words);
      },
    });
    if (got?.note) output.say(got.note);
  } catch (error) {
    output.say(failureText(error));
  }
}

async function runElectron(binary: string, files: readonly string[]): Promise<void> {
  const child = spawn(binary, [root, ...files], { stdio: 'inherit' });
  process.on('SIGINT', () => child.kill('SIGINT'));
  process.exitCode = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 0));
  });
}

async function runBrowser(port: number, opens: boolean, files: readonly string[]): Promise<void> {
  const server = await startServer({ paths, environment, port, files });
  output.say(message('start.running', { url: server.url }));
  output.say(message('start.once'));
  if (opens) openBrowser(server.url, process.platform, paths.home);
  await stopSignal();
  await server.close();
}

/** A second start leads to the app that runs, and hands its documents to it. @returns whether there is one */
async function joinRunning(opens: boolean, files: readonly string[]): Promise<boolean> {
  const url = await askForLink(paths.home, files);
  if (url === null) return false;
  output.say(message('start.runs-already', { url }));
  if (opens) openBrowser(url, process.platform, paths.home);
  return true;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { browser: { type: 'boolean' }, port: { type: 'string' }, 'no-open': { type: 'boolean' } },
  });
  const opens = !values['no-open'];
  const files = documentsIn(['', ...positionals], environment.INIT_CWD ?? process.cwd());
  if (await joinRunning(opens, files)) return;
  await prepareBuild();
  await prepareModel();
  const packageFolder = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  const choice = await chooseShell(values.browser ?? false, {
    findElectron: () => findElectronBinary(packageFolder, environment),
    fetchElectron: () => {
      output.say(message('start.downloading'));
      return fetchElectronBinary({
        script: join(packageFolder, 'install.js'),
        environment,
        clock: systemClock,
        onBytes: (bytes) =>
          output.progress(message('start.downloaded', { megabytes: (bytes / 1e6).toFixed(0) })),
      });
    },
  });
  if (choice.shell === 'electron') return runElectron(choice.binary, files);
  if (choice.because) output.say(choice.because);
  return runBrowser(Number(values.port ?? 0), opens, files);
}

main().catch((error: unknown) => {
  output.say(failureText(error));
  process.exitCode = 1;
});
