import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTinyApp, type TinyApp } from '../../support/tiny-app.ts';

let app: TinyApp;
beforeEach(async () => {
  app = await openTinyApp();
});
afterEach(() => app.close());

/** Says what was meant at the gap. @returns what was kept of it */
async function meant(text: string, word: string) {
  const { gaps } = await app.fill(text);
  const suggestionId = gaps[0]?.suggestionId ?? '';
  const { id } = await app.call('feedback.give', { suggestionId, kind: 'wrong', word });
  const { items } = await app.call('feedback.list', {});
  return { id, kept: items.find((item) => item.id === id)?.word };
}

test.each([
  ['联系人：[MASK]，今天在公园。', '张伟', '⟦姓名⟧'],
  ['我很好，在[MASK]先生的公园。', '张', '⟦姓名⟧'],
  ['我的密码是[MASK]。', 'Abc12345', '⟦密码⟧'],
  ['今天的[MASK]很好。', '天气', '天气'],
  ['今天😀我们去了公园，天气很[MASK]。', '好', '好'],
])('%s %s is kept as %s', async (text, word, kept) => {
  expect((await meant(text, word)).kept).toBe(kept);
});

test('a word that is changed later is judged in its place too', async () => {
  const { id } = await meant('联系人：[MASK]，今天在公园。', '我们');
  await app.call('feedback.edit', { id, word: '李娜' });
  const { items } = await app.call('feedback.list', {});
  expect(items.map(({ word }) => word)).toEqual(['⟦姓名⟧']);
  await expect(app.call('feedback.edit', { id: 'none', word: '好' })).rejects.toMatchObject({
    code: 'not-found',
  });
});
