import type { Browser, BrowserContext, Page } from '@playwright/test';
import { candidates, expect, open, picture, type ServedApp, test } from './app.ts';
import { boxOf, covered, scrollFaults, shownWhole, textLines, whenStill } from './layout.ts';

/** Windows as users have them: scroll bars that take room, and the browser's zoom. */

const sizes = [
  [900, 600],
  [1200, 800],
  [1440, 900],
  [2560, 1440],
] as const;
const zooms = [1, 1.5, 2] as const;

/** The browser's zoom by a factor: so many times fewer CSS pixels in the same window, each so much larger. */
type Entered = Awaited<ReturnType<BrowserContext['storageState']>>;

/** The session of a context, without what else the page stores. */
async function sessionOf(context: BrowserContext): Promise<Entered> {
  const { origins } = await context.storageState();
  return {
    cookies: [],
    origins: origins.map(({ origin, localStorage }) => ({
      origin,
      localStorage: localStorage.filter(({ name }) => name === 'bumo-session'),
    })),
  };
}

const zoomed = (
  browser: Browser,
  [width, height]: readonly [number, number],
  zoom: number,
  entered?: Entered,
) =>
  browser.newContext({
    ...(entered && { storageState: entered }),
    viewport: { width: Math.floor(width / zoom), height: Math.floor(height / zoom) },
    deviceScaleFactor: zoom,
    locale: 'zh-CN',
    reducedMotion: 'reduce',
  });

const paragraph =
  '各区人民政府，市政府各委、办、局，各市属机构：为进一步规范公文处理工作，提高办文质量和效率，现将有关事项通知如下，请认真贯彻执行。';

async function fill(page: Page, app: ServedApp): Promise<void> {
  await open(page, app);
  for (let i = 0; i < 7; i++) {
    if (i > 0) await page.keyboard.press('Control+Alt+n');
    const shown = page.locator('.sheet:not([hidden]) .writing');
    // The page of the new tab, not the one that is about to go.
    await expect(page.locator('.sheet')).toHaveCount(i + 1);
    await expect(shown).toHaveText('');
    // One is left empty.
    if (i === 1) continue;
    await shown.click();
    await page.keyboard.insertText(`关于第${i}季度工作安排的通知（征求意见稿）`);
  }
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press('Enter');
    await page.keyboard.insertText(paragraph);
  }
}

async function shot(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    if (process.env.BUMO_SCREENSHOTS) await page.waitForTimeout(200);
    await picture(page, `${name}-${colorScheme}`);
  }
}

test('at every size and zoom the text alone scrolls, and what floats covers no line', async ({
  browser,
  bumo,
}) => {
  test.slow();
  const app = await bumo.serve();
  const first = await zoomed(browser, [1440, 900], 1);
  const page = await first.newPage();
  await fill(page, app);
  await page.keyboard.press('Control+Home');
  const entered = await sessionOf(first);
  await first.close();
  for (const size of sizes) {
    for (const zoom of zooms) {
      const name = `${size[0]}-at-${zoom * 100}`;
      await test.step(name, async () => {
        const context = await zoomed(browser, size, zoom, entered);
        const window = await context.newPage();
        const thrown: string[] = [];
        window.on('pageerror', ({ message }) => thrown.push(message));
        await look(window, app, name);
        expect(thrown).toEqual([]);
        await context.close();
      });
    }
  }
});

async function look(page: Page, app: ServedApp, name: string): Promise<void> {
  await open(page, app);
  await shot(page, `layout-${name}`);
  expect.soft(await scrollFaults(page), name).toEqual([]);
  expect.soft(await shownWhole(page, '.tab[aria-selected=true]'), `${name}: the active tab`).toBe(true);
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Enter');
  await page.keyboard.insertText('会议由办公室负责');
  await page.keyboard.insertText('[MASK]');
  await expect(candidates(page).first()).toBeVisible();
  await whenStill(page, '.floating');
  await shot(page, `list-${name}`);
  const gap = await boxOf(page, '.sheet:not([hidden]) .gap');
  const list = await boxOf(page, '.floating');
  const own = (await textLines(page)).filter((line) => line.top < gap.bottom && line.bottom > gap.top);
  expect.soft(covered(list, [gap, ...own]), `${name}: the list on its own line`).toEqual([]);
  expect.soft(await scrollFaults(page), `${name}: with the list`).toEqual([]);
  await page.keyboard.press('Alt+1');
  await expect(page.getByTestId('feedback')).toBeVisible();
  await whenStill(page, '[data-testid=feedback]');
  await shot(page, `feedback-${name}`);
  const bar = await boxOf(page, '[data-testid=feedback]');
  expect.soft(covered(bar, await textLines(page)), `${name}: the feedback bar on a line`).toEqual([]);
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
}

test('a short document has no scroll bar at any size, and a click below it goes to its end', async ({
  browser,
  bumo,
}) => {
  const app = await bumo.serve();
  const first = await zoomed(browser, [1440, 900], 1);
  await open(await first.newPage(), app);
  const entered = await sessionOf(first);
  await first.close();
  for (const size of sizes)
    for (const zoom of zooms) {
      const context = await zoomed(browser, size, zoom, entered);
      const page = await context.newPage();
      await open(page, app);
      const sheet = page.locator('.sheet:not([hidden])');
      const text = sheet.locator('.writing');
      const spare = () => sheet.evaluate((one) => one.scrollHeight - one.clientHeight);
      expect.soft(await spare(), `${size} at ${zoom}, empty`).toBe(0);
      await text.click();
      await page.keyboard.insertText('会议通知');
      expect.soft(await spare(), `${size} at ${zoom}, one line`).toBe(0);
      await page.keyboard.press('Home');
      const { x, y, width, height } = (await sheet.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
      await page.mouse.click(x + width / 2, y + height - 12);
      await page.keyboard.insertText('。');
      await expect(text).toHaveText('会议通知。');
      await page.keyboard.press('Control+a');
      await page.keyboard.press('Delete');
      await expect(page.getByTestId('status-save')).toHaveText('已保存');
      await context.close();
    }
});

for (const [width, docked] of [
  [900, true],
  [1440, false],
] as const) {
  test(`the question about a word amid the text covers no line, ${width} pixels wide`, async ({
    page,
    bumo,
  }) => {
    await page.setViewportSize({ width, height: 700 });
    await fill(page, await bumo.serve());
    const lines = page.locator('.sheet:not([hidden]) .writing p');
    await lines.nth(6).click();
    await page.keyboard.press('Home');
    for (let i = 0; i < 8; i++) await page.keyboard.press('ArrowRight');
    await page.keyboard.insertText('[MASK]');
    await expect(candidates(page).first()).toBeVisible();
    await page.keyboard.press('Alt+1');
    const bar = page.getByTestId('feedback');
    await expect(bar).toBeVisible();
    await expect(page.locator('[data-docked]')).toHaveCount(docked ? 1 : 0);
    await shot(page, `amid-${width}`);
    const box = await boxOf(page, '[data-testid=feedback]');
    const sheet = await boxOf(page, '.sheet:not([hidden])');
    const seen = (await textLines(page)).filter(({ top }) => top < sheet.bottom);
    expect(covered(box, docked ? [sheet] : seen)).toEqual([]);
    expect(await scrollFaults(page)).toEqual([]);
    // Writing on moves it to another free place, if at all.
    await page.keyboard.insertText(
      '，并于会后三日内将落实情况书面报送市政府办公厅督查室备案，逾期不报的予以通报',
    );
    // What is said under the text from a certain length on takes room of the sheet: both are measured again.
    const moved = await boxOf(page, '[data-testid=feedback]');
    const writing = docked ? [await boxOf(page, '.sheet:not([hidden])')] : await textLines(page);
    expect(covered(moved, writing)).toEqual([]);
  });
}
