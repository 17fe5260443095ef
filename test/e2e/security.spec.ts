import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, open, openPanel, panelNamed, test, textBox } from './app.ts';

test('text becomes markup in named policies alone', async ({ context, bumo }) => {
  // A page of its own: the browser reports each try as an error, which other tests count as a fault.
  const page = await context.newPage();
  await open(page, await bumo.serve());
  const tried = await page.evaluate(() => {
    const refused = (work: () => unknown) => {
      try {
        work();
        return 'done';
      } catch (error) {
        return (error as Error).name;
      }
    };
    const { trustedTypes } = globalThis as unknown as {
      trustedTypes: { createPolicy(name: string, rules: object): unknown };
    };
    const rules = { createHTML: (html: string) => html };
    return {
      innerHTML: refused(() => {
        document.createElement('div').innerHTML = '<b>x</b>';
      }),
      parser: refused(() => new DOMParser().parseFromString('<b>x</b>', 'text/html')),
      policy: refused(() => trustedTypes.createPolicy('of-a-stranger', rules)),
      again: refused(() => trustedTypes.createPolicy('bumo-inert', rules)),
    };
  });
  expect(tried).toEqual({
    innerHTML: 'TypeError',
    parser: 'TypeError',
    policy: 'TypeError',
    again: 'TypeError',
  });
});

test('the models page lists which machines were asked for models, when and with what result', async ({
  page,
  bumo,
}) => {
  const at = new Date(2026, 0, 5, 9, 30).getTime();
  const contact = { at, source: 'huggingface', modelId: 'm', host: 'hub.bumo.example', bytes: 2_000_000 };
  const result = { code: 'models.contact-cancelled' };
  const killed = { ...contact, at: at + 1, host: 'other.bumo.example', result: null };
  await open(page, await bumo.serve());
  await openPanel(page, '模型');
  await expect(panelNamed(page, '模型')).toContainText('还没有联系过任何服务器。');
  writeFileSync(join(bumo.home, 'contacts.json'), JSON.stringify([{ ...contact, result }, killed]));
  await textBox(page).click();
  await page.reload();
  await openPanel(page, '模型');
  const rows = page.getByTestId('contacts').getByRole('row');
  await expect(rows).toHaveCount(3);
  await expect(rows.nth(1)).toContainText(/other\.bumo\.example.*没有结束/);
  await expect(rows.nth(2)).toContainText(/hub\.bumo\.example.*2026年1月5日.*2(?:\.0)? MB.*您取消了/);
});
