import AxeBuilder from '@axe-core/playwright';
import { candidates, expect, open, picture, test, write } from './app.ts';

const serious = new Set(['serious', 'critical']);

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious (${colorScheme})`, async ({ page, bumo }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await open(page, await bumo.start());
    const check = async (where: string) => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      const found = violations.filter(({ impact }) => impact && serious.has(impact));
      expect(
        found.map(({ id, nodes }) => `${where}: ${id} at ${nodes.map(({ target }) => target.join(' '))}`),
      ).toEqual([]);
    };
    await check('editor');
    await write(page, '北京是中国的首[MASK]。');
    await expect(candidates(page).first()).toContainText('都');
    await picture(page, `editor-${colorScheme}`);
    await check('suggestions');
    await page.keyboard.press('Escape');
    for (const panel of ['模型', '学习', '设置']) {
      await page.getByRole('button', { name: panel, exact: true }).click();
      await expect(page.getByRole('dialog', { name: panel })).toBeVisible();
      await picture(page, `${panel}-${colorScheme}`);
      await check(panel);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
    }
  });
}

test('a small window scrolls inside the text alone, in English too', async ({ page, bumo }) => {
  await page.setViewportSize({ width: 480, height: 520 });
  await open(page, await bumo.start());
  await write(page, '市政府昨天召开新闻发布会，介绍了今年的经济运行情况。北京是中国的首[MASK]。');
  await expect(candidates(page).first()).toContainText('都');
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(await overflow()).toBeLessThanOrEqual(0);
  await picture(page, 'small');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '设置', exact: true }).click();
  await page.getByLabel('语言').selectOption('en');
  await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('status-engine')).toHaveText('Ready');
  expect(await overflow()).toBeLessThanOrEqual(0);
  await picture(page, 'small-english');
});

test('the keyboard alone reaches everything', async ({ page, bumo }) => {
  await open(page, await bumo.start());
  const seen = new Set<string>();
  await page.locator('body').click({ position: { x: 1, y: 1 } });
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press('Tab');
    const name = await page.evaluate(() => {
      const element = document.activeElement;
      return element?.getAttribute('aria-label') ?? element?.textContent?.trim() ?? '';
    });
    seen.add(name);
  }
  for (const wanted of ['加粗', '模型', '学习', '设置', '正文']) expect([...seen]).toContain(wanted);
});
