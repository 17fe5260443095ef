import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CDPSession, Page } from '@playwright/test';
import { pagedFile } from '../support/paged-file.ts';
import { closePanel, expect, open, openPanel, panelNamed, picture, test, textBox, write } from './app.ts';

const ghost = (page: Page) => page.getByTestId('ghost');

/** Answers every question at the caret with the phrase that `next` gives for the text before it. */
async function offer(page: Page, next: (before: string) => string | null): Promise<string[]> {
  const asked: string[] = [];
  await page.route('**/call/suggest.next', async (route) => {
    const { requestId, before } = route.request().postDataJSON() as { requestId: string; before: string };
    asked.push(before);
    const word = next(before);
    const origin = { kind: 'own-documents', documents: 14, titles: ['关于做好年终总结的通知'] };
    const candidates = word === null ? [] : [{ word, probability: 0.8, origin }];
    const value = {
      requestId,
      suggestionId: null,
      milliseconds: 1,
      candidates,
      modelId: null,
      version: null,
    };
    await route.fulfill({ json: { ok: true, value } });
  });
  return asked;
}

/** Where every block of the text lies, and how high the text is. */
const layout = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('.writing, .writing > *')].map((block) => {
      const { left, top, width, height } = block.getBoundingClientRect();
      return [left, top, width, height].map(Math.round);
    }),
  );

type Box = readonly [left: number, top: number, width: number];

/** The lines on which the offered text is drawn. */
const drawnLines = (page: Page) =>
  page.evaluate(() =>
    [...(document.querySelector('.ghost-text')?.getClientRects() ?? [])]
      .filter(({ width }) => width > 0)
      .map(({ left, top, width }): Box => [left, top, width]),
  );

/** The lines on which the last characters of the paragraph lie. */
const writtenLines = (page: Page, block: string, length: number) =>
  page.evaluate(
    ([selector, count]) => {
      const walker = document.createTreeWalker(
        document.querySelector(selector) as Node,
        NodeFilter.SHOW_TEXT,
      );
      const range = document.createRange();
      let text = walker.nextNode() as Text;
      for (let node = walker.nextNode(); node; node = walker.nextNode()) text = node as Text;
      range.setStart(text, text.length - count);
      range.setEnd(text, text.length);
      return [...range.getClientRects()]
        .filter(({ width }) => width > 0)
        .map(({ left, top, width }): Box => [left, top, width]);
    },
    [block, length] as const,
  );

const phrase = '现将有关事项通知如下，请各部门结合实际认真贯彻落实。';

async function standsWhereItComes(page: Page, block: string): Promise<void> {
  await expect(ghost(page)).toHaveAttribute('data-text', phrase);
  const drawn = await drawnLines(page);
  await page.keyboard.press('Tab');
  await expect(ghost(page)).toHaveCount(0);
  const written = await writtenLines(page, block, phrase.length);
  expect(drawn).toHaveLength(written.length);
  for (const [n, [left, top, width]] of drawn.entries()) {
    const [x, y, w] = written[n] as Box;
    expect(Math.abs(left - x), `line ${n} of ${JSON.stringify([drawn, written])}`).toBeLessThan(4);
    expect(Math.abs(top - y)).toBeLessThan(1.5);
    expect(Math.abs(width - w)).toBeLessThan(16);
  }
}

test.describe('a phrase at the caret', () => {
  test('wraps as the paragraph does, moves nothing, and is where its text comes to stand', async ({
    page,
    bumo,
  }) => {
    await open(page, await bumo.serve());
    await offer(page, (before) => (/[为动]$/.test(before) ? phrase : null));
    await write(page, '各部门：');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.keyboard.type('联系人：办公室。');
    await page.keyboard.press('ArrowUp');
    for (const lead of ['为', '为进一步规范公文处理工作，提高办文质量和运转效率，经研究决定开展专项活动']) {
      await page.keyboard.type(lead.slice(0, -1));
      const before = await layout(page);
      const last = lead.at(-1) as string;
      await page.keyboard.type(last);
      await expect(ghost(page)).toHaveAttribute('data-text', phrase);
      const shown = await layout(page);
      if (lead.length > 1) expect(shown).toEqual(before);
      await picture(page, `phrase-${lead.length}`);
      await standsWhereItComes(page, '.writing > p:nth-child(2)');
      await page.keyboard.press('Control+z');
      for (const _ of lead) await page.keyboard.press('Backspace');
    }
  });

  test('in a file of Word, at any size, it lies on the lines of the page', async ({ page, bumo }) => {
    await open(page, await bumo.serve());
    await offer(page, (before) => (before.endsWith('决定') ? phrase : null));
    await page.locator('input[type=file][accept*=".docx"]').setInputFiles({
      name: '多页.docx',
      mimeType: '',
      buffer: Buffer.from(pagedFile(30)),
    });
    await expect(page.getByTestId('status-page')).toContainText('第 1 页');
    for (const [n, zoom] of [0, 2].entries()) {
      for (let i = 0; i < zoom; i++) await page.getByRole('button', { name: '放大' }).click();
      const line = textBox(page)
        .locator('p')
        .nth(3 + n);
      await line.click();
      await page.keyboard.press('End');
      await page.keyboard.type('为进一步规范公文处理，提高办文质量，研究决');
      const before = await layout(page);
      await page.keyboard.type('定');
      await expect(ghost(page)).toHaveAttribute('data-text', phrase);
      expect(await layout(page)).toEqual(before);
      await picture(page, `phrase-page-${n}`);
      await standsWhereItComes(page, `.writing > p:nth-child(${4 + n})`);
    }
  });

  test('where text follows, it lies above the line and inside the page', async ({ page, bumo }) => {
    await open(page, await bumo.serve());
    await offer(page, (before) => (before.endsWith('决定') ? phrase : null));
    await write(page, '为规范公文处理，提高办文质量和运转效率，研究决定。');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Backspace');
    const before = await layout(page);
    await page.keyboard.type('定');
    await expect(ghost(page)).toHaveAttribute('data-text', phrase);
    expect(await layout(page)).toEqual(before);
    await picture(page, 'phrase-above');
    const [box] = await drawnLines(page);
    const [, block] = await layout(page);
    const [left, top, width] = box as Box;
    const [x, y, w] = block as number[] as [number, number, number];
    expect(left).toBeGreaterThanOrEqual(x - 1);
    expect(left + width).toBeLessThanOrEqual(x + w + 1);
    expect(top).toBeLessThan(y);
  });

  test('is taken by word and clause, goes on as it is typed and composed, without asking again', async ({
    page,
    context,
    bumo,
  }) => {
    await open(page, await bumo.serve());
    const asked = await offer(page, (before) => (before.endsWith('研究，') ? phrase : null));
    await write(page, '经研究，');
    await expect(ghost(page)).toHaveAttribute('data-text', phrase);
    await page.keyboard.press('Control+ArrowRight');
    await expect(textBox(page)).toHaveText('经研究，现');
    await page.keyboard.type('将');
    await expect(ghost(page)).toHaveAttribute('data-text', phrase.slice(2));
    const ime: CDPSession = await context.newCDPSession(page);
    const letters = 'youguan';
    const selection = { selectionStart: letters.length, selectionEnd: letters.length };
    await ime.send('Input.imeSetComposition', { text: letters, ...selection });
    await expect(ghost(page)).toHaveCount(0);
    await ime.send('Input.insertText', { text: '有关' });
    await expect(ghost(page)).toHaveAttribute('data-text', phrase.slice(4));
    await page.keyboard.press('Alt+ArrowRight');
    await page.keyboard.press('Alt+End');
    await expect(textBox(page)).toHaveText('经研究，现将有关事项通知如下，');
    await expect(ghost(page)).toHaveAttribute('data-text', '请各部门结合实际认真贯彻落实。');
    expect(asked).toEqual(['经研究，']);
    // The bar of ✓ and ✗ does not come for it.
    await page.keyboard.press('Tab');
    await expect(textBox(page)).toHaveText(`经研究，${phrase}`);
    await expect(page.getByTestId('feedback')).toHaveCount(0);
  });

  test('typed past in another way it is gone before anything else is drawn', async ({ page, bumo }) => {
    await open(page, await bumo.serve());
    await offer(page, (before) => (before.endsWith('研究，') ? phrase : null));
    await write(page, '经研究，');
    await expect(ghost(page)).toHaveCount(1);
    const frames = await page.evaluate(async () => {
      const seen: string[] = [];
      const look = () => {
        const text = document.querySelector('.writing')?.textContent ?? '';
        const offered = document.querySelector<HTMLElement>('.ghost')?.dataset.text ?? '';
        seen.push(`${text}|${offered}`);
      };
      document.execCommand('insertText', false, '现');
      // What is on the page when it is drawn.
      await new Promise(requestAnimationFrame);
      look();
      document.execCommand('insertText', false, '请');
      await new Promise(requestAnimationFrame);
      look();
      return seen;
    });
    expect(frames).toEqual([`经研究，现|${phrase.slice(1)}`, '经研究，现请|']);
  });
});

const rule = '各班组须在交接班时逐项核对巡检台账，并由双人签字确认。';
const lead = '各班组须在交接班';

/** A folder with a dozen documents that have a sentence in common (copies would count once), and a file that nobody can read. */
function folderIn(home: string): string {
  const folder = join(home, '往年文件');
  mkdirSync(folder);
  for (let n = 1; n <= 12; n++)
    writeFileSync(
      join(folder, `值班通知${n}.txt`),
      `关于第${n}周值班安排的通知\n各科室：\n${rule}\n特此通知。\n`,
    );
  writeFileSync(join(folder, '旧表.doc'), 'no text');
  return folder;
}

test('own documents: added, offered and taken in every way, explained, and gone once they are taken out', async ({
  page,
  bumo,
}) => {
  await open(page, await bumo.serve());
  const folder = folderIn(bumo.home);
  await openPanel(page, '学习');
  const panel = panelNamed(page, '学习');
  await panel.getByRole('tab', { name: '我的文档' }).click();
  await panel.getByRole('switch', { name: '照我的文档提示' }).check();
  await panel.getByRole('textbox', { name: '文件夹的完整路径' }).fill(folder);
  await page.keyboard.press('Enter');
  const folders = panel.getByTestId('own-folders');
  await expect(folders).toContainText('12 份');
  await expect(panel.getByTestId('own-list').getByRole('listitem')).toHaveCount(13);
  await folders.getByRole('button', { name: '1 份没有读' }).click();
  await expect(panel.getByTestId('own-list').getByRole('listitem')).toHaveText([/旧表.*这种格式不能读/]);
  await closePanel(page);

  await write(page, '关于节日值班的通知');
  await page.keyboard.press('Enter');
  await page.keyboard.type(lead);
  await expect(ghost(page)).toHaveAttribute('data-text', /^时逐项核对巡检台账，/);
  await page.keyboard.press('Alt+/');
  await expect(page.getByText(/来自《值班通知\d+》等 12 份文件/)).toBeVisible();
  await page.keyboard.press('Control+ArrowRight');
  await expect(textBox(page).locator('p').last()).toHaveText(`${lead}时`);
  await page.keyboard.type('逐项');
  await page.keyboard.press('Alt+End');
  await expect(textBox(page).locator('p').last()).toHaveText(`${lead}时逐项核对巡检台账，`);
  await expect(ghost(page)).toHaveAttribute('data-text', /^并/);
  const rest = await ghost(page).getAttribute('data-text');
  await page.keyboard.press('Tab');
  await expect(textBox(page).locator('p').last()).toHaveText(`${lead}时逐项核对巡检台账，${rest}`);
  expect(rule).toContain(rest);

  await openPanel(page, '学习');
  await panel.getByRole('tab', { name: '我的文档' }).click();
  const remove = folders.getByRole('button', { name: `不再用${folder}` });
  await remove.click();
  await folders.getByRole('button', { name: '确定不用？' }).click();
  await expect(panel.getByText('还没有文件夹。')).toBeVisible();
  await closePanel(page);
  // In another document, where the sentence does not stand yet.
  await page.keyboard.press('Control+Alt+n');
  await expect(textBox(page)).toHaveText('');
  const answered = page.waitForResponse(/suggest\.next/);
  await write(page, lead);
  await answered;
  await page.waitForTimeout(300);
  for (const one of await ghost(page).all()) await expect(one).not.toHaveAttribute('data-text', /^时逐项/);
});

test('what own documents are good for is said once, under the text, to a writer who has written a while', async ({
  page,
  bumo,
}) => {
  const app = await bumo.serve();
  await open(page, app);
  const offered = page.getByTestId('documents-offer');
  await write(page, '为进一步规范值班工作。');
  await expect(page.getByTestId('status-count')).toContainText('11');
  await expect(offered).toHaveCount(0);
  const [, line] = await layout(page);
  await page.keyboard.type('值班人员应当按时到岗。'.repeat(9));
  await expect(offered).toBeVisible();
  expect((await layout(page))[1]?.slice(0, 2)).toEqual(line?.slice(0, 2));
  await offered.getByRole('button', { name: '去看看' }).click();
  await expect(page.getByRole('tab', { name: '我的文档' })).toHaveAttribute('aria-selected', 'true');
  await expect(offered).toHaveCount(0);
  await page.reload();
  await expect(textBox(page)).toContainText('值班人员');
  await expect(offered).toHaveCount(0);
});
