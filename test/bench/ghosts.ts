import type { Page } from '@playwright/test';
import { spread } from './statistics.ts';
import { setting } from './typing.ts';

/** Beginnings that the model goes on with surely enough. */
export const modelLeads: readonly string[] = [
  '北京是中国的首',
  '中华人民共和',
  '请各单位高度重',
  '为了加强安全管',
  '社会主义核心价',
  '中国人民解放',
  '改革开放以来，我国经济快速发',
  '上海是中国最大的城',
  '会议讨论了下一步的工作计',
  '全面建成小康社',
];
const rounds = 4;
const delayMs = 250;

export type GhostSource = 'model' | 'phrases';

interface Answer {
  readonly milliseconds: number;
  readonly candidates: readonly { readonly origin?: { readonly kind: string } }[];
}

const sourceOf = ({ candidates: [first] }: Answer): GhostSource =>
  first?.origin?.kind === 'model' ? 'model' : 'phrases';

/**
 * Milliseconds from the end of the pause to the ghost, and what the app took to find the same answers.
 * @param leads beginnings after which a ghost is expected, each typed several times
 * @param source ghosts of the other one are not counted
 */
export async function timeGhosts(page: Page, leads: readonly string[], source: GhostSource) {
  await setting(page, { inlineLevel: 'eager', inlineDelayMs: delayMs });
  await page.evaluate(() => {
    const seen = { typed: 0, shown: 0 };
    Object.assign(window, { ghostTimes: seen });
    const text = document.querySelector('.writing');
    text?.addEventListener('input', () => {
      seen.typed = performance.now();
      seen.shown = 0;
    });
    new MutationObserver(() => {
      if (seen.shown === 0 && document.querySelector('.ghost')) seen.shown = performance.now();
    }).observe(document.body, { subtree: true, childList: true, attributes: true });
  });
  const shown: number[] = [];
  const answered: number[] = [];
  const answers = new Map<'last', Answer | undefined>();
  page.on('response', async (response) => {
    if (!response.url().endsWith('/call/suggest.next')) return;
    answers.set('last', ((await response.json()) as { value?: Answer }).value);
  });
  await page.locator('.writing').click();
  for (let i = 0; i < rounds; i++) {
    for (const lead of leads) {
      answers.clear();
      await page.keyboard.insertText(lead);
      await page.waitForTimeout(1200);
      const { typed, shown: at } = await page.evaluate(
        () => (window as unknown as { ghostTimes: { typed: number; shown: number } }).ghostTimes,
      );
      const answer = answers.get('last');
      if (i > 0 && at > typed && answer && sourceOf(answer) === source) {
        shown.push(at - typed - delayMs);
        answered.push(answer.milliseconds);
      }
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+a');
      await page.keyboard.press('Delete');
      await page.waitForTimeout(150);
    }
  }
  if (shown.length < leads.length) throw new Error(`only ${shown.length} words were shown`);
  return { shown: spread(shown), answered: spread(answered), words: shown.length };
}
