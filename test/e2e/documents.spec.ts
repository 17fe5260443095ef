import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { strToU8, unzipSync, zipSync } from 'fflate';
import iconv from 'iconv-lite';
import { findLosses } from '../../src-main/documents/docx/losses.ts';
import { readDocx } from '../../src-main/documents/docx/read.ts';
import { writeDocx } from '../../src-main/documents/docx/write.ts';
import { expect, open, picture, test, textBox, write } from './app.ts';

const chooser = (page: Page) => page.locator('input[type=file][accept*=".docx"]');

async function saved(page: Page, act: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const downloading = page.waitForEvent('download');
  await act();
  const download = await downloading;
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

const paragraph = (text: string) => ({ type: 'paragraph', content: [{ type: 'text', text }] });

test('a Word document is opened, changed, saved and read again with all it had', async ({ page, bumo }) => {
  await open(page, await bumo.start());
  const cell = (text: string) => ({
    type: 'tableCell',
    attrs: { colspan: 1, rowspan: 1, colwidth: null },
    content: [paragraph(text)],
  });
  const notice = {
    type: 'doc',
    content: [
      {
        type: 'heading',
        attrs: { level: 1, textAlign: 'center' },
        content: [{ type: 'text', text: '关于召开年度工作会议的通知' }],
      },
      {
        type: 'paragraph',
        content: [{ type: 'text', text: '各部门：', marks: [{ type: 'bold' as const }] }],
      },
      { type: 'orderedList', content: [{ type: 'listItem', content: [paragraph('会议时间：下周一')] }] },
      { type: 'table', content: [{ type: 'tableRow', content: [cell('姓名'), cell('部门')] }] },
    ],
  };
  const buffer = Buffer.from(await writeDocx(notice));
  await chooser(page).setInputFiles({ name: '通知.docx', mimeType: '', buffer });
  await expect(page.getByTestId('file-name')).toHaveText('通知.docx');
  await expect(textBox(page).locator('h1')).toHaveText('关于召开年度工作会议的通知');
  await expect(textBox(page).locator('h1')).toHaveCSS('text-align', 'center');
  await expect(textBox(page).locator('ol > li')).toHaveText('会议时间：下周一');
  await expect(textBox(page).locator('td')).toHaveText(['姓名', '部门']);
  await picture(page, 'document');
  await textBox(page).getByText('各部门：').click();
  await page.keyboard.press('End');
  await page.keyboard.type('请准时参加');
  const { name, bytes } = await saved(page, () => page.keyboard.press('Control+s'));
  expect(name).toBe('通知.docx');
  const again = JSON.stringify(readDocx(new Uint8Array(bytes)));
  for (const kept of [
    '"heading"',
    '"center"',
    '各部门：请准时参加',
    '"bold"',
    '"orderedList"',
    '"table"',
    '部门',
  ]) {
    expect(again).toContain(kept);
  }
});

test('what a Word document would lose is named before it is saved, and a new file is offered', async ({
  page,
  bumo,
}) => {
  await open(page, await bumo.start());
  const files = unzipSync(await writeDocx({ type: 'doc', content: [paragraph('正文')] }));
  files['word/header1.xml'] = strToU8('<w:hdr xmlns:w="w"><w:p><w:r><w:t>内部资料</w:t></w:r></w:p></w:hdr>');
  const buffer = Buffer.from(zipSync(files));
  await chooser(page).setInputFiles({ name: '合同.docx', mimeType: '', buffer });
  await expect(textBox(page)).toHaveText('正文');
  await page.keyboard.press('Control+s');
  await expect(page.getByTestId('losses')).toContainText('页眉、页脚');
  await picture(page, 'losses');
  const { name, bytes } = await saved(page, () => page.getByRole('button', { name: '另存为新文件' }).click());
  expect(name).toBe('合同-补墨.docx');
  expect(findLosses(new Uint8Array(bytes))).toEqual([]);
});

test('a GB18030 text keeps its encoding and line endings; Markdown keeps its marks', async ({
  page,
  bumo,
}) => {
  await open(page, await bumo.start());
  const text = '会议纪要\r\n一、时间\r\n';
  await chooser(page).setInputFiles({
    name: '纪要.txt',
    mimeType: '',
    buffer: iconv.encode(text, 'gb18030'),
  });
  await expect(textBox(page)).toContainText('一、时间');
  await textBox(page).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('完');
  const txt = await saved(page, () => page.keyboard.press('Control+s'));
  expect(iconv.decode(txt.bytes, 'gb18030')).toBe('会议纪要\r\n一、时间\r\n完');

  const markdown = '# 通知\n\n请**务必**参加：\n\n- 甲\n- 乙\n';
  await chooser(page).setInputFiles({ name: '通知.md', mimeType: '', buffer: Buffer.from(markdown) });
  await expect(textBox(page).locator('h1')).toHaveText('通知');
  await expect(textBox(page).locator('strong')).toHaveText('务必');
  const md = await saved(page, () => page.keyboard.press('Control+s'));
  expect(md.bytes.toString('utf8').trim()).toBe(markdown.trim());
});

test('a file that is no document is refused and the text stays', async ({ page, bumo }) => {
  await open(page, await bumo.start());
  await chooser(page).setInputFiles({ name: '坏.docx', mimeType: '', buffer: Buffer.from('这不是文档') });
  await expect(page.getByText(/不是完整的 Word 文档/)).toBeVisible();
  await write(page, '照样可以写。');
  await expect(textBox(page)).toHaveText('照样可以写。');
  await expect(page.getByTestId('status-count')).toHaveText('6 字');
});

test('documents stand in tabs: none is lost by another, by switching or by a restart', async ({
  page,
  bumo,
}) => {
  const first = await bumo.start();
  await open(page, first);
  await write(page, '第一份：会议通知');
  await chooser(page).setInputFiles({
    name: '纪要.txt',
    mimeType: '',
    buffer: Buffer.from('第二份：会议纪要'),
  });
  const tab = (name: string) => page.getByRole('tab', { name });
  await expect(tab('纪要.txt')).toHaveAttribute('aria-selected', 'true');
  await expect(textBox(page)).toHaveText('第二份：会议纪要');
  await textBox(page).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('（改）');
  // At once, before anything was saved by itself.
  await tab('第一份：会议通知').click();
  await expect(textBox(page)).toHaveText('第一份：会议通知');
  await page.getByRole('button', { name: '新文档' }).click();
  await expect(textBox(page)).toHaveText('');
  await write(page, '第三份');
  await picture(page, 'tabs');
  await expect(page.getByTestId('status-save')).toHaveText('已保存');
  await first.stop();

  await open(page, await bumo.start());
  await expect(page.getByRole('tab')).toHaveCount(3);
  await expect(textBox(page)).toHaveText('第三份');
  await tab('纪要.txt').click();
  await expect(textBox(page)).toHaveText('第二份：会议纪要（改）');
  await expect(page.getByTestId('file-name')).toHaveText('纪要.txt');
  await page.getByRole('button', { name: '关闭“纪要.txt”' }).click();
  await expect(page.getByRole('dialog')).toContainText('这份草稿就没有了');
  await page.getByRole('button', { name: '不保存，关闭' }).click();
  await expect(page.getByRole('tab')).toHaveCount(2);
  await tab('第一份：会议通知').click();
  await expect(textBox(page)).toHaveText('第一份：会议通知');
});

test('the outline lists the headings and leads to them', async ({ page, bumo }) => {
  await open(page, await bumo.start());
  const markdown = `# 总则\n\n${'这是一段正文。\n\n'.repeat(40)}## 附则\n\n最后一段。\n`;
  await chooser(page).setInputFiles({ name: '办法.md', mimeType: '', buffer: Buffer.from(markdown) });
  await page.getByRole('button', { name: /文件$/ }).first().click();
  await page.getByRole('menuitemcheckbox', { name: '大纲' }).click();
  const outline = page.getByRole('navigation', { name: '大纲' });
  await expect(outline.getByRole('button')).toHaveText(['总则', '附则']);
  await outline.getByRole('button', { name: '附则' }).click();
  await expect(textBox(page).getByRole('heading', { name: '附则' })).toBeInViewport();
  await expect(textBox(page)).toBeFocused();
});
