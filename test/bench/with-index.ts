/** What an index of own documents costs the app: its start, a key press, and the pause to a ghost. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type CDPSession, chromium, type Page } from '@playwright/test';
import { must } from '../../src-main/base/assert.ts';
import { build, isBuildStale } from '../../src-main/start/build.ts';
import { findChromium } from '../support/chromium.ts';
import { startShellProcess } from '../support/shell-process.ts';
import { flags } from './editor.ts';
import { timeGhosts } from './ghosts.ts';
import { round, table } from './measure.ts';
import { benchModels } from './model.ts';
import { spread } from './statistics.ts';
import { installMeter, openText, setting, takeTimes } from './typing.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const starts = 7;
const bursts = 7;
/** Between two keys: longer than the shortest pause after which the app is asked for a ghost. */
const betweenKeys = 150;
const shortestPause = 100;

type Mode = 'without' | 'with';
type Homes = Readonly<Record<Mode, string>>;
const modes: readonly Mode[] = ['without', 'with'];

interface App {
  readonly page: Page;
  /** Milliseconds from the start of the process until it serves, and until the page can be written in. */
  readonly served: number;
  readonly writable: number;
  close(): Promise<void>;
}

async function openApp(browser: Browser, home: string): Promise<App> {
  const from = performance.now();
  const shell = await startShellProcess({ BUMO_HOME: home, BUMO_MODELS: benchModels() });
  const served = performance.now() - from;
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN' });
  const page = await context.newPage();
  await page.goto(shell.url);
  await page.locator('.sheet:not([hidden]) .writing').waitFor();
  const writable = performance.now() - from;
  return {
    page,
    served,
    writable,
    async close() {
      await context.close();
      await shell.stop();
    },
  };
}

const engineReady = (page: Page) =>
  page.getByTestId('status-engine').filter({ hasText: '就绪' }).waitFor({ timeout: 120_000 });

/** Both take turns, so that a slow moment of the machine falls on both; the first of each is not counted. */
async function timeStarts(browser: Browser, homes: Homes) {
  const times = { without: [] as App[], with: [] as App[] };
  for (let i = 0; i < starts; i++) {
    for (const mode of modes) {
      const app = await openApp(browser, homes[mode]);
      await app.close();
      if (i > 0) times[mode].push(app);
    }
  }
  const of = (mode: Mode) => ({
    served: spread(times[mode].map((one) => one.served)),
    writable: spread(times[mode].map((one) => one.writable)),
  });
  return { without: of('without'), with: of('with') };
}

/** A key of a keyboard that has Chinese characters, so that there is a key event to measure from. */
async function pressEach(session: CDPSession, page: Page, text: string): Promise<void> {
  for (const key of text) {
    await session.send('Input.dispatchKeyEvent', { type: 'keyDown', key, text: key, unmodifiedText: key });
    await session.send('Input.dispatchKeyEvent', { type: 'keyUp', key });
    await page.waitForTimeout(betweenKeys);
  }
}

/** Sentences of the own documents are typed so slowly that the app is asked for a ghost after every key. */
async function timeKeys(browser: Browser, homes: Homes, sentences: readonly string[]) {
  const apps = { without: await openApp(browser, homes.without), with: await openApp(browser, homes.with) };
  const times = { without: [] as number[], with: [] as number[] };
  try {
    const sessions = new Map<Mode, CDPSession>();
    for (const mode of modes) {
      const { page } = apps[mode];
      await engineReady(page);
      await setting(page, { inlineLevel: 'eager', inlineDelayMs: shortestPause });
      await installMeter(page);
      await openText(page, `${sentences.join('')}\n`.repeat(20));
      await page.locator('.sheet:not([hidden]) .writing').click();
      await page.keyboard.press('Control+End');
      sessions.set(mode, await page.context().newCDPSession(page));
    }
    for (let i = 0; i < bursts; i++) {
      for (const mode of modes) {
        const { page } = apps[mode];
        await page.bringToFront();
        await takeTimes(page);
        const sentence = must(sentences[i % sentences.length], 'a sentence');
        await pressEach(must(sessions.get(mode), 'a session'), page, sentence.slice(0, 16));
        if (i > 0) times[mode].push(...(await takeTimes(page)));
      }
    }
  } finally {
    for (const mode of modes) await apps[mode].close();
  }
  return { without: spread(times.without), with: spread(times.with) };
}

async function timePause(browser: Browser, home: string, leads: readonly string[]) {
  const app = await openApp(browser, home);
  try {
    await engineReady(app.page);
    return await timeGhosts(app.page, leads, 'phrases');
  } finally {
    await app.close();
  }
}

/**
 * Prints its table.
 * @param home of an app whose index is built
 * @param sentences that its documents hold many times
 */
export async function benchWithIndex(home: string, sentences: readonly string[]): Promise<void> {
  if (await isBuildStale(root)) await build(root);
  const empty = mkdtempSync(join(tmpdir(), 'bumo-bench-'));
  const browser = await chromium.launch({ executablePath: findChromium(), args: flags });
  try {
    const homes = { without: empty, with: home };
    const start = await timeStarts(browser, homes);
    const keys = await timeKeys(browser, homes, sentences);
    const pause = await timePause(
      browser,
      home,
      sentences.map((one) => one.slice(0, 10)),
    );
    type Spread = ReturnType<typeof spread>;
    const beside = (what: string, { p50: a, p95: b }: Spread, { p50: c, p95: d }: Spread) => [
      what,
      `${round(a, 1)} ${round(b, 1)}`,
      `${round(c, 1)} ${round(d, 1)}`,
      `${round(c / a)} ${round(d / b)}`,
    ];
    table(
      'Without and with the index, ms, p50 and p95',
      ['what', 'without', 'with', 'with / without'],
      [
        beside('start until the app serves', start.without.served, start.with.served),
        beside('start until the page can be written in', start.without.writable, start.with.writable),
        beside('key press to paint', keys.without, keys.with),
        [
          'end of the pause to the ghost',
          '',
          `${round(pause.shown.p50, 1)} ${round(pause.shown.p95, 1)}`,
          '',
        ],
        ['of them to find it', '', `${round(pause.answered.p50, 1)} ${round(pause.answered.p95, 1)}`, ''],
      ],
    );
  } finally {
    await browser.close();
    rmSync(empty, { recursive: true, force: true });
  }
}
