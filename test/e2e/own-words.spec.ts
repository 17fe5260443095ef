import type { Page } from '@playwright/test';
import { candidates, expect, open, picture, test, textBox, words, write } from './app.ts';

/** Answers every list with three words of the model's and one of the writer's. */
async function offer(page: Page): Promise<void> {
  await page.route('**/call/suggest.fill', async (route) => {
    const { requestId, text } = route.request().postDataJSON() as { requestId: string; text: string };
    const start = text.indexOf('[MASK]');
    const model = ['新型', '辅助', '特殊'].map((word, i) => ({ word, probability: 0.3 / (i + 1) }));
    const own = { word: '靶向', probability: 0, own: true };
    const value = {
      requestId,
      stage: 'full',
      gaps: [{ start, end: start + 6, candidates: [...model, own], suggestionId: null }],
      milliseconds: 1,
      modelId: 'tiny',
      version: 'base',
      provider: 'cpu',
    };
    await route.fulfill({ json: { ok: true, value } });
  });
}

test('a word of the writer stands in a row of its own, which keys and the mouse reach like any other', async ({
  page,
  bumo,
}) => {
  await offer(page);
  await open(page, await bumo.serve());
  await write(page, '医生建议改用[MASK]药物。');
  expect(await words(page)).toEqual(['新型', '辅助', '特殊', '靶向']);
  const own = candidates(page).last();
  await expect(own).toContainText('您的词');
  await expect(own).toContainText('4');
  await expect(own).not.toContainText('%');
  await expect(candidates(page).filter({ hasText: '您的词' })).toHaveCount(1);
  await picture(page, 'own-word');

  await page.keyboard.press('Alt+4');
  await expect(textBox(page)).toHaveText('医生建议改用靶向药物。');
  await page.keyboard.press('Control+z');

  // Into the list, and up from its first row: the last one.
  await textBox(page).getByRole('img', { name: '空缺' }).click();
  await expect(candidates(page).first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowUp');
  await expect(own).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(textBox(page)).toHaveText('医生建议改用靶向药物。');
});
