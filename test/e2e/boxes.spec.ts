import { docxOf } from '../support/docx.ts';
import { expect, open, test, textBox } from './app.ts';

/** Text boxes of a .docx. */

const text = (words: string, properties = '') => `<w:r><w:rPr>${properties}</w:rPr><w:t>${words}</w:t></w:r>`;
const box = (inner: string) =>
  `<w:r><w:drawing><wps:txbx><w:txbxContent>${inner}</w:txbxContent></wps:txbx></w:drawing></w:r>`;

test('text boxes in text boxes are drawn with all they hold', async ({ page, bumo }) => {
  await open(page, await bumo.serve());
  const formula = '<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>';
  const nested = box(`<w:p>${text('里一', '<w:b/>')}${formula}</w:p><w:p>${text('里二')}</w:p>`);
  const body = `<w:p>${text('正文')}${box(`<w:p>${text('外一')}${nested}</w:p><w:p>${text('外二')}</w:p>`)}</w:p>`;
  await page
    .locator('input[type=file][accept*=".docx"]')
    .setInputFiles({ name: '盒.docx', mimeType: '', buffer: Buffer.from(docxOf(body)) });
  const outer = textBox(page).locator('.atom-inner').first();
  await expect(outer.locator(':scope > p')).toHaveCount(2);
  const inner = outer.locator('.atom-inner');
  await expect(inner.locator('p')).toHaveCount(2);
  await expect(inner.locator('strong')).toHaveText('里一');
  await expect(inner.locator('math')).toHaveText('x');
  for (const words of ['外一', '里一', '里二', '外二'])
    await expect(outer.getByText(words).last()).toBeVisible();
});
