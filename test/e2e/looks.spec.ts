import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { callFrom } from '../support/page-call.ts';
import { candidates, expect, open, picture, test, textBox, write } from './app.ts';

const serious = new Set(['serious', 'critical']);

const document = `# 关于召开年度工作会议的通知

各部门、各单位：

经研究，定于下周一召开年度工作会议（以下简称“会议”），现将有关事项通知如下。

## 一、会议时间

十二月一日（星期一）上午九时，会期半天。

## 二、参加人员

1. 各部门负责人；
2. 先进集体和先进个人代表。

> 请与会人员提前十分钟入场。

| 时间 | 内容 | 负责人 |
| --- | --- | --- |
| 9:00 | 开幕 | 办公室 |
| 9:30 | 工作报告 | 综合部 |

特此通知。北京是中国的首`;

async function check(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.filter(({ impact }) => impact && serious.has(impact));
  expect(
    found.map(({ id, nodes }) => `${where}: ${id} at ${nodes.map(({ target }) => target.join(' '))}`),
  ).toEqual([]);
}

const overflow = (page: Page) =>
  page.evaluate(() => globalThis.document.documentElement.scrollWidth - window.innerWidth);

/** Every screen by its keys, with what must be seen before it is looked at. */
test.use({ weights: 'real' });

const screens: readonly [name: string, keys: string, seen: string][] = [
  ['palette', 'Control+k', '[role=listbox] [role=option]'],
  ['shortcuts', 'Control+/', 'dialog dl'],
  ['open', 'Control+o', 'dialog .row'],
  ['save', 'Control+Shift+s', 'dialog select'],
];

for (const colorScheme of ['light', 'dark'] as const) {
  for (const language of ['zh', 'en'] as const) {
    test(`every screen is drawn, and axe finds nothing serious (${colorScheme}, ${language})`, async ({
      page,
      bumo,
    }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await open(page, await bumo.serve());
      const path = join(bumo.home, '通知.md');
      writeFileSync(path, document);
      const shot = async (name: string) => {
        await picture(page, `${name}-${colorScheme}-${language}`);
        await check(page, name);
      };
      await callFrom(page, 'settings.set', { language });
      await shot('empty');
      await page.keyboard.press('Control+o');
      await page.locator('dialog input').fill(path);
      await page.keyboard.press('Enter');
      const text = page.locator('.writing');
      await expect(text.locator('h1')).toBeVisible();
      await text.click();
      await page.keyboard.press('Control+End');
      await page.keyboard.press('Control+Alt+o');
      await shot('document');
      await page.keyboard.type('[MASK]。');
      await expect(page.getByRole('option').first()).toContainText('都');
      await shot('suggestions');
      if (language === 'zh') await picture(page, `editor-${colorScheme}`);
      await page.keyboard.press('Escape');
      for (const [name, keys, seen] of screens) {
        await page.keyboard.press(keys);
        await expect(page.locator(seen).first()).toBeVisible();
        await shot(name);
        await page.keyboard.press('Escape');
        await expect(page.locator('dialog')).toHaveCount(0);
      }
      await page.locator('button[aria-haspopup=menu]').first().click();
      await expect(page.getByRole('menu')).toBeVisible();
      await shot('menu');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+f');
      await page.locator('.find input').first().fill('会议');
      await shot('find');
      await page.keyboard.press('Escape');
      for (const width of [1280, 1100]) {
        await page.setViewportSize({ width, height: 800 });
        const [kind, suffix] = width < 1200 ? ['dialog', '-narrow'] : ['aside', ''];
        for (const [i, name] of ['models', 'records', 'health', 'settings', 'help'].entries()) {
          // After the palette's.
          const button = page.locator('header nav button').nth(i + 1);
          await button.click();
          await expect(page.locator(kind)).toBeVisible();
          await shot(`${name}${suffix}`);
          if (kind === 'dialog') await page.keyboard.press('Escape');
          else await button.click();
          await expect(page.locator(kind)).toHaveCount(0);
        }
      }
    });
  }
}

for (const [name, width, height] of [
  ['a small window', 480, 520],
  // 900 CSS pixels is the narrowest desktop window; the same at 200 % leaves half of them.
  ['900 pixels', 900, 640],
  ['900 pixels at 200 %', 450, 400],
  ['a wide window', 1920, 1080],
] as const) {
  test(`${name} scrolls inside the text alone, in English too`, async ({ page, bumo }) => {
    await page.setViewportSize({ width, height });
    await open(page, await bumo.serve());
    await write(page, '市政府昨天召开新闻发布会，介绍了今年的经济运行情况。北京是中国的首[MASK]。');
    await expect(candidates(page).first()).toContainText('都');
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await picture(page, width === 480 ? 'small' : `width-${width}`);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog', { name: '命令' }).getByRole('option').first()).toBeInViewport();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: '设置', exact: true }).click();
    await page.getByLabel('语言').selectOption('en');
    await expect(
      page.getByRole(width < 1200 ? 'dialog' : 'complementary', { name: 'Settings' }),
    ).toBeVisible();
    if (width < 1200) await page.keyboard.press('Escape');
    await expect(page.getByTestId('status-engine')).toHaveText('Ready');
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await picture(page, `width-${width}-en`);
  });
}

test('the keyboard alone reaches everything', async ({ page, bumo }) => {
  await open(page, await bumo.serve());
  const seen = new Set<string>();
  await page.locator('body').click({ position: { x: 1, y: 1 } });
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press('Tab');
    const name = await page.evaluate(() => {
      const element = globalThis.document.activeElement;
      return element?.getAttribute('aria-label') ?? element?.textContent?.trim() ?? '';
    });
    seen.add(name);
    // Tab alone stays in the text.
    if (name === '正文') await page.keyboard.press('Escape');
  }
  // The toolbar is one stop; arrow keys go on from there.
  for (const wanted of ['样式：正文', '模型', '学习', '设置', '正文']) expect([...seen]).toContain(wanted);
});

test('where motion is to be reduced, nothing moves for longer than a blink', async ({ page, bumo }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page, await bumo.serve());
  await write(page, '北京是中国的首[MASK]。');
  await expect(candidates(page).first()).toBeVisible();
  await page.keyboard.press('Escape');
  await page.setViewportSize({ width: 1100, height: 800 });
  await page.keyboard.press('Control+,');
  await expect(page.getByRole('dialog')).toBeVisible();
  const longest = await page.evaluate(() => {
    const seconds = (value: string) => value.split(',').map((one) => Number.parseFloat(one));
    return Math.max(
      ...[...globalThis.document.querySelectorAll('*')].flatMap((one) => {
        const { animationDuration, transitionDuration } = getComputedStyle(one);
        return [...seconds(animationDuration), ...seconds(transitionDuration)];
      }),
    );
  });
  expect(longest).toBeLessThanOrEqual(0.001);
  await page.keyboard.press('Escape');
  await expect(textBox(page)).toBeFocused();
});
