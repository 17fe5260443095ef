import { writeFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { docxOf } from '../support/docx.ts';
import { pagesOf, withoutPages } from '../support/office.ts';
import { officeFile } from '../support/office-file.ts';
import { expect, open, picture, test, textBox } from './app.ts';

/** Files of Word as they look on the page, and the tools that change their look. */

async function openFile(page: Page, name = '通知.docx', buffer = Buffer.from(officeFile())): Promise<void> {
  await page.locator('input[type=file][accept*=".docx"]').setInputFiles({ name, mimeType: '', buffer });
  await expect(page.getByTestId('file-name')).toHaveText(name);
}

const paragraph = (page: Page, text: string): Locator =>
  textBox(page).locator('p, h1, h2').filter({ hasText: text }).first();

const bar = (page: Page) => page.getByRole('toolbar', { name: '格式' });
/** A tool by its name; the box of a value is called by that, too: `字号：三号`. */
const tool = (page: Page, name: string) =>
  bar(page).getByRole('button', { name: new RegExp(`^${name}(?:：.*)?$`) });

/** Selects a word by its place in the text, as a mouse would. */
async function select(block: Locator, word: string): Promise<void> {
  await block.evaluate((element, wanted) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const at = walker.currentNode.textContent?.indexOf(wanted) ?? -1;
      if (at < 0) continue;
      element.closest<HTMLElement>('.writing')?.focus();
      getSelection()?.setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + wanted.length);
      return;
    }
  }, word);
  await expect.poll(() => block.page().evaluate(() => getSelection()?.toString())).toBe(word);
}

/** A length in points as browsers report it. */
const px = (points: number) => `${Number(((points * 96) / 72).toPrecision(6))}px`;

const label = (block: Locator) =>
  block.evaluate((element) => getComputedStyle(element, '::before').content.replaceAll('"', ''));

const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

async function check(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(
    found.map(({ id, nodes }) => `${where}: ${id} at ${nodes.map(({ target }) => target.join(' '))}`),
  ).toEqual([]);
}

test('a file of Word looks as it does there', async ({ page, bumo }) => {
  await open(page, await bumo.serve());
  await openFile(page);
  const paper = page.locator('.page.paper');
  const width = await paper.evaluate((element) => element.getBoundingClientRect().width);
  // 210 mm at 96 pixels to the inch.
  expect(width).toBeCloseTo((210 / 25.4) * 96, 0);
  const text = await textBox(page).evaluate((element) => element.getBoundingClientRect().width);
  expect(text).toBeCloseTo((156 / 25.4) * 96, 0);

  await expect(paragraph(page, '安阳市安全生产委员会文件').locator('span').last()).toHaveCSS(
    'color',
    'rgb(255, 0, 0)',
  );
  const body = paragraph(page, '会议用水');
  await expect(body).toHaveCSS('font-size', px(16));
  await expect(body).toHaveCSS('text-indent', px(32));
  await expect(body).toHaveCSS('line-height', px(28));
  await expect(body.locator('[data-font*=\'"vertical":"sub"\']')).toHaveCSS('vertical-align', 'sub');
  await expect(body.locator('[data-font*="highlight"]')).toHaveCSS('background-color', 'rgb(255, 255, 0)');

  for (const [words, number] of [
    ['各单位应当', '第一条'],
    ['建立健全', '（一）'],
    ['每季度', '1.'],
    ['保证', '（二）'],
    ['本通知', '第二条'],
    ['会议材料', '●'],
  ] as const)
    expect(await label(paragraph(page, words)), words).toBe(number);

  const table = textBox(page).locator('table');
  await expect(table.locator('[rowspan="2"]')).toHaveCount(2);
  await expect(table.locator('[colspan="4"]')).toHaveCSS('background-color', 'rgb(255, 242, 204)');
  const phone = await paragraph(page, '联系人').evaluate((element) => {
    const tab = element.querySelector('.tab');
    const { right = 0 } = tab?.getBoundingClientRect() ?? {};
    return right - element.getBoundingClientRect().left;
  });
  expect(phone).toBeCloseTo((240 * 96) / 72, 0);

  const image = textBox(page).locator('.atom img:not(.ProseMirror-separator)');
  await image.scrollIntoViewIfNeeded();
  await expect.poll(() => image.evaluate((element) => (element as HTMLImageElement).naturalWidth)).toBe(240);
  await expect(page.getByRole('img', { name: '域：3' })).toHaveText('3');
  await expect(page.getByRole('separator', { name: '分页符' })).toBeVisible();
  await expect(textBox(page).locator('del')).toHaveText('学习');
  await expect(textBox(page).locator('ins')).toHaveAttribute('title', '审核人 新增的文字');
});

for (const colorScheme of ['light', 'dark'] as const)
  for (const width of [900, 1280, 1920] as const)
    test(`the page at ${width} pixels is drawn, and axe finds nothing serious (${colorScheme})`, async ({
      page,
      bumo,
    }) => {
      await page.setViewportSize({ width, height: 860 });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await open(page, await bumo.serve());
      await openFile(page);
      await paragraph(page, '会议用水').click();
      await expect(tool(page, '字号')).toHaveText('三号');
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      await picture(page, `paper-${width}-${colorScheme}`);
      await check(page, 'page');
      for (const name of ['样式', '字体', '行距'] as const) {
        await tool(page, name).click();
        await check(page, name);
        await picture(page, `paper-${width}-${colorScheme}-${name}`);
        await page.keyboard.press('Escape');
      }
      if (width > 900) return;
      await tool(page, '更多格式').click();
      await expect(tool(page, '字体颜色')).toBeVisible();
      await check(page, 'more');
      await picture(page, `paper-${width}-${colorScheme}-more`);
      await page.keyboard.press('Escape');
      expect(await overflow(page)).toBeLessThanOrEqual(0);
    });

test('fonts, sizes and colours are chosen or typed, for the selected words alone', async ({ page, bumo }) => {
  await open(page, await bumo.serve());
  await openFile(page);
  const block = paragraph(page, '各县');
  await select(block, '人民政府');
  await tool(page, '字号').click();
  await page.keyboard.type('15.5');
  await page.keyboard.press('Enter');
  await expect(textBox(page)).toBeFocused();
  const changed = block.locator('[data-font]');
  await expect(changed).toHaveText('人民政府');
  await expect(changed).toHaveCSS('font-size', px(15.5));
  await tool(page, '字体').click();
  await page.keyboard.type('黑体');
  await page.keyboard.press('Enter');
  await expect(changed).toHaveAttribute('data-font', /"eastAsia":"黑体","ascii":"黑体","size":15.5/);
  await tool(page, '字体颜色').click();
  await page.getByRole('menuitemradio', { name: '深红' }).click();
  await expect(changed).toHaveCSS('color', 'rgb(192, 0, 0)');
  await page.keyboard.press('Control+Shift+=');
  await expect(tool(page, '上标')).toHaveAttribute('aria-pressed', 'true');
  await expect(changed).toHaveCSS('vertical-align', 'super');
  await page.keyboard.press('Control+=');
  await expect(changed).toHaveCSS('vertical-align', 'sub');
  await page.keyboard.press('Control+\\');
  await expect(block.locator('[data-font]')).toHaveCount(0);
  for (let i = 0; i < 6; i++) await page.keyboard.press('Control+z');
  await expect(block.locator('[data-font]')).toHaveCount(0);
  await expect(tool(page, '撤销')).toBeDisabled();
});

test('paragraphs are aligned and spaced by Word’s keys, by menus and by the dialog', async ({
  page,
  bumo,
}) => {
  await open(page, await bumo.serve());
  await openFile(page);
  const block = paragraph(page, '各县');
  await block.click();
  for (const [keys, align] of [
    ['Control+e', 'center'],
    ['Control+r', 'right'],
    ['Control+l', 'left'],
    ['Control+j', 'justify'],
  ] as const) {
    await page.keyboard.press(keys);
    await expect(block).toHaveCSS('text-align', align);
  }
  await page.keyboard.press('Control+Shift+j');
  await expect(block).toHaveCSS('text-align-last', 'justify');
  await page.keyboard.press('Control+5');
  await expect(block).toHaveAttribute('data-format', /"line":\{"rule":"multiple","value":1.5\}/);
  await tool(page, '行距').click();
  await page.getByRole('menuitemradio', { name: '固定值 30 磅' }).click();
  await expect(block).toHaveCSS('line-height', '40px');
  await tool(page, '首行缩进 2 字符').click();
  await expect(block).toHaveCSS('text-indent', px(32));

  await page.keyboard.press('Control+k');
  await page.keyboard.type('段落');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: '段落' });
  await expect(dialog.getByLabel('行距')).toHaveValue('exact');
  await check(page, 'paragraph');
  await dialog.getByLabel('段前', { exact: true }).fill('0.5');
  await dialog.getByLabel('首行', { exact: true }).selectOption('hang');
  await dialog.getByRole('button', { name: '确定' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(block).toHaveAttribute('data-format', /"first":\{"value":-2,"unit":"char"\}/);
  await expect(block).toHaveAttribute('data-format', /"before":\{"value":0.5,"unit":"char"\}/);
  await page.keyboard.press('Control+z');
  await expect(block).not.toHaveAttribute('data-format', /"before"/);
});

test('the file’s own styles and numberings, with what Enter and Backspace make of them', async ({
  page,
  bumo,
}) => {
  await open(page, await bumo.serve());
  await openFile(page);
  const block = paragraph(page, '各县');
  await block.click();
  await tool(page, '样式').click();
  await expect(page.getByRole('option')).toHaveText(['正文', '标题', '标题 1', '标题 2', '无间隔']);
  await page.keyboard.type('标题 1');
  await page.keyboard.press('Enter');
  const heading = textBox(page).locator('h1').filter({ hasText: '各县' });
  await expect(heading).toHaveAttribute('data-style', '1');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('正文另起');
  await expect(paragraph(page, '正文另起')).toHaveAttribute('data-style', 'a');
  await expect(paragraph(page, '正文另起')).toHaveCSS('line-height', px(28));

  await paragraph(page, '保证').click();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('新的一款。');
  expect(await label(paragraph(page, '新的一款'))).toBe('（三）');
  await page.keyboard.press('Home');
  await tool(page, '减少缩进').click();
  expect(await label(paragraph(page, '新的一款'))).toBe('第二条');
  expect(await label(paragraph(page, '本通知'))).toBe('第三条');
  await page.keyboard.press('Backspace');
  await expect(paragraph(page, '新的一款')).not.toHaveAttribute('data-label', /./);
  expect(await label(paragraph(page, '本通知'))).toBe('第二条');
  await tool(page, '文件里的编号').click();
  await page.getByRole('menuitemradio', { name: /●/ }).click();
  expect(await label(paragraph(page, '新的一款'))).toBe('●');
  await page.keyboard.press('Control+Shift+8');
  await expect(paragraph(page, '新的一款')).not.toHaveAttribute('data-label', /./);
});

test('pasted text and a new table look as the file’s own text does', async ({ page, bumo, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, await bumo.serve());
  await openFile(page);
  await page.evaluate(() => navigator.clipboard.writeText('头一段\n\n第二段'));
  await paragraph(page, '本通知').click();
  await page.keyboard.press('End');
  await page.keyboard.press('Control+v');
  await expect(paragraph(page, '第二段')).toHaveCSS('font-size', px(16));
  expect(await label(paragraph(page, '第二段'))).toBe('第三条');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('插入表格');
  await page.keyboard.press('Enter');
  await page.keyboard.type('单元格');
  await expect(paragraph(page, '单元格')).toHaveCSS('line-height', px(28));
  // Shorthand of Markdown is plain text in a file of Word.
  await page.keyboard.type('**重点**');
  await expect(paragraph(page, '单元格')).toHaveText('单元格**重点**');
});

test('what the editor has no type for is selected, deleted and brought back', async ({ page, bumo }) => {
  await open(page, await bumo.serve());
  await openFile(page);
  const field = page.getByRole('img', { name: '域：3' });
  await field.click();
  await expect(field).toHaveClass(/ProseMirror-selectednode/);
  await page.keyboard.press('Delete');
  await expect(field).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(field).toHaveCount(1);
  await select(paragraph(page, '会议用水'), '。见第');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(field).toHaveClass(/ProseMirror-selectednode/);
});

test('the page is set up in one step that can be undone', async ({ page, bumo }) => {
  await open(page, await bumo.serve());
  await openFile(page);
  const text = () => textBox(page).evaluate((element) => Math.round(element.getBoundingClientRect().width));
  const before = await text();
  await tool(page, '更多格式').click();
  await tool(page, '页面设置…').click();
  const dialog = page.getByRole('dialog', { name: '页面设置' });
  await expect(dialog.getByLabel('纸张大小')).toHaveValue('A4');
  await expect(dialog.getByLabel('上', { exact: true })).toHaveValue('37');
  await check(page, 'page setup');
  await dialog.getByLabel('左', { exact: true }).fill('190');
  await expect(dialog.getByRole('button', { name: '确定' })).toBeDisabled();
  await dialog.getByLabel('左', { exact: true }).fill('38');
  await dialog.getByRole('button', { name: '确定' }).click();
  expect(await text()).toBe(Math.round(before - (10 / 25.4) * 96));
  await expect(textBox(page)).toBeFocused();
  await page.keyboard.press('Control+z');
  expect(await text()).toBe(before);
});

test('the page fits a small window, and is as large as the writer wants', async ({ page, bumo }) => {
  await page.setViewportSize({ width: 620, height: 700 });
  await open(page, await bumo.serve());
  await openFile(page);
  const width = () =>
    page.locator('.page.paper').evaluate((element) => Math.round(element.getBoundingClientRect().width));
  expect(await width()).toBeLessThan(600);
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 1280, height: 700 });
  await expect.poll(width).toBe(794);
  await page.getByRole('button', { name: '放大' }).click();
  await expect.poll(width).toBe(Math.round(793.7 * 1.1));
  await page.getByRole('button', { name: /^显示比例/ }).click();
  await page.getByRole('menuitemradio', { name: '200%' }).click();
  await expect.poll(width).toBe(Math.round(793.7 * 2));
  // It is typed where it is clicked.
  await paragraph(page, '各县').click({ position: { x: 400, y: 40 } });
  await page.keyboard.type('（甲）');
  await expect(paragraph(page, '各县')).toContainText('（甲）');
  await page.getByRole('button', { name: /^显示比例/ }).click();
  await page.getByRole('menuitemradio', { name: '适合窗口' }).click();
  await expect.poll(width).toBe(794);
});

test('one stop for Tab in the toolbar, arrows inside it', async ({ page, bumo }) => {
  await open(page, await bumo.serve());
  await openFile(page);
  await paragraph(page, '各县').click();
  await expect(bar(page).locator('[tabindex="0"]')).toHaveCount(1);
  await tool(page, '样式').focus();
  const names: (string | null)[] = [];
  for (let i = 0; i < 8; i++) {
    await page.keyboard.press('ArrowRight');
    const name = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    names.push(name?.split('：')[0] ?? null);
  }
  expect(names).toEqual(['字体', '字号', '增大字号', '缩小字号', '加粗', '斜体', '下划线', '删除线']);
  await expect(bar(page).locator('[tabindex="0"]')).toHaveAttribute('aria-label', '删除线');
  await page.keyboard.press('Enter');
  await expect(textBox(page)).toBeFocused();
});

test('what the format cannot hold is not offered', async ({ page, bumo }) => {
  await open(page, await bumo.serve());
  await openFile(page, '便条.txt', Buffer.from('只有文字\n'));
  await textBox(page).click();
  for (const name of ['样式', '字体', '加粗', '居中', '编号列表'])
    await expect(tool(page, name)).toBeDisabled();
  await page.keyboard.press('Control+b');
  await page.keyboard.type('**字**');
  await expect(textBox(page)).toContainText('**字**');
  await expect(textBox(page).locator('strong')).toHaveCount(0);
});

test('it is printed on the page of the file', async ({ page, bumo }, info) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await open(page, await bumo.serve());
  await openFile(page);
  await expect(paragraph(page, '本通知')).toHaveAttribute('data-label', '第二条');
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  const file = info.outputPath('notice.pdf');
  writeFileSync(file, pdf);
  const folder = process.env.BUMO_SCREENSHOTS;
  if (folder) writeFileSync(`${folder}/paper.pdf`, pdf);
  expect(pdf.toString('latin1')).toMatch(/\/MediaBox\s*\[0 0 59[45]\.?\d* 84[12]\.?\d*\]/);
  test.skip(withoutPages !== null, withoutPages ?? '');
  const pages = pagesOf(file);
  const text = pages.join('\n');
  expect(text).toContain('第二条');
  expect(text).not.toContain('分页符');
  expect(pages.findIndex((one) => /^\s*附件\s*$/m.test(one))).toBe(pages.length - 1);
});

test('a column of the grid that is a pixel wide and that some rows leave out shows no step', async ({
  page,
  bumo,
}) => {
  const cell = (text: string, width: number, span = 1) =>
    `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/><w:gridSpan w:val="${span}"/></w:tcPr><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:tc>`;
  const after = '<w:trPr><w:gridAfter w:val="1"/><w:wAfter w:w="15" w:type="dxa"/></w:trPr>';
  const grid = [3000, 3000, 15].map((width) => `<w:gridCol w:w="${width}"/>`).join('');
  const body = `<w:tbl><w:tblPr><w:tblW w:w="6015" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>${grid}</w:tblGrid><w:tr>${cell('甲', 3000)}${cell('乙', 3015, 2)}</w:tr><w:tr>${after}${cell('丙', 3000)}${cell('丁', 3000)}</w:tr></w:tbl><w:p/>`;
  await open(page, await bumo.serve());
  await openFile(page, '表.docx', Buffer.from(docxOf(body)));
  const edge = (text: string) =>
    textBox(page)
      .locator('td')
      .filter({ hasText: text })
      .evaluate((element) => element.getBoundingClientRect().right);
  expect(Math.abs((await edge('乙')) - (await edge('丁')))).toBeLessThanOrEqual(1.5);
});
