import type { Page } from '@playwright/test';
import { pagedFile } from '../support/paged-file.ts';
import { expect, open, picture, test, textBox } from './app.ts';

/** Pages of a file of Word: where they end, what stands in their margins, and the page of the caret. */

async function openFile(page: Page, lines: number): Promise<void> {
  const name = '多页.docx';
  await page
    .locator('input[type=file][accept*=".docx"]')
    .setInputFiles({ name, mimeType: '', buffer: Buffer.from(pagedFile(lines)) });
  await expect(page.getByTestId('file-name')).toHaveText(name);
}

const status = (page: Page) => page.getByTestId('status-page');
const lines = (page: Page) => page.locator('.page-lines .line');

/** The paragraph behind the line of each page, as it lies on the screen. */
const firstOfPages = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('.page-lines .line')].map((line) => {
      const { top } = line.getBoundingClientRect();
      const below = [...document.querySelectorAll('.writing > p')].find((block) => {
        const rect = block.getBoundingClientRect();
        return block.textContent !== '' && (rect.top + rect.bottom) / 2 > top;
      });
      return below?.textContent;
    }),
  );

test('pages end where they end on paper, at any size, and follow what is written', async ({ page, bumo }) => {
  await open(page, await bumo.serve());
  await openFile(page, 45);
  await expect(status(page)).toHaveText('第 1 页，共 4 页');
  await expect(lines(page)).toHaveText(['第 2 页', '第 3 页', '第 4 页']);
  expect(await firstOfPages(page)).toEqual(['第21行。', '第41行。', '附件']);
  await picture(page, 'pages');

  await page.getByRole('button', { name: '放大' }).click();
  await page.getByRole('button', { name: '放大' }).click();
  await expect.poll(() => firstOfPages(page)).toEqual(['第21行。', '第41行。', '附件']);

  await textBox(page).locator('p').filter({ hasText: '第3行。' }).click();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('新的一行。');
  await expect.poll(() => firstOfPages(page)).toEqual(['第20行。', '第40行。', '附件']);
  await page.keyboard.press('Control+End');
  await expect(status(page)).toHaveText('第 4 页，共 4 页');
  await expect(textBox(page)).not.toContainText('第 2 页');
  // Copied text has nothing of the page's furniture.
  await page.keyboard.press('Control+a');
  expect(await page.evaluate(() => getSelection()?.toString())).not.toContain('第 2 页');
});

test('the header and the footer stand in the margins, with the number of the page', async ({
  page,
  bumo,
}) => {
  await open(page, await bumo.serve());
  await openFile(page, 45);
  const header = page.getByRole('group', { name: '页眉' });
  const footer = page.getByRole('group', { name: '页脚' });
  await expect(header).toHaveText('安阳市安全生产委员会');
  await expect(header).toHaveAttribute('title', '页眉在 Word 中修改；保存时原样保留');
  await expect(header.locator('p')).toHaveCSS('text-align', 'center');
  await expect(header.locator('p')).toHaveCSS('border-bottom-style', 'solid');
  await expect(footer).toHaveText('第 4 页，共 4 页');
  const box = (selector: string) =>
    page.locator(selector).evaluate((element) => {
      const { top, bottom } = element.getBoundingClientRect();
      return { top, bottom };
    });
  const [paper, text] = [await box('.page.paper'), await box('.writing')];
  const pixels = 96 / 72;
  expect((await box('.running.header p')).top - paper.top).toBeCloseTo(42.55 * pixels, 0);
  // The text begins at the margin, whatever stands above it.
  expect(text.top - paper.top).toBeCloseTo(100 * pixels, 0);
  // The last page is as high as on paper: from the end of its break.
  const mark = await box('.writing p:has(.atom-break)');
  expect(paper.bottom - mark.bottom).toBeCloseTo((600 + 100) * pixels, 0);
  expect(paper.bottom - (await box('.running.footer p')).bottom).toBeCloseTo(49.6 * pixels, 0);
  await expect(header.locator('xpath=ancestor-or-self::*[@contenteditable]')).toHaveCount(0);
});

test('nothing of them is printed', async ({ page, bumo }) => {
  await open(page, await bumo.serve());
  await openFile(page, 45);
  await expect(lines(page)).toHaveCount(3);
  await page.emulateMedia({ media: 'print' });
  for (const what of ['.page-lines', '.running.header', '.running.footer', '.page-rest'])
    await expect(page.locator(what)).toBeHidden();
  await page.emulateMedia({ media: 'screen' });
  await expect(page.getByRole('group', { name: '页眉' })).toBeVisible();
});

test('a new official document has its page number between dashes, and a text without paper has no pages', async ({
  page,
  bumo,
}) => {
  await open(page, await bumo.serve());
  await page.keyboard.press('Control+k');
  await page.keyboard.type('新建：通知');
  await page.keyboard.press('Enter');
  await expect(status(page)).toHaveText(/^第 1 页，共 [12] 页$/);
  const count = (await lines(page).count()) + 1;
  await expect(page.getByRole('group', { name: '页脚' })).toHaveText(`— ${count} —`);
  await page
    .locator('input[type=file][accept*=".docx"]')
    .setInputFiles({ name: '便条.txt', mimeType: '', buffer: Buffer.from('只有文字\n') });
  await expect(page.getByTestId('file-name')).toHaveText('便条.txt');
  await expect(status(page)).toHaveCount(0);
});
