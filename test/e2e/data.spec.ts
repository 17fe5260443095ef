import { existsSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { residueIn } from '../support/residue.ts';
import { expect, open, openPanel, panelNamed, picture, test, write } from './app.ts';

test.use({ weights: 'tiny' });

const word = '绛珠仙草';

async function axe(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(
    violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' '))}`),
  ).toEqual([]);
}

/** Settles when nothing moves or fades any more. */
const still = (page: Page) =>
  page.evaluate(() =>
    Promise.all(document.getAnimations().map(({ finished }) => finished)).then(() => undefined),
  );

test('what is stored is shown, and removed after a list of what goes', async ({ page, bumo }) => {
  await open(page, await bumo.serve());
  await write(page, `${word}生在灵河岸上。`);
  await expect.poll(() => residueIn(bumo.home, [word]).length).toBeGreaterThan(0);
  await openPanel(page, '设置');
  await panelNamed(page, '设置').getByRole('button', { name: '这台电脑上存了什么' }).click();
  const shown = page.getByRole('dialog', { name: '这台电脑上存了什么' });
  await expect(shown.getByTestId('stored-tables')).toContainText('drafts');
  await expect(shown.getByTestId('stored-files')).toContainText('bumo.db');
  await still(page);
  await picture(page, 'stored-data');
  await axe(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await still(page);
  await picture(page, 'stored-data-dark');
  await axe(page);
  await shown.getByRole('button', { name: '清除我的全部数据' }).click();
  const sure = page.getByRole('dialog', { name: '清除我的全部数据？' });
  await expect(sure.getByTestId('removal')).toContainText('drafts');
  await picture(page, 'stored-data-sure');
  await axe(page);
  const loaded = page.waitForEvent('load');
  await sure.getByRole('button', { name: '删除' }).click();
  await loaded;
  await expect(page.locator('.writing').first()).toBeVisible();
  await expect(page.locator('.writing').first()).not.toContainText(word);
  await expect.poll(() => residueIn(bumo.home, [word])).toEqual([]);
  expect(existsSync(bumo.home)).toBe(true);
});
