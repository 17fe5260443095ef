import type { CDPSession, Page } from '@playwright/test';
import { closePanel, expect, open, picture, test, textBox, write } from './app.ts';

test.use({ weights: 'real' });

const ghost = (page: Page) => page.getByTestId('ghost');

/** Its word is content of a style on a point of no width, which no visibility check sees. */
const isDrawn = (page: Page) =>
  page.evaluate(() => {
    const anchor = document.querySelector('.ghost');
    return anchor !== null && getComputedStyle(anchor).display !== 'none';
  });

/** A sentence after which the model is sure enough. */
const lead = '祝您身体健';

async function offered(page: Page): Promise<void> {
  await write(page, lead);
  await expect(ghost(page)).toHaveAttribute('data-text', /^康/);
  expect(await isDrawn(page)).toBe(true);
}

test('a pause offers a word; Tab writes it, one undo takes it back', async ({ page, bumo }) => {
  await open(page, await bumo.serve());
  await offered(page);
  await picture(page, 'inline');
  // It is no part of the document.
  await expect(textBox(page)).toHaveText(lead);
  await page.keyboard.press('Tab');
  await expect(textBox(page)).toHaveText(`${lead}康`);
  await page.keyboard.press('Control+z');
  await expect(textBox(page)).toHaveText(lead);
});

test('Escape sends it away for good at that place, typing it makes it text', async ({ page, bumo }) => {
  await open(page, await bumo.serve());
  await offered(page);
  await page.keyboard.press('Escape');
  await expect(ghost(page)).toHaveCount(0);
  await page.waitForTimeout(1500);
  await expect(ghost(page)).toHaveCount(0);
  await page.keyboard.type('康。');
  await expect(textBox(page)).toHaveText(`${lead}康。`);
});

test('it never moves the line, is never copied and never saved', async ({ page, bumo }) => {
  await open(page, await bumo.serve());
  await write(page, '这里是后面的一段话。');
  await page.keyboard.press('Home');
  const before = await textBox(page).locator('p').first().boundingBox();
  await page.keyboard.type(lead);
  await expect(ghost(page)).toHaveAttribute('data-text', /./);
  await picture(page, 'inline-above');
  const after = await textBox(page).locator('p').first().boundingBox();
  expect(after).toEqual(before);
  const text = await page.evaluate(() => document.querySelector('.writing')?.textContent);
  expect(text).toBe(`${lead}这里是后面的一段话。`);
  await page.keyboard.press('Control+a');
  expect(await page.evaluate(() => getSelection()?.toString())).toBe(`${lead}这里是后面的一段话。`);
});

test('it is silent after a number, in code and when it is switched off; Tab then means what it meant', async ({
  page,
  bumo,
}) => {
  await open(page, await bumo.serve());
  await write(page, '联系电话是 0571');
  await page.waitForTimeout(1500);
  await expect(ghost(page)).toHaveCount(0);
  await page.keyboard.press('Enter');
  await page.keyboard.type('- 第一项');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(textBox(page).locator('ul ul li')).toHaveCount(1);
  const button = page.getByRole('button', { name: '停顿时补全：开' });
  await button.click();
  await expect(page.getByRole('menuitem', { name: '关闭' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitem').nth(1)).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(button).toBeFocused();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: '关闭' }).click();
  await expect(page.getByRole('button', { name: '停顿时补全：关' })).toBeVisible();
  await write(page, lead);
  await page.waitForTimeout(1500);
  await expect(ghost(page)).toHaveCount(0);
});

test('another key can be chosen for accepting', async ({ page, bumo }) => {
  await open(page, await bumo.serve());
  await page.getByRole('button', { name: '设置', exact: true }).click();
  const key = page.getByRole('button', { name: 'Tab' });
  await key.click();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('button', { name: 'Ctrl+Enter' })).toBeVisible();
  await closePanel(page);
  await offered(page);
  await page.keyboard.press('Control+Enter');
  await expect(textBox(page)).toHaveText(`${lead}康`);
});

test('it tells why, and is never offered again in any document once that is said', async ({ page, bumo }) => {
  await open(page, await bumo.serve());
  await offered(page);
  await page.keyboard.press('Alt+/');
  await expect(page.getByText(/“康”：由BERT 多语言.*把握/)).toBeVisible();
  await expect(ghost(page)).toHaveAttribute('data-text', /^康/);
  await page.keyboard.press('Alt+Shift+Delete');
  await expect(page.getByText('不再提示“康”。可在“学习”里恢复。')).toBeVisible();
  await page.keyboard.press('Enter');
  await page.keyboard.type(lead);
  await page.waitForTimeout(2000);
  for (const one of await ghost(page).all()) await expect(one).not.toHaveAttribute('data-text', /^康/);
});

/** An input method at work, driven through the DevTools protocol. */
function inputMethod(cdp: CDPSession) {
  return {
    /** The letters that stand underlined in the text. */
    compose: (text: string) =>
      cdp.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length }),
    commit: (text: string) => cdp.send('Input.insertText', { text }),
    cancel: () => cdp.send('Input.imeSetComposition', { text: '', selectionStart: 0, selectionEnd: 0 }),
  };
}

test.describe('with an input method', () => {
  test('nothing is shown while letters are composed; the chosen word stands as it was chosen', async ({
    page,
    context,
    bumo,
  }) => {
    await open(page, await bumo.serve());
    const ime = inputMethod(await context.newCDPSession(page));
    await offered(page);
    for (const letters of ['k', 'ka', 'kang']) {
      await ime.compose(letters);
      expect(await isDrawn(page)).toBe(false);
    }
    await ime.commit('康');
    await expect(textBox(page)).toHaveText(`${lead}康`);
    await ime.compose('，');
    await ime.commit('，');
    await expect(textBox(page)).toHaveText(`${lead}康，`);
  });

  test('a composition that is given up leaves no letter', async ({ page, context, bumo }) => {
    await open(page, await bumo.serve());
    const ime = inputMethod(await context.newCDPSession(page));
    await write(page, '订单一直没');
    await ime.compose('sheng');
    await expect(textBox(page)).toHaveText('订单一直没sheng');
    await ime.cancel();
    await expect(textBox(page)).toHaveText('订单一直没');
  });

  test('Enter and Tab belong to the input method while it is at work', async ({ page, context, bumo }) => {
    await open(page, await bumo.serve());
    const ime = inputMethod(await context.newCDPSession(page));
    await offered(page);
    await ime.compose('shou');
    // What Chromium sends for a key that an input method took.
    for (const key of ['Tab', 'Enter', 'Escape']) {
      await page.evaluate((name) => {
        const event = new KeyboardEvent('keydown', {
          key: name,
          bubbles: true,
          cancelable: true,
          isComposing: true,
        });
        document.querySelector('.writing')?.dispatchEvent(event);
      }, key);
    }
    await expect(textBox(page)).toHaveText(`${lead}shou`);
    await expect(textBox(page).locator('p')).toHaveCount(1);
    await ime.commit('手');
    await expect(textBox(page)).toHaveText(`${lead}手`);
  });

  test('[MASK] composed with full-width brackets becomes a chip after the composition', async ({
    page,
    context,
    bumo,
  }) => {
    await open(page, await bumo.serve());
    const ime = inputMethod(await context.newCDPSession(page));
    await write(page, '今天');
    await ime.compose('【MASK】');
    await ime.commit('【MASK】');
    await expect(textBox(page).getByRole('img', { name: '空缺' })).toHaveCount(1);
  });
});
