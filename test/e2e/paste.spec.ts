import { Buffer } from 'node:buffer';
import type { Locator, Page } from '@playwright/test';
import { bodyOf } from '../support/docx.ts';
import { officeFile } from '../support/office-file.ts';
import { expect, open, saved, test, textBox } from './app.ts';
import { type Clipboard, excelCells, webPage, wordLost, wordText, wpsText } from './clipboards.ts';

/** Text that comes in keeps its look: clipboards of other programs, and of Bumo itself. */

async function openFile(page: Page, name = '通知.docx', buffer = Buffer.from(officeFile())): Promise<void> {
  await page.locator('input[type=file][accept*=".docx"]').setInputFiles({ name, mimeType: '', buffer });
  await expect(page.getByTestId('file-name')).toHaveText(name);
}

const block = (page: Page, text: string): Locator =>
  textBox(page).locator('p, h1, h2, h3').filter({ hasText: text }).first();

/** A paste or a drop as the browser reports it. */
async function give(
  page: Page,
  { html, text, rtf }: Clipboard,
  kind: 'paste' | 'drop' = 'paste',
): Promise<void> {
  await page.evaluate(
    ([wanted, types]) => {
      const data = new DataTransfer();
      for (const [type, value] of Object.entries(types)) if (value !== undefined) data.setData(type, value);
      const writing = document.querySelector<HTMLElement>('.sheet:not([hidden]) .writing');
      const { left, bottom } = writing?.lastElementChild?.getBoundingClientRect() ?? { left: 0, bottom: 0 };
      writing?.dispatchEvent(
        wanted === 'paste'
          ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
          : new DragEvent('drop', {
              dataTransfer: data,
              bubbles: true,
              cancelable: true,
              clientX: left + 5,
              clientY: bottom - 5,
            }),
      );
    },
    [kind, { 'text/html': html, 'text/plain': text, 'text/rtf': rtf }] as const,
  );
}

const font = (text: Locator, part: string) => text.locator(`[data-font*='${part}']`);
const format = (part: string) => new RegExp(part.replace(/[{}.[\]]/g, '\\$&'));

/** The blocks of the open document as data: what the schema read. */
const shown = (page: Page) =>
  textBox(page).evaluate((root) =>
    [...root.children].map((one) =>
      one.outerHTML
        .replace(/ (?:style|class|data-styled|data-label)="[^"]*"/g, '')
        // A picture of the file comes when it comes.
        .replace(/ src="blob:[^"]*"/g, ''),
    ),
  );

test('text of Word keeps fonts, sizes, colours, alignment, lists, tables and pictures', async ({
  page,
  bumo,
}) => {
  await open(page, await bumo.serve());
  await textBox(page).click();
  await give(page, wordText);
  const title = block(page, '关于开展检查');
  await expect(title).toHaveCSS('text-align', 'center');
  await expect(title).toHaveAttribute('data-format', format('"line":{"rule":"exact","value":28}'));
  await expect(font(title, '"eastAsia":"方正小标宋简体"').locator('strong')).toHaveText('关于开展检查的通知');
  await expect(font(title, '"size":22')).toHaveCount(1);

  const body = block(page, '请各单位');
  await expect(body).toHaveText('请各单位认真自查，用水10m3、H2O，限期三天上报。\t完抬高');
  await expect(body).toHaveAttribute('data-format', format('"first":{"value":2,"unit":"char"}'));
  await expect(body).toHaveAttribute('data-format', format('"line":{"rule":"multiple","value":1.5}'));
  await expect(body.locator('u')).toHaveText('认真');
  await expect(body.locator('s')).toHaveText('三天');
  await expect(body.locator('em')).toHaveText('上报');
  await expect(font(body, '"color":"FF0000"')).toHaveText('自查');
  await expect(font(body, '"vertical":"super"')).toHaveText('3');
  await expect(font(body, '"vertical":"sub"')).toHaveText('2');
  await expect(font(body, '"highlight":"FFFF00"')).toHaveText('限期');
  await expect(font(body, '"position":6')).toHaveText('抬高');
  await expect(font(body, '"eastAsia":"仿宋_GB2312","ascii":"Times New Roman","size":16').first()).toHaveText(
    /^请各单位/,
  );
  await expect(block(page, '发文机关')).toHaveAttribute('data-format', format('"align":"distribute"'));
  await expect(textBox(page).locator('h1')).toHaveText('第一章 总则');

  await expect(block(page, '保留的编号')).toHaveText('一、保留的编号');
  await expect(textBox(page).locator('ol > li')).toHaveCount(2);
  await expect(textBox(page).locator('ol > li').first().locator('ul > li')).toHaveText('乙');
  const table = textBox(page).locator('table');
  await expect(table.locator('[colspan="2"]')).toHaveAttribute('data-format', format('"shading":"D9E2F3"'));
  await expect(table.locator('td').nth(1)).toHaveAttribute('data-format', format('"vertical":"bottom"'));
  await expect(block(page, '合计')).toHaveCSS('text-align', 'center');
  await expect(block(page, '图后').locator('img[src^="data:image/png;base64,"]')).toHaveCount(1);
  await expect(textBox(page)).not.toContainText(/内部批注|supportLists|StartFragment/);
  await expect(page.getByText('没有粘贴')).toHaveCount(0);
});

test('a picture that is not on the clipboard leaves its words, and the writer is told', async ({
  page,
  bumo,
}) => {
  await open(page, await bumo.serve());
  await textBox(page).click();
  await give(page, wordLost);
  await expect(textBox(page)).toHaveText('前组织结构图后');
  await expect(textBox(page).locator('img:not(.ProseMirror-separator)')).toHaveCount(0);
  await expect(page.getByText('有 1 张图片不在剪贴板里，没有粘贴。')).toBeVisible();
});

test('text of WPS keeps its classes and its list', async ({ page, bumo }) => {
  await open(page, await bumo.serve());
  await textBox(page).click();
  await give(page, wpsText);
  const date = block(page, '二〇二六年');
  await expect(date).toHaveCSS('text-align', 'right');
  await expect(font(date, '"eastAsia":"仿宋"')).toHaveText('二〇二六年三月');
  await expect(date.locator('strong u')).toHaveText('重点');
  await expect(textBox(page).locator('ol > li')).toHaveText(['第一项', '第二项']);
});

test('cells of Excel keep borders, fills, widths and merged cells', async ({ page, bumo }) => {
  await open(page, await bumo.serve());
  await textBox(page).click();
  await give(page, excelCells);
  const table = textBox(page).locator('table');
  await expect(table).toHaveAttribute('data-format', format('"columns":[72,72]'));
  await expect(table.locator('tr')).toHaveCount(3);
  const head = table.locator('td').first();
  await expect(head).toHaveAttribute('colspan', '2');
  await expect(head).toHaveAttribute('data-format', format('"shading":"FFE699"'));
  await expect(head).toHaveAttribute('data-format', format('"top":{"kind":"single","width":0.5'));
  await expect(head.locator('strong')).toHaveText('经费表');
  await expect(head.locator('p')).toHaveCSS('text-align', 'center');
  await expect(table.locator('[rowspan="2"] p')).toHaveCSS('text-align', 'right');
  await expect(font(table, '"color":"FF0000"')).toHaveText('注');
  await expect(table).not.toContainText('看不见的行');
});

test('a web page brings its text, links and lists, and loads nothing', async ({ page, bumo }) => {
  await open(page, await bumo.serve());
  await textBox(page).click();
  await give(page, webPage);
  const news = block(page, '据报道');
  await expect(textBox(page).locator('h2')).toHaveText('要闻');
  await expect(news).toHaveText('据报道，降水达到2级。');
  await expect(news).toHaveCSS('text-align', 'center');
  await expect(news).toHaveAttribute('data-format', format('"first":{"value":2,"unit":"char"}'));
  await expect(news.locator('a')).toHaveAttribute('href', 'https://example.com/a?b=1&c=2');
  await expect(font(news, '"color":"C00000"').locator('strong')).toHaveText('降水');
  await expect(font(news, '"vertical":"super"')).toHaveText('2');
  await expect(
    textBox(page).locator('p', { hasText: '没有段落的字' }).locator('br:not([class])'),
  ).toHaveCount(1);
  await expect(textBox(page).locator('ul > li > ul > li')).toHaveText('立春');
  const pictures = block(page, '图：');
  await expect(pictures.locator('a')).toHaveText('天气图');
  await expect(pictures.locator('img[src^="data:"]')).toHaveCount(1);
  await expect(textBox(page).locator('pre')).toHaveText('a  b\n  c');
  await expect(textBox(page)).not.toContainText(/alert|追踪|模板/);
});

test('what is dropped comes in as what is pasted', async ({ page, bumo }) => {
  await open(page, await bumo.serve());
  await textBox(page).click();
  await give(page, wpsText, 'drop');
  await expect(font(block(page, '二〇二六年'), '"eastAsia":"仿宋"')).toHaveText('二〇二六年三月');
  await expect(block(page, '二〇二六年').locator('strong u')).toHaveText('重点');
});

test('a file of Word takes its own look for what the HTML does not say', async ({ page, bumo }) => {
  await open(page, await bumo.serve());
  await openFile(page);
  await block(page, '会议用水').click();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await give(page, { html: '<p>照旧<b>加粗</b></p><p style="text-align:right">落款</p><p>末尾</p>' });
  const plain = block(page, '照旧加粗');
  await expect(plain).toHaveAttribute('data-format', format('"base":{"eastAsia":"仿宋_GB2312"'));
  await expect(plain).toHaveCSS('text-indent', '42.6667px');
  await expect(plain.locator('strong')).toHaveText('加粗');
  const right = block(page, '落款');
  await expect(right).toHaveCSS('text-align', 'right');
  await expect(right).toHaveCSS('text-indent', '0px');
  await expect(right).toHaveAttribute('data-format', format('"size":16'));
  await expect(block(page, '末尾')).toHaveCSS('text-align', 'justify');
});

test('the look of what was pasted is saved in a file of Word', async ({ page, bumo }) => {
  await open(page, await bumo.serve());
  await openFile(page);
  await block(page, '会议用水').click();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await give(page, wordText);
  await expect(block(page, '关于开展检查')).toHaveCSS('text-align', 'center');
  const { bytes } = await saved(page, () => page.keyboard.press('Control+s'));
  const body = bodyOf(bytes);
  const paragraph = (text: string) =>
    (body.match(/<w:p>(?:(?!<\/w:p>).)*<\/w:p>/gs) ?? []).find((one) => one.includes(text)) ?? '';
  expect(paragraph('关于开展检查的通知')).toBe(
    '<w:p><w:pPr><w:ind w:left="0" w:right="0" w:firstLine="0" w:firstLineChars="0"/><w:jc w:val="center"/></w:pPr>' +
      '<w:r><w:rPr><w:rFonts w:eastAsia="方正小标宋简体" w:ascii="宋体" w:hAnsi="宋体"/><w:b/><w:sz w:val="44"/>' +
      '<w:szCs w:val="44"/></w:rPr><w:t>关于开展检查的通知</w:t></w:r></w:p>',
  );
  const text = paragraph('请各单位');
  expect(text).toContain('<w:spacing w:line="360" w:lineRule="auto"');
  for (const [properties, part] of [
    ['<w:u w:val="single"/>', '认真'],
    ['<w:color w:val="FF0000"/>', '自查'],
    ['<w:vertAlign w:val="superscript"/>', '3'],
    ['<w:vertAlign w:val="subscript"/>', '2'],
    ['<w:highlight w:val="yellow"/>', '限期'],
    ['<w:strike/>', '三天'],
    ['<w:i/>', '上报'],
    ['<w:position w:val="12"/>', '抬高'],
  ])
    expect(text).toContain(`<w:r><w:rPr>${properties}</w:rPr><w:t>${part}</w:t></w:r>`);
  expect(paragraph('发文机关')).toContain('<w:jc w:val="distribute"/>');
  expect(paragraph('>乙<')).toMatch(/<w:numPr><w:ilvl w:val="1"\/>/);
  expect(paragraph('合计')).toContain('<w:b/>');
  expect(paragraph('图后')).toMatch(/<w:drawing>.* r:embed="rId\d+"/s);
});

test('Bumo gives back to itself what was copied', async ({ page, bumo, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, await bumo.serve());
  await openFile(page);
  const before = await shown(page);
  await textBox(page).click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+c');
  await page.keyboard.press('Delete');
  await expect(textBox(page)).toHaveText('');
  await page.keyboard.press('Control+v');
  await expect.poll(() => shown(page)).toEqual(before);
});

test('a picture of a file comes along into another document', async ({ page, bumo, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, await bumo.serve());
  await openFile(page);
  await textBox(page).click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+c');
  await page.keyboard.press('Control+Alt+n');
  await expect(textBox(page)).toHaveText('');
  await page.keyboard.press('Control+v');
  const picture = textBox(page).locator('img[src^="data:image/png;base64,"]');
  await expect(picture).toHaveCount(1);
  await expect(picture).toHaveAttribute('width', '240');
  await expect(textBox(page)).toContainText('2026年3月1日');
  await expect(page.getByText('没有粘贴')).toHaveCount(0);
});

/** What the whole text gives to the clipboard. */
const copied = (page: Page): Promise<string> =>
  textBox(page).evaluate((root) => {
    const data = new DataTransfer();
    root.dispatchEvent(new ClipboardEvent('copy', { clipboardData: data, bubbles: true, cancelable: true }));
    return data.getData('text/html');
  });

test('a picture of a file comes along where it is dropped from another window', async ({ page, bumo }) => {
  await open(page, await bumo.serve());
  await openFile(page);
  await textBox(page).click();
  await page.keyboard.press('Control+a');
  const html = await copied(page);
  await page.keyboard.press('Control+Alt+n');
  await expect(textBox(page)).toHaveText('');
  await page.keyboard.insertText('这里：');
  await give(page, { html, text: '' }, 'drop');
  const picture = textBox(page).locator('img[src^="data:image/png;base64,"]');
  await expect(picture).toHaveCount(1);
  await expect(textBox(page)).toContainText('这里：');
  await expect(page.getByText('没有粘贴')).toHaveCount(0);
});

test('what was pasted names no part of the file that it is not from', async ({ page, bumo }) => {
  await open(page, await bumo.serve());
  await openFile(page);
  const shownPictures = textBox(page).locator('img[src^="blob:"]');
  await textBox(page).locator('.atom img').first().scrollIntoViewIfNeeded();
  await expect(shownPictures).toHaveCount(1);
  await textBox(page).click();
  await page.keyboard.press('Control+a');
  const [, part = ''] = /data-part="([^"]+)"/.exec(await copied(page)) ?? [];
  expect(part).not.toBe('');
  const atom = `<span data-atom="" data-kind="picture" data-src="deadbeef:0" data-part="${part}" data-width="40" data-height="40"></span>`;
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Enter');
  await give(page, { html: `<p data-bumo="">借用${atom}</p>`, text: '借用' });
  const pasted = textBox(page).locator('p', { hasText: '借用' });
  await pasted.scrollIntoViewIfNeeded();
  await expect(pasted.locator('.atom-box')).toBeVisible();
  await expect(shownPictures).toHaveCount(1);
});

test('what a text file cannot hold comes in as lines of text, as it will be saved', async ({
  page,
  bumo,
}) => {
  await open(page, await bumo.serve());
  await openFile(page, '草稿.txt', Buffer.from('开头\n'));
  await textBox(page).click();
  await page.keyboard.press('Control+End');
  await give(page, {
    html: '<h2>标题</h2><ol><li>甲</li><li><b>乙</b></li></ol><table><tr><td>姓名</td><td>职务</td></tr></table>',
    text: '标题',
  });
  await expect(textBox(page)).toContainText('1. 甲');
  await expect(textBox(page).locator('h2, li, table, strong')).toHaveCount(0);
  expect(await textBox(page).locator('p').allTextContents()).toEqual(
    expect.arrayContaining(['1. 甲', '2. 乙', '姓名\t职务']),
  );
});

test('plain text is literal: paths, tabs, signs, spaces and gaps', async ({ page, bumo, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, await bumo.serve());
  await openFile(page);
  const line = block(page, '会议用水');
  await line.click();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.evaluate(() =>
    navigator.clipboard.writeText('　　C:\\_temp_\\*a*.doc\t<b>甲</b> _乙_ **丙**\r\n\r\n请[MASK]参加'),
  );
  await page.keyboard.press('Control+v');
  await expect(block(page, 'C:')).toHaveText('　　C:\\_temp_\\*a*.doc\t<b>甲</b> _乙_ **丙**');
  const last = block(page, '参加');
  await expect(last.locator('.gap')).toHaveCount(1);
  const gap = last.locator('xpath=preceding-sibling::*[1]');
  await expect(gap).toHaveText('');
  await expect(gap.locator('xpath=preceding-sibling::*[1]')).toContainText('C:');
});

test('a picture alone on the clipboard is put in', async ({ page, bumo }) => {
  await open(page, await bumo.serve());
  await textBox(page).click();
  await page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
    const data = new DataTransfer();
    if (blob) data.items.add(new File([blob], '截图.png', { type: 'image/png' }));
    document
      .querySelector('.writing')
      ?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await expect(textBox(page).locator('img[src^="data:image/png"]')).toHaveCount(1);
});
