import type { Page } from '@playwright/test';
import { expect, open, test, textBox } from './app.ts';
import { readPage } from './driver-page.ts';

/** What is taken back and deleted leaves everything else, where Chromium or a library would take more. */

interface Left {
  readonly text: string;
  readonly caret: number;
}

async function left(page: Page): Promise<Left | null> {
  const shown = await page.evaluate(readPage);
  return shown && { text: shown.units.join(''), caret: shown.head };
}

/** Letters of an input method that come one by one and are given up. */
async function giveUp(page: Page, letters: string): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  for (let end = 1; end <= letters.length; end++) {
    const text = letters.slice(0, end);
    await cdp.send('Input.imeSetComposition', { text, selectionStart: end, selectionEnd: end });
    await expect.poll(async () => (await left(page))?.text).toContain(text);
  }
  await cdp.send('Input.imeSetComposition', { text: '', selectionStart: 0, selectionEnd: 0 });
}

test('an input method that is given up next to a gap takes its letters back and nothing else', async ({
  page,
  bumo,
}) => {
  await open(page, await bumo.serve());
  await textBox(page).click();
  const places: readonly { keys: readonly string[]; kept: Left }[] = [
    { keys: ['材', '[MASK]'], kept: { text: '材[MASK]', caret: 2 } },
    { keys: ['材', '[MASK]', '后', 'ArrowLeft'], kept: { text: '材[MASK]后', caret: 2 } },
    { keys: ['[MASK]'], kept: { text: '[MASK]', caret: 1 } },
    { keys: ['[MASK]', 'ArrowLeft', 'ArrowLeft'], kept: { text: '[MASK]', caret: 0 } },
    { keys: ['[MASK]', '[MASK]', 'ArrowLeft', 'ArrowLeft'], kept: { text: '[MASK][MASK]', caret: 1 } },
    { keys: ['材', 'Shift+Enter'], kept: { text: '材\v', caret: 2 } },
  ];
  for (const { keys, kept } of places) {
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Backspace');
    for (const key of keys) {
      if (/^[A-Z]/.test(key)) await page.keyboard.press(key);
      else await page.keyboard.type(key);
    }
    await expect.poll(() => left(page)).toEqual(kept);
    await giveUp(page, 'ni');
    await expect.poll(() => left(page), `${keys}`).toEqual(kept);
    // The caret that is shown is the one that typing goes to.
    await page.keyboard.type('好');
    await expect.poll(async () => (await left(page))?.caret, `${keys}`).toBe(kept.caret + 1);
    await page.keyboard.press('Backspace');
    await expect.poll(() => left(page), `${keys}`).toEqual(kept);
  }
});

test('Delete in an empty last paragraph leaves the paragraph and the caret', async ({ page, bumo }) => {
  await open(page, await bumo.serve());
  await textBox(page).click();
  await page.keyboard.type('通知');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Delete');
  await page.keyboard.press('Control+Delete');
  await page.keyboard.type('会议');
  await expect.poll(() => left(page)).toEqual({ text: '通知\n会议', caret: 5 });
});

test('Ctrl+Home right after another document came to the front goes to the beginning', async ({
  page,
  bumo,
}) => {
  await open(page, await bumo.serve());
  await textBox(page).click();
  await page.keyboard.type('通知');
  // However slow the machine is: long after the click, the key comes at the time of the focus.
  await page.clock.setFixedTime(Date.now() + 60_000);
  await textBox(page).evaluate((box) => {
    box.blur();
    box.focus();
  });
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('会议');
  await expect.poll(() => left(page)).toEqual({ text: '会议通知', caret: 2 });
});

test('a break within a paragraph that is cut is there again when it is pasted', async ({
  page,
  context,
  bumo,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, await bumo.serve());
  await textBox(page).click();
  await page.keyboard.type('通知');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('会议');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  for (const selected of ['\v', '知\v']) {
    for (const _ of selected) await page.keyboard.press('Shift+ArrowLeft');
    await page.keyboard.press('Control+x');
    await expect
      .poll(() => left(page))
      .toEqual({ text: `通知\v会议`.replace(selected, ''), caret: 3 - selected.length });
    await page.keyboard.press('Control+v');
    await expect.poll(() => left(page)).toEqual({ text: '通知\v会议', caret: 3 });
  }
});
