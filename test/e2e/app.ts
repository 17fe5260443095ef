import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test as base, expect, type Page } from '@playwright/test';
import { compileCache } from '../support/compile-cache.ts';
import { modelCache, requireRealModel } from '../support/real-model.ts';
import { startShellProcess } from '../support/shell-process.ts';
import { writeTinyModel } from '../support/tiny-model.ts';
import { type Apps, startApps } from '../support/warm/apps.ts';

/** The app behind a page. */
export interface ServedApp {
  readonly url: string;
  stop(): Promise<void>;
}

/** The browser shell as users run it, in a process of its own. */
export interface App extends ServedApp {
  /** Process ids of the engine, or of a trial of a provider. */
  engines(): number[];
  kill(): Promise<void>;
}

export interface Bumo {
  readonly home: string;
  /** An app over this test's data, in a process that serves the apps of all tests. */
  serve(): Promise<ServedApp>;
  /** For tests of processes and of the environment. */
  start(environment?: Record<string, string>): Promise<App>;
}

/** What answers: the real model, or one of a few kilobytes where no test asks for a word that makes sense. */
type Weights = 'real' | 'tiny';

/** What all tests of a run share, since no test is about it. */
const shared = fileURLToPath(new URL('../../test-results/shared', import.meta.url));

/** Files of a home that come out the same for every test. */
const alike = ['providers.json', 'models/tiny/memory/background.safetensors'];

function copyAlike(from: string, to: string): void {
  for (const file of alike) {
    if (!existsSync(join(from, file))) continue;
    mkdirSync(dirname(join(to, file)), { recursive: true });
    copyFileSync(join(from, file), join(to, file));
  }
}

async function modelsOf(weights: Weights, home: string): Promise<string> {
  if (weights === 'real') {
    requireRealModel();
    return modelCache;
  }
  const models = join(home, 'models');
  await writeTinyModel(join(models, 'tiny'), { positions: 512 });
  return models;
}

/** Hosts that a process tries to reach are written into a file. */
const environmentOf = (foreign: string): Record<string, string> => ({
  BUMO_TEST_FOREIGN: foreign,
  NODE_COMPILE_CACHE: compileCache,
  NODE_OPTIONS: `--import ${new URL('../support/no-network.mjs', import.meta.url)}`,
});

async function startApp(
  home: string,
  models: string,
  foreign: string,
  environment: Record<string, string>,
): Promise<App> {
  const {
    process: child,
    url,
    stop,
    kill,
  } = await startShellProcess({
    BUMO_HOME: home,
    BUMO_MODELS: models,
    ...environmentOf(foreign),
    ...environment,
  });
  return {
    url,
    engines: () =>
      // ps ends with 1 where there are none.
      (spawnSync('ps', ['-o', 'pid=,args=', '--ppid', String(child.pid)], { encoding: 'utf8' }).stdout ?? '')
        .split('\n')
        .filter((line) => !line.includes('parser-process'))
        .map((line) => Number.parseInt(line, 10))
        .filter((pid) => pid > 0),
    stop,
    kill,
  };
}

/** Apps of all tests of a worker, one after another. */
interface Warm {
  open(home: string, models: string): Promise<ServedApp>;
  /** Hosts that the app tried to reach since this was last asked. */
  reached(): string;
}

async function withWarmApps(use: (warm: Warm) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bumo-e2e-apps-'));
  const foreign = join(folder, 'foreign.txt');
  let apps: Apps | undefined;
  await use({
    async open(home, models) {
      apps ??= startApps(environmentOf(foreign));
      const { url, close } = await apps.open(home, models);
      let closing: Promise<void> | undefined;
      return { url, stop: () => (closing ??= close()) };
    },
    reached() {
      const hosts = textOf(foreign);
      rmSync(foreign, { force: true });
      return hosts;
    },
  });
  await apps?.close();
  rmSync(folder, { recursive: true, force: true });
}

const textOf = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');

/** Every test: a fresh home, and no request to anything but the app itself. */
export const test = base.extend<{ weights: Weights; bumo: Bumo; strict: undefined }, { warm: Warm }>({
  weights: ['tiny', { option: true }],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern.
  warm: [({}, use) => withWarmApps(use), { scope: 'worker' }],
  bumo: async ({ weights, warm }, use) => {
    const home = mkdtempSync(join(tmpdir(), 'bumo-e2e-'));
    const models = await modelsOf(weights, home);
    copyAlike(join(shared, weights), home);
    const foreign = join(home, 'foreign.txt');
    const apps: ServedApp[] = [];
    const keep = <A extends ServedApp>(app: A): A => {
      apps.push(app);
      return app;
    };
    await use({
      home,
      serve: async () => keep(await warm.open(home, models)),
      start: async (environment = {}) => keep(await startApp(home, models, foreign, environment)),
    });
    for (const app of apps) await app.stop();
    copyAlike(home, join(shared, weights));
    const reached = textOf(foreign) + warm.reached();
    rmSync(home, { recursive: true, force: true });
    expect(reached, 'hosts that the app tried to reach').toBe('');
  },
  strict: [
    async ({ page }, use) => {
      const wrong: string[] = [];
      page.on('request', (request) => {
        const { protocol, hostname } = new URL(request.url());
        const own = hostname === '127.0.0.1' || protocol === 'data:' || protocol === 'blob:';
        if (!own) wrong.push(`asked for ${request.url()}`);
      });
      page.on('pageerror', (error) => wrong.push(`threw ${error.stack ?? error.message}`));
      page.on('console', (message) => {
        // A server that was stopped and a network that was cut on purpose leave these behind.
        const expected =
          /ERR_(CONNECTION_REFUSED|CONNECTION_RESET|SOCKET_NOT_CONNECTED|INCOMPLETE_CHUNKED_ENCODING|EMPTY_RESPONSE|INTERNET_DISCONNECTED)/;
        if (message.type() === 'error' && !expected.test(message.text())) wrong.push(message.text());
      });
      await use(undefined);
      expect(wrong, 'what the page did wrong').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

export const textBox = (page: Page) => page.getByRole('textbox', { name: '正文' });
export const candidates = (page: Page) => page.getByRole('listbox', { name: '补全建议' }).getByRole('option');

/** The words on offer once the full answer has come: it may put them in another order than the first did. */
export async function words(page: Page): Promise<string[]> {
  await expect(candidates(page).first()).toBeVisible();
  const read = () => candidates(page).locator('.word').allTextContents();
  let last = await read();
  for (let same = 0; same < 8; ) {
    await page.waitForTimeout(100);
    const now = await read();
    same = now.join() === last.join() ? same + 1 : 0;
    last = now;
  }
  return last;
}

/** A panel that stands next to the text, by its heading. */
export const panelNamed = (page: Page, name: string | RegExp) =>
  page.getByRole('complementary', { name, ...(typeof name === 'string' ? { exact: true } : {}) });

/** Shows a panel by its button; one that is there stays. */
export async function openPanel(page: Page, name: string): Promise<void> {
  const button = page.getByRole('button', { name, exact: true });
  if ((await button.getAttribute('aria-expanded')) !== 'true') await button.click();
}

/** Puts the panel away, which gives the keyboard back to the text. */
export async function closePanel(page: Page): Promise<void> {
  const column = page.getByRole('complementary');
  await column.getByRole('button', { name: /^(?:关闭|Close)$/ }).click();
  await expect(column).toHaveCount(0);
}

/** Opens the app and waits until the engine answers. */
export async function open(page: Page, app: ServedApp): Promise<void> {
  await page.goto(app.url);
  await expect(page.getByTestId('status-engine')).toHaveText('就绪', { timeout: 300_000 });
}

/** Types at the end of the text. */
export async function write(page: Page, text: string): Promise<void> {
  await textBox(page).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(text);
}

/** What an act makes the browser download. */
export async function saved(page: Page, act: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const downloading = page.waitForEvent('download');
  await act();
  const download = await downloading;
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

/** Keeps a picture for README where `BUMO_SCREENSHOTS` names a folder. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.BUMO_SCREENSHOTS;
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`) });
}
