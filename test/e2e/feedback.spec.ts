import { candidates, expect, open, panelNamed, picture, test, textBox, write } from './app.ts';

test.use({ weights: 'real' });

test('✓, ✗ and the own word are kept, survive a restart and can be undone', async ({ page, bumo }) => {
  const first = await bumo.serve();
  await open(page, first);
  await write(page, '今天[MASK]气很好，联系电话 13812345678。');
  await expect(candidates(page).first()).toContainText('天');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('1');
  await page.getByRole('button', { name: '这个答案对' }).click();
  await expect(page.getByTestId('feedback')).toContainText('记下了：“天”是对的');

  await textBox(page).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('这批货的订单一直没[MASK]');
  await expect(candidates(page).first()).toBeVisible();
  await page.getByRole('button', { name: '都不对，我来填' }).click();
  await page.getByRole('textbox', { name: '您想写的词' }).fill('生效');
  await picture(page, 'own-word');
  await page.keyboard.press('Enter');
  await expect(textBox(page)).toContainText('这批货的订单一直没生效');
  await expect(page.getByTestId('status-save')).toHaveText('已保存');

  await first.stop();
  await open(page, await bumo.serve());
  await expect(textBox(page)).toContainText('今天天气很好，联系电话 13812345678。');
  await expect(textBox(page)).toContainText('这批货的订单一直没生效');
  await page.getByRole('button', { name: '学习' }).click();
  const records = panelNamed(page, '学习');
  await expect(records).toContainText('生效');
  await expect(records).toContainText('天');
  // What is stored is scrubbed; the writer's own text is not.
  await expect(records).not.toContainText('13812345678');
  await picture(page, 'records');
});
