import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import iconv from 'iconv-lite';
import { bodyOf, docxOf } from '../support/docx.ts';
import { candidates, expect, open, picture, saved, test, textBox, words, write } from './app.ts';

const chooser = (page: Page) => page.locator('input[type=file][accept*=".docx"]');

const take = (page: Page, name: string, buffer: Uint8Array) =>
  chooser(page).setInputFiles({ name, mimeType: '', buffer: Buffer.from(buffer) });

const run = (text: string, properties = '') =>
  `<w:r>${properties && `<w:rPr>${properties}</w:rPr>`}<w:t>${text}</w:t></w:r>`;
const paragraph = (text: string, properties = '', look = '') =>
  `<w:p>${properties && `<w:pPr>${properties}</w:pPr>`}${run(text, look)}</w:p>`;
const cell = (text: string) =>
  `<w:tc><w:tcPr><w:tcW w:w="4000" w:type="dxa"/></w:tcPr>${paragraph(text)}</w:tc>`;

const styles =
  '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>' +
  '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>';

/** A notice with what the editor has types for, and with what it has none for. */
const notice = () =>
  docxOf(
    paragraph('关于召开年度工作会议的通知', '<w:pStyle w:val="1"/><w:jc w:val="center"/>') +
      paragraph('各部门：', '', '<w:b/>') +
      `<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="4000"/><w:gridCol w:w="4000"/></w:tblGrid><w:tr>${cell('姓名')}${cell('部门')}</w:tr></w:tbl>` +
      `<w:p>${run('见附件')}<w:r><w:footnoteReference w:id="2"/></w:r></w:p>`,
    {
      styles,
      footnotes: `<w:footnote w:id="2">${paragraph('附件另发')}</w:footnote>`,
      more: { 'word/header1.xml': '<w:hdr xmlns:w="w"><w:p/></w:hdr>' },
    },
  );

test('a Word document is opened and changed; saving changes that and nothing else', async ({
  page,
  bumo,
}) => {
  await open(page, await bumo.serve());
  const before = notice();
  await take(page, '通知.docx', before);
  await expect(page.getByTestId('file-name')).toHaveText('通知.docx');
  await expect(textBox(page).locator('h1')).toHaveText('关于召开年度工作会议的通知');
  await expect(textBox(page).locator('h1')).toHaveCSS('text-align', 'center');
  await expect(textBox(page).locator('td')).toHaveText(['姓名', '部门']);
  await picture(page, 'document');
  await textBox(page).getByText('各部门：').click();
  await page.keyboard.press('End');
  await page.keyboard.type('请准时参加');
  const { name, bytes } = await saved(page, () => page.keyboard.press('Control+s'));
  expect(name).toBe('通知.docx');
  expect(bodyOf(bytes)).toBe(bodyOf(before).replace('各部门：', '各部门：请准时参加'));
  const parts = [before, bytes].map((one) => unzipSync(one));
  for (const [part, content] of Object.entries(parts[0] ?? {}))
    if (part !== 'word/document.xml') expect(parts[1]?.[part], part).toEqual(content);
  // The second save changes the same source.
  await page.keyboard.press('Control+z');
  const again = await saved(page, () => page.keyboard.press('Control+s'));
  expect(again.bytes.equals(Buffer.from(before))).toBe(true);
});

test('a signature that saving would break is named before, and a new file is offered', async ({
  page,
  bumo,
}) => {
  await open(page, await bumo.serve());
  const signed = docxOf(paragraph('正文'), { more: { '_xmlsignatures/sig1.xml': '<Signature/>' } });
  await take(page, '合同.docx', signed);
  await expect(textBox(page)).toHaveText('正文');
  await page.keyboard.press('Control+s');
  await expect(page.getByTestId('losses')).toContainText('数字签名');
  await picture(page, 'losses');
  const { name, bytes } = await saved(page, () => page.getByRole('button', { name: '另存为新文件' }).click());
  expect(name).toBe('合同-补墨.docx');
  expect(bodyOf(bytes)).toBe(bodyOf(signed));
});

test('what another format would lose is named before it is saved', async ({ page, bumo }) => {
  await open(page, await bumo.serve());
  await take(page, '通知.docx', notice());
  await expect(textBox(page).locator('h1')).toBeVisible();
  const menu = page.getByRole('button', { name: /文件$/ }).first();
  await menu.click();
  await page.getByRole('menuitem', { name: /下载纯文本副本/ }).click();
  const losses = page.getByTestId('losses');
  await expect(losses).toContainText('表格');
  await expect(losses).toContainText('脚注');
  await page.getByRole('button', { name: '取消' }).click();
  await menu.click();
  await page.getByRole('menuitem', { name: /下载纯文本副本/ }).click();
  const { bytes } = await saved(page, () => page.getByRole('button', { name: '仍然保存' }).click());
  expect(bytes.toString('utf8')).toContain('各部门：\n姓名\t部门\n');
});

test('a protected document may be read; a copy of it may be changed', async ({ page, bumo }) => {
  await open(page, await bumo.serve());
  const settings = '<w:documentProtection w:edit="readOnly" w:enforcement="1"/>';
  await take(page, '表.docx', docxOf(paragraph('姓名：____'), { settings }));
  await expect(page.getByTestId('read-only')).toContainText('受保护');
  await expect(textBox(page)).toHaveAttribute('contenteditable', 'false');
  await textBox(page).click();
  await page.keyboard.type('张三');
  await page.keyboard.press('Control+b');
  await expect(textBox(page)).toHaveText('姓名：____');
  await page.getByRole('button', { name: '另存一份来编辑' }).click();
  const name = page.getByRole('dialog', { name: '另存为' }).getByLabel('文件名，或完整路径');
  await expect(name).toHaveValue('表-副本.docx');
  await name.fill(join(bumo.home, '表-副本.docx'));
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('file-name')).toHaveText('表-副本.docx');
  await expect(page.getByTestId('read-only')).toHaveCount(0);
  await write(page, '，张三');
  await expect(textBox(page)).toHaveText('姓名：____，张三');
});

test.describe(() => {
  test.use({ weights: 'real' });

  test('gaps of a file are counted and gone to; blanks are asked about only when the writer says so', async ({
    page,
    bumo,
  }) => {
    await open(page, await bumo.serve());
    const form = docxOf(
      paragraph('北京是中国的首［MASK］。') +
        paragraph('我们去＿＿玩。') +
        paragraph('签字：____') +
        paragraph('他是一名[mask]师。'),
    );
    await take(page, '表.docx', form);
    await expect(page.getByTestId('status-gaps')).toHaveText('还有 2 处空缺');
    await expect(page.getByTestId('status-blanks')).toHaveText('1 处待填');
    await expect(textBox(page).locator('.blank')).toHaveText(['＿＿']);
    await picture(page, 'gaps');
    await page.keyboard.press('F8');
    expect((await words(page))[0]).toBe('都');
    await page.keyboard.press('Alt+1');
    await expect(page.getByTestId('status-gaps')).toHaveText('还有 1 处空缺');
    await page.keyboard.press('F8');
    await expect(candidates(page).first()).toBeVisible();
    await page.keyboard.press('Escape');

    // The caret in a blank asks nothing by itself.
    await textBox(page).locator('.blank').click();
    await expect(page.getByTestId('suggestions')).toHaveCount(0);
    await page.keyboard.press('Control+Space');
    await expect(candidates(page).first()).toBeVisible();
    await expect(page.getByTestId('status-gaps')).toHaveText('还有 2 处空缺');
    await expect(page.getByTestId('status-blanks')).toHaveCount(0);
    await page.keyboard.press('Escape');
    // What was not filled is written as it was spelled.
    const { bytes } = await saved(page, () => page.keyboard.press('Control+s'));
    expect(bodyOf(bytes)).toBe(bodyOf(form).replace('［MASK］', '都'));
    await page.keyboard.press('Shift+F8');
    await page.keyboard.press('Control+z');
    await expect(page.getByTestId('status-blanks')).toHaveText('1 处待填');
  });
});

test('gaps are found in what is pasted, however they are spelled', async ({ page, bumo }) => {
  await open(page, await bumo.serve());
  await textBox(page).click();
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData('text/html', '<p>请<b>［MASK］</b>参加<mask>，&lt;mask&gt;和[ MASK ]</p>');
    document
      .querySelector('.writing')
      ?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
  });
  await expect(textBox(page).locator('.gap')).toHaveCount(3);
  await expect(page.getByTestId('status-gaps')).toHaveText('还有 3 处空缺');
});

test('pasted text is bold where its styles say so, and only there', async ({ page, bumo }) => {
  await open(page, await bumo.serve());
  await textBox(page).click();
  await page.evaluate(() => {
    const data = new DataTransfer();
    const html = '<b style="font-weight:normal">平常<span style="font-weight:700">醒目</span></b>';
    data.setData('text/html', html);
    document
      .querySelector('.writing')
      ?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
  });
  await expect(textBox(page)).toHaveText('平常醒目');
  await expect(textBox(page).locator('strong')).toHaveText('醒目');
});

test('a text whose encoding is a guess can be read in another', async ({ page, bumo }) => {
  await open(page, await bumo.serve());
  // Two characters say little about their encoding.
  await take(page, '短.txt', iconv.encode('中文', 'big5'));
  const dialog = page.getByRole('dialog', { name: '这份文字的编码拿不准' });
  await expect(dialog).toBeVisible();
  const big5 = dialog.getByRole('button', { name: 'BIG5' });
  if ((await big5.count()) > 0) await big5.click();
  await dialog.getByRole('button', { name: '文字正常' }).click();
  await expect(textBox(page)).toHaveText('中文');
});

test('a GB18030 text keeps its encoding and line endings; Markdown keeps its marks', async ({
  page,
  bumo,
}) => {
  await open(page, await bumo.serve());
  const text = '会议纪要\r\n一、时间\r\n';
  await take(page, '纪要.txt', iconv.encode(text, 'gb18030'));
  await expect(textBox(page)).toContainText('一、时间');
  await textBox(page).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('完');
  const txt = await saved(page, () => page.keyboard.press('Control+s'));
  expect(iconv.decode(txt.bytes, 'gb18030')).toBe('会议纪要\r\n一、时间完\r\n');

  const markdown = '# 通知\n\n请**务必**参加：\n\n- 甲\n- 乙\n';
  await chooser(page).setInputFiles({ name: '通知.md', mimeType: '', buffer: Buffer.from(markdown) });
  await expect(textBox(page).locator('h1')).toHaveText('通知');
  await expect(textBox(page).locator('strong')).toHaveText('务必');
  const md = await saved(page, () => page.keyboard.press('Control+s'));
  expect(md.bytes.toString('utf8')).toBe(markdown);
});

test('what is typed while a file is read stays; the file gets a tab of its own', async ({ page, bumo }) => {
  await open(page, await bumo.serve());
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/call/documents.read', async (route) => {
    await held;
    await route.continue();
  });
  const asked = page.waitForRequest('**/call/documents.read');
  await take(page, '纪要.txt', Buffer.from('会议纪要'));
  await asked;
  await write(page, '我先写几个字');
  release();
  await expect(page.getByRole('tab', { name: '纪要.txt' })).toHaveAttribute('aria-selected', 'true');
  await expect(textBox(page)).toHaveText('会议纪要');
  await page.getByRole('tab', { name: '我先写几个字' }).click();
  await expect(textBox(page)).toHaveText('我先写几个字');
});

test('a file that is no document is refused and the text stays', async ({ page, bumo }) => {
  await open(page, await bumo.serve());
  await chooser(page).setInputFiles({ name: '坏.docx', mimeType: '', buffer: Buffer.from('这不是文档') });
  await expect(page.getByText(/这是纯文本文件，只是后缀为 .docx/)).toBeVisible();
  await write(page, '照样可以写。');
  await expect(textBox(page)).toHaveText('照样可以写。');
  await expect(page.getByTestId('status-count')).toHaveText('6 字');
});

test('documents stand in tabs: none is lost by another, by switching or by a restart', async ({
  page,
  bumo,
}) => {
  const first = await bumo.serve();
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

  await open(page, await bumo.serve());
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
  await open(page, await bumo.serve());
  const markdown = `# 总则\n\n${'这是一段正文。\n\n'.repeat(40)}## 附则\n\n最后一段。\n`;
  await chooser(page).setInputFiles({ name: '办法.md', mimeType: '', buffer: Buffer.from(markdown) });
  await expect(textBox(page).locator('h1')).toHaveText('总则');
  await page.getByRole('button', { name: /文件$/ }).first().click();
  await page.getByRole('menuitemcheckbox', { name: '大纲' }).click();
  const outline = page.getByRole('navigation', { name: '大纲' });
  await expect(outline.getByRole('button')).toHaveText(['总则', '附则']);
  await outline.getByRole('button', { name: '附则' }).click();
  await expect(textBox(page).getByRole('heading', { name: '附则' })).toBeInViewport();
  await expect(textBox(page)).toBeFocused();
});
