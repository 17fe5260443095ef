import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tempDir } from '../../support/temp.ts';
import { openTinyApp, type TinyApp } from '../../support/tiny-app.ts';

/** The next words over the whole app: real engine, real index, real store. */

let app: TinyApp;
beforeAll(async () => {
  app = await openTinyApp();
});
afterAll(() => app.close());

const next = (before: string, after = '') =>
  app.call('suggest.next', { requestId: 'n', before, after, level: 'eager', documentId: 'd' });
async function indexed(): Promise<void> {
  for (;;) {
    const { folders, progress } = await app.call('phrases.state', {});
    if (progress === null && folders[0]?.documents === 12) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test('the model answers at a text’s end and inside a text, as surely as the level promises or not at all', async () => {
  for (const after of ['', '玩。']) {
    const answer = await next('今天天气很好，我们去', after);
    expect(answer.candidates.every(({ probability }) => probability >= 0.35)).toBe(true);
    expect(answer.suggestionId === null).toBe(answer.candidates.length === 0);
    expect(answer.modelId).toBe('one');
  }
});

test('own documents answer from when they are read until they are taken out', async () => {
  const folder = tempDir();
  for (let i = 0; i < 12; i++)
    writeFileSync(
      join(folder, `通知${i}.txt`),
      `关于第${i}次检查的通知\n经研究，本园有关事项通知如下。\n请认真贯彻执行。`,
    );
  const before = '关于春游的通知\n经研究，本园';
  expect((await next(before)).candidates).toEqual([]);
  await app.call('phrases.enable', { enabled: true });
  await app.call('phrases.addFolder', { path: folder });
  await indexed();
  const { candidates, suggestionId, modelId } = await next(before);
  expect(candidates[0]?.word).toMatch(/^有关事项/);
  expect(candidates[0]?.origin).toMatchObject({ kind: 'own-documents' });
  expect(candidates[0]?.origin?.titles[0]).toMatch(/^通知\d+/);
  expect(modelId).toBeNull();

  const { id } = await app.call('feedback.give', {
    suggestionId: suggestionId ?? '',
    kind: 'accepted',
    word: null,
  });
  expect((await app.call('suggest.precision', {})).eager.accepted).toBe(1);
  await app.call('feedback.undo', { id });
  expect((await app.call('suggest.precision', {})).eager.accepted).toBe(0);

  const rule = { scope: 'everywhere', word: candidates[0]?.word ?? '' } as const;
  const rules = await app.call('never.add', rule);
  expect((await next(before)).candidates.map(({ word }) => word)).not.toContain(rule.word);
  await app.call('never.remove', { id: rules.id });

  await app.call('phrases.enable', { enabled: false });
  expect((await next(before)).candidates).toEqual([]);
});
