import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, open, panelNamed, picture, test, textBox } from './app.ts';

/** The user's guide, as it opens in the app. */

const help = (page: Page) => panelNamed(page, '帮助');

async function axe(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(
    violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' '))}`),
  ).toEqual([]);
}

/** Widths of the pictures that the open page shows; 0 for one that was not loaded. */
const pictureWidths = (page: Page) =>
  help(page)
    .locator('article img')
    .evaluateAll((all) =>
      Promise.all(
        all.map(async (one) => {
          if (!(one instanceof HTMLImageElement)) return 0;
          await one.decode();
          return one.naturalWidth;
        }),
      ),
    );

test('F1 opens the guide; every page is reached from the one before, with its pictures', async ({
  page,
  bumo,
}) => {
  await open(page, await bumo.serve());
  await textBox(page).click();
  await page.keyboard.press('F1');
  await expect(help(page)).toBeVisible();
  const entries = help(page).getByRole('navigation').getByRole('button');
  const titles = await entries.allTextContents();
  expect(titles.length).toBeGreaterThan(5);
  await axe(page);
  await entries.first().click();
  let shown = 0;
  for (const [i, title] of titles.entries()) {
    await expect(help(page).getByRole('heading', { level: 3, name: title })).toBeFocused();
    const widths = await pictureWidths(page);
    expect(
      widths.filter((width) => width === 0),
      title,
    ).toEqual([]);
    shown += widths.length;
    if (i === 1) await picture(page, 'help');
    const next = help(page).getByRole('button', { name: /^下一页/ });
    if (i < titles.length - 1) await next.click();
    else await expect(next).toHaveCount(0);
  }
  expect(shown).toBeGreaterThan(5);
  await axe(page);
});

test('a link of the guide leads to its page, and the contents are one press away', async ({ page, bumo }) => {
  await open(page, await bumo.serve());
  await page.getByRole('button', { name: '帮助', exact: true }).click();
  await help(page).getByRole('button', { name: '开始用补墨' }).click();
  await help(page).getByRole('link', { name: '空缺和候选' }).click();
  await expect(help(page).getByRole('heading', { level: 3 })).toHaveText('空缺和候选');
  expect(new URL(page.url()).hash).toBe('');
  await help(page).getByRole('button', { name: '‹ 目录' }).click();
  await expect(help(page).getByRole('navigation')).toBeVisible();
});

test('the palette opens the guide; in English it says that the guide is in Chinese', async ({
  page,
  bumo,
}) => {
  await open(page, await bumo.serve());
  await page.keyboard.press('Control+k');
  await page.keyboard.type('帮助');
  await page.keyboard.press('Enter');
  await expect(help(page)).toBeVisible();
  await expect(help(page)).not.toContainText('Chinese');
  await page.keyboard.press('Control+,');
  await page.getByLabel('语言').selectOption('en');
  await page.keyboard.press('F1');
  await expect(panelNamed(page, 'Help')).toContainText('The help is in Chinese only.');
});

test('in a narrow window the guide is a dialog that fits', async ({ page, bumo }) => {
  await page.setViewportSize({ width: 480, height: 520 });
  await open(page, await bumo.serve());
  await textBox(page).click();
  await page.keyboard.press('F1');
  const dialog = page.getByRole('dialog', { name: '帮助' });
  for (const name of ['空缺和候选', '常用按键']) {
    await dialog.getByRole('button', { name }).click();
    const body = dialog.locator('[data-scrolls]');
    expect(await body.evaluate((one) => one.scrollWidth - one.clientWidth), name).toBeLessThanOrEqual(0);
    await dialog.getByRole('button', { name: '‹ 目录' }).click();
  }
  await page.keyboard.press('Escape');
  await expect(textBox(page)).toBeFocused();
});
