import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, open, panelNamed, picture, test, textBox, write } from './app.ts';

const palette = (page: Page) => page.getByRole('dialog', { name: '命令' });

test('the palette finds a command by its words and runs it, all by keys', async ({ page, bumo }) => {
  await open(page, await bumo.serve());
  await write(page, '第一份');
  await page.keyboard.press('Control+k');
  await expect(palette(page)).toBeVisible();
  await picture(page, 'palette');
  await page.keyboard.type('查替');
  await expect(palette(page).getByRole('option').first()).toContainText('查找和替换');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: '查找' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(textBox(page)).toBeFocused();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('一级标题');
  await page.keyboard.press('Enter');
  await expect(textBox(page).locator('h1')).toHaveText('第一份');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('没有这个');
  await expect(palette(page)).toContainText('没有这样的命令');
  await page.keyboard.press('Escape');
  await expect(palette(page)).toHaveCount(0);
  await expect(textBox(page)).toBeFocused();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('深色');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('tabs are opened, changed and closed by keys; each keeps its own history and its place', async ({
  page,
  bumo,
}) => {
  await open(page, await bumo.serve());
  await write(page, '第一份');
  for (let i = 0; i < 30; i++) await page.keyboard.press('Enter');
  await page.keyboard.type('末行');
  await page.keyboard.press('Control+Alt+n');
  await expect(page.getByRole('tab')).toHaveCount(2);
  await expect(textBox(page)).toHaveText('');
  await page.keyboard.type('第二份');
  await page.keyboard.press('Alt+PageUp');
  await expect(textBox(page)).toContainText('末行');
  await expect(textBox(page)).toBeFocused();
  await expect(textBox(page).getByText('末行')).toBeInViewport();
  await page.keyboard.type('（续）');
  await page.keyboard.press('Alt+PageDown');
  await expect(textBox(page)).toHaveText('第二份');
  await page.keyboard.press('Control+z');
  await expect(textBox(page)).toHaveText('');
  await page.keyboard.press('Alt+PageUp');
  await page.keyboard.press('Control+z');
  await expect(textBox(page)).not.toContainText('（续）');
  await page.keyboard.press('Control+z');
  await expect(textBox(page)).not.toContainText('末行');
  await page.keyboard.press('Alt+PageDown');
  await page.keyboard.press('Control+Shift+z');
  await expect(textBox(page)).toHaveText('第二份');
  await page.keyboard.press('Control+Alt+w');
  await page.getByRole('button', { name: '不保存，关闭' }).click();
  await expect(page.getByRole('tab')).toHaveCount(0);
  await page.keyboard.press('Control+Shift+z');
  await expect(textBox(page)).toContainText('第一份');
});

test('every shortcut is listed, with the keys that the writer chose', async ({ page, bumo }) => {
  await open(page, await bumo.serve());
  await page.keyboard.press('Control+/');
  const sheet = page.getByRole('dialog', { name: '快捷键' });
  const row = (name: string) =>
    sheet.locator('dl > div').filter({ has: page.getByText(name, { exact: true }) });
  await expect(row('命令面板')).toContainText('CtrlK');
  await expect(row('停顿时补全：采用')).toContainText('Tab');
  await expect(row('保存')).toContainText('CtrlS');
  await picture(page, 'shortcuts');
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
});

test('settings are found by their words', async ({ page, bumo }) => {
  await open(page, await bumo.serve());
  await page.keyboard.press('Control+,');
  const settings = panelNamed(page, '设置');
  await settings.getByRole('searchbox', { name: '查找设置' }).fill('镜像');
  await expect(settings.getByLabel('镜像地址')).toBeVisible();
  await expect(settings.getByLabel('语言')).toBeHidden();
  await settings.getByRole('searchbox').fill('没有这项');
  await expect(settings).toContainText('没有符合的设置');
  await settings.getByRole('searchbox').fill('');
  await expect(settings.getByLabel('语言')).toBeVisible();
});

test('links, pictures, alignment and table cells are edited from the palette', async ({ page, bumo }) => {
  await open(page, await bumo.serve());
  const run = async (command: string) => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type(command);
    await page.keyboard.press('Enter');
    await expect(palette(page)).toHaveCount(0);
  };
  await write(page, '办公室网站');
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+Shift+k');
  await page.getByLabel('网址').fill('example.com/bg');
  await page.keyboard.press('Enter');
  await expect(textBox(page).locator('a')).toHaveAttribute('href', 'https://example.com/bg');
  await page.keyboard.press('Control+Shift+k');
  await page.getByLabel('网址').fill('');
  await page.keyboard.press('Enter');
  await expect(textBox(page).locator('a')).toHaveCount(0);
  await run('右对齐');
  await expect(textBox(page).locator('p').first()).toHaveCSS('text-align', 'right');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  const dot =
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  await page
    .getByTestId('image-file')
    .setInputFiles({ name: '章.png', mimeType: 'image/png', buffer: Buffer.from(dot, 'base64') });
  await expect(textBox(page).locator('img[src]')).toHaveAttribute('src', `data:image/png;base64,${dot}`);
  await page.keyboard.press('Enter');
  await run('插入表格');
  await run('下面加一行');
  await run('右边加一列');
  await expect(textBox(page).locator('tr')).toHaveCount(4);
  await expect(textBox(page).locator('tr').first().locator('th')).toHaveCount(4);
  await run('整个删除');
  await expect(textBox(page).locator('table')).toHaveCount(0);
});

test('every dialog keeps the focus, closes with Esc and gives the focus back', async ({ page, bumo }) => {
  // Where a panel has no room next to the text, it is a dialog too.
  await page.setViewportSize({ width: 1199, height: 800 });
  await open(page, await bumo.serve());
  await write(page, '关于放假的通知');
  for (const [keys, name] of [
    ['Control+k', '命令'],
    ['Control+Shift+k', '链接'],
    ['Control+o', '打开文件'],
    ['Control+Shift+s', '另存为'],
    ['Control+/', '快捷键'],
    ['Control+,', '设置'],
  ] as const) {
    await page.keyboard.press(keys);
    const dialog = page.getByRole('dialog', { name, exact: true });
    await expect(dialog).toBeVisible();
    for (let i = 0; i < 8; i++) await page.keyboard.press('Tab');
    // The body is where the browser's own controls stand in the round.
    expect(await page.evaluate(() => document.activeElement?.closest('dialog, body > *')?.tagName)).not.toBe(
      'DIV',
    );
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await expect(textBox(page), name).toBeFocused();
  }
  // One that is taken away because it has been answered gives it back too.
  await page.keyboard.press('Control+Shift+s');
  await page.getByLabel('文件名，或完整路径').fill(join(bumo.home, '通知.txt'));
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('file-name')).toHaveText('通知.txt');
  await expect(textBox(page)).toBeFocused();
});

test('a dialog that is asked for in the moment another one closes stays, and has the keyboard', async ({
  page,
  bumo,
}) => {
  await open(page, await bumo.serve());
  await write(page, '第一段');
  await page.keyboard.press('Control+Shift+k');
  await expect(page.getByLabel('网址')).toBeFocused();
  // The browser reports the end of a dialog in a later task: the key is there before it.
  await page.evaluate(() => {
    document.querySelector<HTMLButtonElement>('dialog .actions button[type=button]')?.click();
    const key = { key: 'k', code: 'KeyK', ctrlKey: true, bubbles: true, cancelable: true };
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', key));
  });
  await page.waitForTimeout(100);
  await page.keyboard.type('右对齐');
  await expect(palette(page).getByRole('combobox')).toHaveValue('右对齐');
  await expect(textBox(page)).toHaveText('第一段');
});

test('what is typed at once after a new document is asked for goes into that document, all of it', async ({
  page,
  bumo,
}) => {
  await open(page, await bumo.serve());
  await write(page, '第一份');
  await page.keyboard.press('Control+Alt+n');
  await page.keyboard.type('abc');
  await expect(textBox(page)).toHaveText('abc');
  await page.keyboard.press('Alt+PageUp');
  await expect(textBox(page)).toHaveText('第一份');
});
