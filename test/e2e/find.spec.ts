import { expect, open, picture, test, textBox, write } from './app.ts';

test('finds whatever the width, goes round, replaces one or all, and one undo takes all back', async ({
  page,
  bumo,
}) => {
  await open(page, await bumo.serve());
  const text = '合同（ＡＢＣ）第1条，合同(abc)第２条，合同ABC第3条。';
  await write(page, text);
  await page.keyboard.press('Control+f');
  await page.getByRole('textbox', { name: '查找' }).fill('abc');
  await expect(page.getByTestId('find-count')).toHaveText('1 / 3');
  await expect(textBox(page).locator('.found')).toHaveCount(3);
  await picture(page, 'find');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('find-count')).toHaveText('2 / 3');
  await page.getByLabel('不分全角半角').uncheck();
  await expect(page.getByTestId('find-count')).toContainText('/ 2');
  await page.getByLabel('区分大小写').check();
  await expect(page.getByTestId('find-count')).toContainText('/ 1');
  await page.getByLabel('区分大小写').uncheck();
  await page.getByLabel('不分全角半角').check();
  await page.getByRole('textbox', { name: '替换为' }).fill('甲方');
  await page.getByRole('button', { name: '全部替换' }).click();
  await expect(textBox(page)).toHaveText('合同（甲方）第1条，合同(甲方)第２条，合同甲方第3条。');
  await page.keyboard.press('Escape');
  await expect(textBox(page)).toBeFocused();
  await page.keyboard.press('Control+z');
  await expect(textBox(page)).toHaveText(text);
});
