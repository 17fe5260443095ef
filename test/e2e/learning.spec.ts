import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { candidates, expect, open, openPanel, panelNamed, picture, test, textBox, write } from './app.ts';

test.use({ weights: 'real' });

const panel = (page: Page) => panelNamed(page, '学习');
const openLearning = (page: Page) => openPanel(page, '学习');

async function take(page: Page, text: string): Promise<void> {
  await write(page, text);
  await expect(candidates(page).first()).toBeVisible();
  await page.keyboard.press('Alt+1');
  await expect(candidates(page)).toHaveCount(0);
}

test('one key says ✓ or ✗; what was said can be searched, changed, exported, deleted and imported', async ({
  page,
  bumo,
}) => {
  await open(page, await bumo.serve());
  await take(page, '北京是中国的首[MASK]。');
  await page.keyboard.press('Alt+y');
  await expect(page.getByTestId('feedback')).toContainText('记下了：“都”是对的');
  await textBox(page).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Enter');
  await take(page, '请拨打 13812345678，订单一直没[MASK]');
  await page.keyboard.press('Alt+n');
  await page.getByRole('textbox', { name: '您想写的词' }).fill('生效');
  await page.keyboard.press('Enter');
  await expect(textBox(page)).toContainText('订单一直没生效');

  await openLearning(page);
  await expect(panel(page)).toContainText('生效');
  await expect(panel(page)).toContainText('⟦手机号⟧');
  const search = panel(page).getByRole('searchbox', { name: '查找记录' });
  await search.fill('没有这个词');
  await expect(
    panel(page)
      .getByRole('status')
      .filter({ hasText: /^\s*没有符合的记录。\s*$/ }),
  ).toBeVisible();
  await search.fill('');
  await expect(
    panel(page)
      .getByRole('status')
      .filter({ hasText: /^\s*共 \d+ 条\s*$/ }),
  ).toBeVisible();
  await expect(search).toBeFocused();
  await search.fill('生效');
  await expect(panel(page).getByText('共 1 条')).toBeVisible();
  await panel(page).getByRole('button', { name: '修改“生效”' }).click();
  await panel(page).getByRole('textbox', { name: '您想写的词' }).fill('发货');
  await page.keyboard.press('Enter');
  await panel(page).getByRole('searchbox').fill('发货');
  await expect(panel(page).getByRole('button', { name: '修改“发货”' })).toBeVisible();
  await picture(page, 'learning');

  const downloading = page.waitForEvent('download');
  await panel(page).getByRole('button', { name: '导出（JSONL）' }).click();
  const file = await (await downloading).path();
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  expect(lines.some((line) => line.includes('发货'))).toBe(true);
  expect(lines.join('')).not.toContain('13812345678');

  await panel(page)
    .getByRole('button', { name: /^删除 / })
    .first()
    .click();
  await expect(panel(page).getByRole('button', { name: '修改“发货”' })).toHaveCount(0);
  await panel(page)
    .locator('input[type=file]')
    .setInputFiles({
      name: 'kept.jsonl',
      mimeType: 'text/plain',
      buffer: readFileSync(file),
    });
  await expect(panel(page)).toContainText(/导入了 1 条/);
  await expect(panel(page).getByRole('button', { name: '修改“发货”' })).toBeVisible();
});

test('a preview shows exactly what would be stored', async ({ page, bumo }) => {
  await open(page, await bumo.serve());
  await openLearning(page);
  await panel(page).getByText('看看会怎样保存').click();
  await panel(page).getByLabel('要预览的文字').fill('患者张伟，电话 13812345678。');
  await expect(panel(page).getByTestId('preview')).toHaveText('患者⟦姓名⟧，电话 ⟦手机号⟧。');
});

test('what was only seen is kept with less weight, and not at all once that is switched off', async ({
  page,
  bumo,
}) => {
  await open(page, await bumo.serve());
  await write(page, '北京是中国的首[MASK]。');
  await expect(candidates(page).first()).toBeVisible();
  await page.keyboard.press('Escape');
  await openLearning(page);
  await expect(panel(page)).toContainText('没要');

  await page.getByRole('button', { name: '设置', exact: true }).click();
  await page.getByRole('switch', { name: '记下没说出口的反应' }).uncheck();
  await textBox(page).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Enter');
  await write(page, '上海是中国的城[MASK]。');
  await expect(candidates(page).first()).toBeVisible();
  await page.keyboard.press('Escape');
  await openLearning(page);
  await expect(panel(page).getByText('共 1 条')).toBeVisible();
});
