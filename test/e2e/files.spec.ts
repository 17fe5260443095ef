import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, open, picture, test, textBox, write } from './app.ts';

const dialog = (page: Page, name: string) => page.getByRole('dialog', { name });
const fileName = (page: Page) => page.getByTestId('file-name');

/** Opens a file by typing its path. */
async function openPath(page: Page, path: string): Promise<void> {
  await page.keyboard.press('Control+o');
  await dialog(page, '打开文件').getByLabel('文件或文件夹的路径').fill(path);
  await page.keyboard.press('Enter');
}

test('a document is saved by path, opened again from the folder and from the recent files', async ({
  page,
  bumo,
}) => {
  const folder = join(bumo.home, '公文');
  mkdirSync(folder);
  await open(page, await bumo.serve());
  await write(page, '关于放假的通知');
  await page.keyboard.press('Control+s');
  const save = dialog(page, '另存为');
  // It is called as it begins.
  await expect(save.getByLabel('文件名，或完整路径')).toHaveValue('关于放假的通知.docx');
  await picture(page, 'save-dialog');
  await save.getByLabel('文件名，或完整路径').fill(join(folder, '通知'));
  await save.getByLabel('格式').selectOption('md');
  await page.keyboard.press('Enter');
  await expect(fileName(page)).toHaveText('通知.md');
  expect(readFileSync(join(folder, '通知.md'), 'utf8').trim()).toBe('关于放假的通知');
  await expect(page.getByTestId('file-unsaved')).toHaveCount(0);
  await textBox(page).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('（初稿）');
  // The file is the writer's: nothing goes into it before they save.
  await expect(page.getByTestId('status-save')).toHaveText('已保存');
  await expect(page.getByTestId('file-unsaved')).toHaveCount(1);
  expect(readFileSync(join(folder, '通知.md'), 'utf8').trim()).toBe('关于放假的通知');
  await page.keyboard.press('Control+s');
  await expect(page.getByTestId('file-unsaved')).toHaveCount(0);
  expect(readFileSync(join(folder, '通知.md'), 'utf8').trim()).toBe('关于放假的通知（初稿）');

  writeFileSync(join(folder, '纪要.txt'), '会议纪要');
  await page.keyboard.press('Control+o');
  const opening = dialog(page, '打开文件');
  // The folder where the writer was last.
  await expect(opening.getByTestId('folder')).toHaveText(folder);
  await picture(page, 'open-dialog');
  await opening.getByRole('button', { name: '纪要.txt' }).click();
  await expect(textBox(page)).toHaveText('会议纪要');
  // A file that is open already is shown where it is.
  await page.getByRole('button', { name: /文件$/ }).first().click();
  await page.getByRole('menu', { name: '文件' }).getByRole('menuitem', { name: '通知.md' }).click();
  await expect(page.getByRole('tab')).toHaveCount(2);
  await expect(textBox(page)).toHaveText('关于放假的通知（初稿）');
});

test('an existing file is replaced only when the writer says so', async ({ page, bumo }) => {
  const path = join(bumo.home, '旧.txt');
  writeFileSync(path, '旧');
  await open(page, await bumo.serve());
  await write(page, '新');
  await page.keyboard.press('Control+Shift+s');
  await dialog(page, '另存为').getByLabel('文件名，或完整路径').fill(path);
  await page.keyboard.press('Enter');
  await expect(dialog(page, '替换已有的文件？')).toContainText('“旧.txt”已经有了');
  await page.getByRole('button', { name: '取消' }).click();
  expect(readFileSync(path, 'utf8')).toBe('旧');
  await page.keyboard.press('Control+Shift+s');
  await dialog(page, '另存为').getByLabel('文件名，或完整路径').fill(path);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: '替换' }).click();
  await expect(fileName(page)).toHaveText('旧.txt');
  expect(readFileSync(path, 'utf8')).toBe('新');
});

test('a file that another program changed is noticed: load again, undo, keep mine', async ({
  page,
  bumo,
}) => {
  const path = join(bumo.home, '通知.txt');
  writeFileSync(path, '第一稿');
  await open(page, await bumo.serve());
  await openPath(page, path);
  await expect(textBox(page)).toHaveText('第一稿');
  await write(page, '，我的改动');
  writeFileSync(path, '别人的第二稿');
  const asked = dialog(page, '“通知.txt”被别的程序改过');
  await expect(asked).toBeVisible();
  await picture(page, 'file-changed');
  await asked.getByRole('button', { name: '重新载入' }).click();
  await expect(textBox(page)).toHaveText('别人的第二稿');
  await textBox(page).click();
  await page.keyboard.press('Control+z');
  await expect(textBox(page)).toHaveText('第一稿，我的改动');

  writeFileSync(path, '别人的第三稿');
  await expect(asked).toBeVisible();
  await asked.getByRole('button', { name: '保留我的' }).click();
  expect(readFileSync(path, 'utf8')).toBe('别人的第三稿');
  await page.keyboard.press('Control+s');
  await expect(page.getByTestId('file-unsaved')).toHaveCount(0);
  expect(readFileSync(path, 'utf8')).toBe('第一稿，我的改动');
});

test('a vanished, a read-only and a misnamed file are told, and the text is kept', async ({ page, bumo }) => {
  const path = join(bumo.home, '通知.txt');
  writeFileSync(path, '第一稿');
  await open(page, await bumo.serve());
  await openPath(page, path);
  await expect(textBox(page)).toHaveText('第一稿');
  rmSync(path);
  await expect(page.getByText(/被移走、改名或删除了/)).toBeVisible();
  await page.keyboard.press('Control+s');
  await expect.poll(() => existsSync(path)).toBe(true);
  await expect(page.getByTestId('file-unsaved')).toHaveCount(0);

  chmodSync(path, 0o444);
  await write(page, '，改');
  await page.keyboard.press('Control+s');
  await expect(page.getByText(/是只读文件/)).toBeVisible();
  expect(readFileSync(path, 'utf8')).toBe('第一稿');
  await expect(textBox(page)).toHaveText('第一稿，改');

  await page.keyboard.press('Control+Shift+s');
  await dialog(page, '另存为')
    .getByLabel('文件名，或完整路径')
    .fill(join(bumo.home, `${'长'.repeat(200)}.txt`));
  await page.keyboard.press('Enter');
  await expect(page.getByText(/文件名太长/)).toBeVisible();
  await openPath(page, join(bumo.home, '没有.docx'));
  await expect(page.getByText(/找不到“没有.docx”/)).toBeVisible();
});

test('a file that changed while Bumo was closed is asked about when it comes back', async ({
  page,
  bumo,
}) => {
  const path = join(bumo.home, '通知.txt');
  writeFileSync(path, '第一稿');
  const first = await bumo.serve();
  await open(page, first);
  await openPath(page, path);
  await expect(textBox(page)).toHaveText('第一稿');
  await write(page, '，没存的字');
  await expect(page.getByTestId('status-save')).toHaveText('已保存');
  await first.stop();
  writeFileSync(path, '别人的第二稿');
  await open(page, await bumo.serve());
  await expect(textBox(page)).toHaveText('第一稿，没存的字');
  await expect(dialog(page, '“通知.txt”被别的程序改过')).toBeVisible();
});

test('a file that is dropped on the page is opened, a picture is put into the text', async ({
  page,
  bumo,
}) => {
  await open(page, await bumo.serve());
  const drop = async (name: string, type: string, content: string) => {
    const dataTransfer = await page.evaluateHandle(
      ([fileName = '', mimeType = '', text = '']) => {
        const data = new DataTransfer();
        data.items.add(new File([text], fileName, { type: mimeType }));
        return data;
      },
      [name, type, content],
    );
    await page.dispatchEvent('main', 'drop', { dataTransfer });
  };
  await drop('纪要.txt', 'text/plain', '掉进来的文字');
  await expect(textBox(page)).toHaveText('掉进来的文字');
  await drop('章.png', 'image/png', 'x');
  await expect(textBox(page).locator('img[src]')).toHaveAttribute('src', /^data:image\/png;base64,/);
  await drop('表.xlsx', '', 'x');
  await expect(page.getByText(/只能打开 .docx、.md 和 .txt 文件/)).toBeVisible();
});
