import type { Page } from '@playwright/test';
import { callFrom } from '../support/page-call.ts';
import { candidates, expect, open, test, textBox, words, write } from './app.ts';

test.use({ weights: 'real' });

/** Keys mean what they mean, whatever is offered. */

const gap = (page: Page) => textBox(page).getByRole('img', { name: '空缺' });
const ghost = (page: Page) => page.getByTestId('ghost');
/** The text, tabs and all. */
const text = (page: Page) => page.evaluate(() => document.querySelector('.writing')?.textContent ?? '');

/** What was given to the app as feedback, in order. */
async function given(page: Page): Promise<string[]> {
  const { value } = await callFrom(page, 'feedback.list', {});
  return (value as { items: { kind: string }[] }).items.map(({ kind }) => kind);
}

test('under a list that opened by itself typing is typing: digits, letters, Enter, Tab; nothing is taken', async ({
  page,
  bumo,
}) => {
  await open(page, await bumo.serve());
  await write(page, '北京是中国的首');
  await page.keyboard.press('Control+m');
  await expect(candidates(page).first()).toContainText('都');
  await words(page);
  await page.keyboard.type('1');
  await page.keyboard.press('2');
  await page.keyboard.type('号a');
  await expect(gap(page)).toHaveCount(1);
  await expect(textBox(page)).toContainText('12号a');
  await page.keyboard.press('Tab');
  expect(await text(page)).toContain('12号a\t');
  await expect(textBox(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.type('第二行');
  await expect(textBox(page).locator('p')).toHaveCount(2);
  await expect(gap(page)).toHaveCount(1);
  await expect(page.getByTestId('feedback')).toHaveCount(0);
  expect(await given(page)).toEqual([]);
});

test('↓ leads into the list, Alt with a digit takes from the text, and Ctrl+Space asks', async ({
  page,
  bumo,
}) => {
  await open(page, await bumo.serve());
  await write(page, '北京是中国的首');
  await page.keyboard.press('Control+m');
  await expect(candidates(page).first()).toContainText('都');
  const [first] = await words(page);
  await page.keyboard.press('Alt+1');
  await expect(textBox(page)).toHaveText(`北京是中国的首${first}`);
  await page.keyboard.press('Control+z');
  await expect(gap(page)).toHaveCount(1);
  await page.keyboard.press('Control+Space');
  await expect(candidates(page).first()).toContainText('都');
  await page.keyboard.press('Enter');
  await expect(textBox(page)).toHaveText(`北京是中国的首${first}`);
});

test('a word that was taken back is not offered again at once, and its ✓ and ✗ do not come back', async ({
  page,
  bumo,
}) => {
  await open(page, await bumo.serve());
  await write(page, '北京是中国的首[MASK]，今天天气很好。');
  await page.keyboard.press('Enter');
  await page.keyboard.type('第二段');
  await page.keyboard.press('Control+Home');
  await gap(page).click();
  await expect(candidates(page).first()).toContainText('都');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('feedback')).toBeVisible();
  // Work elsewhere, and a list there that comes and goes.
  await textBox(page).locator('p').nth(1).click();
  await expect(page.getByTestId('feedback')).toHaveCount(0);
  await page.keyboard.press('Control+Home');
  await expect(page.getByTestId('feedback')).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(gap(page)).toHaveCount(1);
  await page.waitForTimeout(1500);
  await expect(candidates(page)).toHaveCount(0);
  await gap(page).click();
  await expect(candidates(page).first()).toContainText('都');
});

test('an inline word that was taken and erased is not offered there again; one that is typed out was not taken', async ({
  page,
  bumo,
}) => {
  await open(page, await bumo.serve());
  await write(page, '祝您身体健');
  await expect(ghost(page)).toHaveAttribute('data-text', /^康/);
  await page.keyboard.press('Tab');
  await expect(textBox(page)).toHaveText('祝您身体健康');
  await page.keyboard.press('Backspace');
  await page.waitForTimeout(1500);
  await expect(ghost(page)).toHaveCount(0);
  await page.keyboard.press('Control+Alt+n');
  await expect(textBox(page)).toHaveText('');
  await page.keyboard.type('祝您身体健');
  await expect(ghost(page)).toHaveAttribute('data-text', /^康/);
  await page.keyboard.type('康');
  await expect(page.getByTestId('feedback')).toHaveCount(0);
  await page.waitForTimeout(300);
  expect((await given(page)).filter((kind) => kind === 'accepted')).toHaveLength(1);
});

test('Tab indents, writes tabs and stays; Escape and Tab leave', async ({ page, bumo }) => {
  await open(page, await bumo.serve());
  await page.keyboard.press('Tab');
  await page.keyboard.type('3 月');
  await page.keyboard.press('Tab');
  await page.keyboard.type('5 日');
  expect(await text(page)).toBe('3 月\t5 日');
  const indent = () =>
    textBox(page)
      .locator('p')
      .first()
      .evaluate((one) => Number.parseFloat(getComputedStyle(one).textIndent));
  expect(await indent()).toBeGreaterThan(10);
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+Tab');
  await expect.poll(indent).toBe(0);
  await expect(textBox(page)).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await expect(textBox(page)).not.toBeFocused();
  expect(await text(page)).toBe('3 月\t5 日');
  await page.keyboard.press('Control+/');
  const sheet = page.getByRole('dialog', { name: '快捷键' });
  await expect(sheet).toContainText('离开正文');
  await expect(sheet).toContainText('首行缩进；段落中间则写入制表符');
});

test('a key acts where the caret is shown, although the browser has not reported yet that it moved', async ({
  page,
  bumo,
}) => {
  await open(page, await bumo.serve());
  await write(page, '前半后半');
  const press = (at: number, key: string) =>
    page.evaluate(
      ([offset, pressed]) => {
        const writing = document.querySelector('.writing');
        const line = document.createTreeWalker(writing as Node, NodeFilter.SHOW_TEXT).nextNode();
        getSelection()?.collapse(line, offset);
        const init = { key: pressed, code: pressed, bubbles: true, cancelable: true };
        writing?.dispatchEvent(new KeyboardEvent('keydown', init));
      },
      [at, key] as const,
    );
  await press(2, 'Enter');
  await expect(textBox(page).locator('p')).toHaveText(['前半', '后半']);
  await press(1, 'Tab');
  expect(await text(page)).toBe('前\t半后半');
});

test('a change from elsewhere leaves the caret where a key has just put it', async ({ page, bumo }) => {
  await open(page, await bumo.serve());
  await write(page, '前半后半');
  await page.evaluate(() => {
    interface Text {
      editor: {
        view: {
          state: { tr: { insertText(text: string, at: number): unknown } };
          dispatch(tr: unknown): void;
        };
      };
    }
    const writing = document.querySelector('.writing') as (HTMLElement & Text) | null;
    const line = document.createTreeWalker(writing as Node, NodeFilter.SHOW_TEXT).nextNode();
    const home = { key: 'Home', code: 'Home', bubbles: true, cancelable: true };
    writing?.dispatchEvent(new KeyboardEvent('keydown', home));
    // As the browser does after the key, and reports later.
    getSelection()?.collapse(line, 0);
    const view = writing?.editor.view;
    view?.dispatch(view.state.tr.insertText('尾', 5));
  });
  await expect(textBox(page)).toHaveText('前半后半尾');
  await page.keyboard.type('头');
  await expect(textBox(page)).toHaveText('头前半后半尾');
});

test('what is typed over a selection takes all of it and no more, and looks as its first character did', async ({
  page,
  bumo,
}) => {
  await open(page, await bumo.serve());
  await write(page, '平');
  await page.keyboard.press('Control+b');
  await page.keyboard.type('粗[MASK]体');
  await page.keyboard.press('Control+b');
  await page.keyboard.type('尾');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Control+Shift+End');
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.type('新字');
  await expect(textBox(page)).toHaveText('平新字尾');
  await expect(textBox(page).locator('strong')).toHaveText('新字');
});

test('a list that is asked for right after an input method ended takes Enter, though its look comes later', async ({
  page,
  bumo,
}) => {
  await open(page, await bumo.serve());
  await write(page, '北京是中国的首[MASK]');
  await expect(candidates(page).first()).toContainText('都');
  await page.evaluate(() => {
    const writing = document.querySelector('.writing');
    writing?.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
    writing?.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, data: '' }));
    const asks = { key: ' ', code: 'Space', ctrlKey: true, bubbles: true, cancelable: true };
    writing?.dispatchEvent(new KeyboardEvent('keydown', asks));
  });
  await page.waitForTimeout(300);
  await words(page);
  await page.keyboard.press('Enter');
  await expect(textBox(page)).toHaveText('北京是中国的首都');
});

test('another document comes to the front while a word is asked about, and typing goes on there', async ({
  page,
  bumo,
}) => {
  await open(page, await bumo.serve());
  await write(page, '北京是中国的首[MASK]');
  await words(page);
  await page.keyboard.press('Alt+1');
  await expect(page.getByTestId('feedback')).toBeVisible();
  await page.keyboard.press('Control+Alt+n');
  await page.keyboard.type('abc');
  await expect(textBox(page)).toHaveText('abc');
  await expect(page.getByTestId('feedback')).toHaveCount(0);
  await page.keyboard.press('Alt+PageUp');
  await expect(textBox(page)).toHaveText('北京是中国的首都');
});
