import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pagesOf, withoutPages } from '../support/office.ts';
import { expect, open, test, textBox } from './app.ts';

const notice = `# 关于召开年度安全生产工作会议的通知

各部门、各单位：

为**深入贯彻**落实安全生产工作部署，经研究，定于下周一召开会议。现将有关事项通知如下：

## 一、会议内容

- 通报全年安全生产情况；
- 部署下一阶段重点工作。

| 时间 | 内容 | 负责人 |
| --- | --- | --- |
| 9:00 | 开幕 | 办公室 |
| 9:30 | 报告 | 安全部 |

${'请各单位高度重视，认真准备，按时参加；确因工作需要不能参加的，应提前向办公室书面请假，并安排一名负责人代为参加。\n\n'.repeat(30)}
办公室
`;

test('what is printed is the text alone, dark or light, on pages of A4 with their numbers', async ({
  page,
  bumo,
}, info) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await open(page, await bumo.serve());
  await page
    .locator('input[type=file][accept*=".docx"]')
    .setInputFiles({ name: '通知.md', mimeType: '', buffer: Buffer.from(notice) });
  await expect(textBox(page).locator('h1')).toBeVisible();
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  const file = info.outputPath('notice.pdf');
  writeFileSync(file, pdf);
  const folder = process.env.BUMO_SCREENSHOTS;
  if (folder) writeFileSync(join(folder, 'print.pdf'), pdf);
  // A4 in points.
  expect(pdf.toString('latin1')).toMatch(/\/MediaBox\s*\[0 0 59[45]\.\d+ 84[12]\.\d+\]/);
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const seen = await page.evaluate(() => {
    const shown = (selector: string) =>
      [...document.querySelectorAll(selector)].some((one) => (one as HTMLElement).checkVisibility());
    const text = document.querySelector('.writing p');
    return {
      chrome: shown('header') || shown('footer') || shown('.notices') || shown('dialog'),
      text: shown('.writing h1'),
      ink: text && getComputedStyle(text).color,
      paper: getComputedStyle(document.body).backgroundColor,
    };
  });
  expect(seen).toEqual({ chrome: false, text: true, ink: 'rgb(0, 0, 0)', paper: 'rgb(255, 255, 255)' });
  test.skip(withoutPages !== null, withoutPages ?? '');
  const text = pagesOf(file).join('\n');
  expect(text).toContain('各部门、各单位');
  // Some versions of pdftotext drop the blanks.
  expect(text).toMatch(/— ?2 ?—/);
  expect(text).not.toContain('就绪');
});
