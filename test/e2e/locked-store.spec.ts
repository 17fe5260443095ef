import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, open, test, textBox, write } from './app.ts';

const said = /数据文件正被另一个程序占用，文字还在这个窗口里/;

test('while another program holds the store the text stays in the window, and is stored by itself afterwards', async ({
  page,
  bumo,
}) => {
  await open(page, await bumo.start());
  await write(page, '已经存好的一句。');
  await expect(page.getByTestId('status-save')).toHaveText('已保存');
  const other = new Database(join(bumo.home, 'bumo.db'));
  other.exec('BEGIN IMMEDIATE');
  await page.keyboard.insertText('还没有存上的一句。');
  await expect(page.getByText(said)).toBeVisible({ timeout: 30_000 });
  await expect(page.getByTestId('status-save')).toHaveText('还没存上');
  await expect(page.getByText(/重启|重新启动/)).toHaveCount(0);
  await expect(textBox(page)).toContainText('已经存好的一句。还没有存上的一句。');
  other.exec('ROLLBACK');
  await expect(page.getByTestId('status-save')).toHaveText('已保存', { timeout: 30_000 });
  await expect(page.getByText(said)).toHaveCount(0);
  const stored = other
    .prepare('SELECT content FROM drafts UNION ALL SELECT entry FROM draft_journal')
    .pluck();
  expect(stored.all().join('\n')).toContain('还没有存上的一句。');
  other.close();
});
