import { expect, test } from '@playwright/test';
import { exportRecord } from '../../src-main/versions/record/export.ts';
import { healthRecord } from '../../src-main/versions/record/record.ts';
import { first, now, store } from '../versions/record/world.ts';

/** Width of A4 between the margins of the page, in CSS pixels: 178 mm. */
const printable = Math.floor((178 / 25.4) * 96);

const record = healthRecord(store(), first, now);
const pageOf = (note: string, limits = record.limits) =>
  exportRecord({ ...record, limits, notes: [{ id: 1, at: now, text: note }] }, 'html', {
    at: now,
    timeZone: 'Asia/Shanghai',
    language: 'zh',
  }).text;

test('a health record prints on A4, and nothing is cut off', async ({ page }) => {
  const limit = { suite: 'technology', before: null, after: '有效', answer: '生效' };
  const text = `${'合同自双方签字盖章之日起'.repeat(4)}[MASK]。${'x'.repeat(300)}`;
  await page.setContent(
    pageOf(
      '一'.repeat(2_000),
      Array.from({ length: 60 }, () => ({ ...limit, text })),
    ),
  );
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: printable, height: 1_000 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(printable);
  await expect(page.getByRole('heading', { level: 2 })).toHaveCount(9);
  await expect(page.getByRole('table').nth(-2)).toContainText('一'.repeat(2_000));
  expect((await page.pdf({ preferCSSPageSize: true })).length).toBeGreaterThan(10_000);
});

test('text of others runs nothing and asks nobody', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  let ran = false;
  await page.exposeFunction('ran', () => {
    ran = true;
  });
  const note = `<img src="https://example.com/a.png" onerror="ran()"><script>ran()</script><a href="javascript:ran()">补</a>`;
  await page.setContent(pageOf(note));
  await expect(page.getByRole('table').filter({ hasText: note })).toHaveCount(1);
  await expect(page.locator('img, script, a')).toHaveCount(0);
  expect([ran, asked]).toEqual([false, []]);
});
