import type { Page } from '@playwright/test';
import { seededRng } from '../../src-main/base/rng.ts';
import { expect, open, test, textBox } from './app.ts';

/** test/shell/kill.test.ts kills 200 times without a browser; here the page itself goes too. */
const kills = 5;
const random = seededRng(7);

const sentence = '请各部门按时参加会议并提前准备材料';

/** What the page showed, and when. */
async function typeUntilKilled(
  page: Page,
  kill: () => Promise<void>,
): Promise<{ at: number; text: string }[]> {
  const seen: { at: number; text: string }[] = [];
  const dies = performance.now() + 700 + random() * 1500;
  for (let i = 0; performance.now() < dies; i++) {
    await page.keyboard.insertText(sentence[i % sentence.length] ?? '');
    // The moment before it is read: what is shown was typed by then.
    const at = performance.now();
    seen.push({ at, text: (await textBox(page).textContent()) ?? '' });
  }
  await kill();
  const killedAt = performance.now();
  return seen.filter(({ at }) => at <= killedAt - 1000);
}

test(`killed with its page ${kills} times while it is typed in, at most a second is missing and every tab is back`, async ({
  context,
  bumo,
}) => {
  let last = '';
  for (let n = 0; n < kills; n++) {
    const app = await bumo.start();
    const page = await context.newPage();
    await open(page, app);
    await expect(page.getByRole('tab')).toHaveCount(n < 2 ? 0 : n);
    if (n > 0) {
      await expect(textBox(page)).toContainText(last.slice(-8));
      expect((await textBox(page).textContent())?.startsWith(last)).toBe(true);
      await page.keyboard.press('Control+Alt+n');
      await expect(textBox(page)).toHaveText('');
      await expect(page.getByTestId('status-save')).toHaveText('已保存');
    }
    await textBox(page).click();
    const old = await typeUntilKilled(page, async () => {
      await app.kill();
      await page.close();
    });
    last = old.at(-1)?.text ?? '';
  }
  expect(last.length).toBeGreaterThan(0);
});
