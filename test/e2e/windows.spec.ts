import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { askForLink } from '../../src-main/shell/loopback/endpoint.ts';
import { expect, open, test, textBox, write } from './app.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Another link to the app that runs on this data, as the command line gives it. */
function anotherLink(home: string): string {
  const { stdout } = spawnSync(process.execPath, ['src-main/cli.ts', 'open', '--print', '--json'], {
    cwd: root,
    env: { ...process.env, BUMO_HOME: home },
    encoding: 'utf8',
  });
  return (JSON.parse(stdout) as { url: string }).url;
}

const saved = (page: Page) => expect(page.getByTestId('status-save')).toHaveText('已保存');
const text = (page: Page) => page.locator('.writing:visible').innerText();

test('two windows show one text while both are written in, and each undoes its own', async ({
  page,
  context,
  bumo,
}) => {
  await open(page, await bumo.serve());
  await write(page, '请各部门参加会议');
  await saved(page);
  const other = await context.newPage();
  await other.goto(anotherLink(bumo.home));
  await expect(textBox(other)).toHaveText('请各部门参加会议');
  await write(other, '，不得缺席');
  await expect(textBox(page)).toHaveText('请各部门参加会议，不得缺席');
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('通知：');
  await expect(textBox(other)).toHaveText('通知：请各部门参加会议，不得缺席');
  await other.bringToFront();
  await textBox(other).focus();
  await other.keyboard.press('Control+z');
  await expect(textBox(page)).toHaveText('通知：请各部门参加会议');
  await saved(page);
  await saved(other);
  await page.reload();
  await expect(textBox(page)).toHaveText('通知：请各部门参加会议');
});

test('a tab that is opened or closed in one window is so in the other, and no text is dropped', async ({
  page,
  context,
  bumo,
}) => {
  await open(page, await bumo.serve());
  await write(page, '第一份');
  const other = await context.newPage();
  await other.goto(anotherLink(bumo.home));
  await expect(textBox(other)).toHaveText('第一份');
  await page.keyboard.press('Control+Alt+n');
  await expect(textBox(page)).toHaveText('');
  await page.keyboard.type('第二份');
  await expect(other.getByRole('tab', { name: '第二份' })).toBeVisible();
  await other.keyboard.press('Control+Alt+n');
  await other.keyboard.type('第三份');
  await expect(page.getByRole('tab')).toHaveCount(3);
  await expect(textBox(page)).toHaveText('第二份');
  await expect(page.getByRole('tab', { name: '第三份' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('tab')).toHaveCount(3);
});

test('a page that lost its app says so, keeps what is typed and goes on by itself', async ({
  page,
  context,
  bumo,
}) => {
  const app = await bumo.start();
  await open(page, app);
  await write(page, '断开之前。');
  await saved(page);
  await app.kill();
  await expect(page.getByTestId('connection')).toContainText('与补墨断开了');
  await expect(page.getByTestId('status-engine')).toHaveText('已断开');
  await expect(page.getByTestId('status-offline')).toHaveCount(0);
  await write(page, '断开之后。');
  await expect(page.getByTestId('status-save')).toHaveText('文字先存在本页');
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage }))).toContain('断开之后');
  const again = await bumo.start();
  expect(new URL(again.url).port).toBe(new URL(app.url).port);
  await expect(page.getByTestId('connection')).toContainText('还不认识这个页面');
  // Meanwhile the writer goes on in a new window of the same browser.
  const fresh = await context.newPage();
  await fresh.goto(again.url);
  await expect(textBox(fresh)).toContainText('断开之前。');
  await expect(page.getByTestId('connection')).toHaveCount(0);
  await saved(page);
  await expect(textBox(fresh)).toHaveText('断开之前。断开之后。');
  await expect(page.getByTestId('status-engine')).toHaveText('就绪', { timeout: 300_000 });
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual(['bumo-session']);
});

test('a page that is closed without its app leaves its text to the next one', async ({
  page,
  context,
  bumo,
}) => {
  const app = await bumo.start();
  await open(page, app);
  await write(page, '已存。');
  await saved(page);
  await app.kill();
  await expect(page.getByTestId('connection')).toBeVisible();
  await write(page, '未存。');
  await expect(page.getByTestId('status-save')).toHaveText('文字先存在本页');
  await page.close();
  const again = await bumo.start();
  const fresh = await context.newPage();
  await fresh.goto(again.url);
  await expect(textBox(fresh)).toHaveText('已存。未存。');
  await saved(fresh);
  await fresh.reload();
  await expect(textBox(fresh)).toHaveText('已存。未存。');
  expect(await text(fresh)).toBe('已存。未存。');
});

test('a file that was opened a moment before the app was gone is there again, in its own tab', async ({
  page,
  bumo,
}) => {
  const app = await bumo.start();
  await open(page, app);
  await write(page, '文件里的字。');
  const path = join(bumo.home, '说明.docx');
  await page.keyboard.press('Control+s');
  await page.getByLabel('文件名，或完整路径').fill(path);
  await page.keyboard.press('Enter');
  await expect.poll(() => existsSync(path)).toBe(true);
  await expect(page.getByTestId('file-unsaved')).toHaveCount(0);
  await page.keyboard.press('Control+Alt+w');
  await expect(textBox(page)).toHaveText('');
  await page.keyboard.press('Control+o');
  await page.getByLabel('文件或文件夹的路径').fill(path);
  await page.keyboard.press('Enter');
  await expect(textBox(page)).toHaveText('文件里的字。');
  await app.kill();
  const again = await bumo.start();
  await page.goto(again.url);
  await expect(textBox(page)).toHaveText('文件里的字。');
  await expect(page.getByRole('tab'), 'no second document').toHaveCount(0);
  await saved(page);
  await page.reload();
  await expect(textBox(page)).toHaveText('文件里的字。');
});

test('where two windows changed one passage, both texts are there', async ({ page, context, bumo }) => {
  await open(page, await bumo.serve());
  await write(page, '第一段');
  await page.keyboard.press('Enter');
  await page.keyboard.type('第二段');
  await saved(page);
  const cdp = await context.newCDPSession(page);
  const reach = (offline: boolean) =>
    cdp.send('Network.emulateNetworkConditions', {
      offline,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: -1,
    });
  await cdp.send('Network.enable');
  await reach(true);
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.type('离线写的');
  await expect(page.getByTestId('status-save')).toHaveText('文字先存在本页');
  // Meanwhile another window deletes the paragraph that this one wrote into.
  const fresh = await context.newPage();
  await fresh.goto(anotherLink(bumo.home));
  await expect(textBox(fresh)).toHaveText('第一段第二段');
  await textBox(fresh).click();
  await fresh.keyboard.press('Control+Home');
  await fresh.keyboard.press('Shift+ArrowDown');
  await fresh.keyboard.press('Delete');
  await expect(textBox(fresh)).toHaveText('第二段');
  await saved(fresh);
  await reach(false);
  await expect(page.getByRole('tab')).toHaveCount(2);
  await expect(page.getByText('同一段文字在两个窗口里都改过')).toBeVisible();
  await expect(textBox(page)).toHaveText('第二段');
  await page.getByRole('tab', { name: /另一份/ }).click();
  await expect(textBox(page)).toHaveText('第离线写的一段第二段');
  await expect(fresh.getByRole('tab')).toHaveCount(2);
});

test('a file that the system hands over is opened, in its own tab', async ({ page, bumo }) => {
  const app = await bumo.start();
  const path = join(bumo.home, '通知.txt');
  writeFileSync(path, '双击打开的字。');
  // As a second start does.
  await askForLink(bumo.home, [path]);
  await open(page, app);
  await expect(textBox(page)).toHaveText('双击打开的字。');
});
