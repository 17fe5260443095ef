import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { callFrom } from '../support/page-call.ts';
import { candidates, expect, open, openPanel, panelNamed, picture, test, textBox, words } from './app.ts';

/** Takes the pictures of the documentation; runs only where `BUMO_SCREENSHOTS` names a folder for them. */

test.use({
  weights: 'real',
  viewport: { width: 1200, height: 560 },
  contextOptions: { reducedMotion: 'reduce' },
});

/** Milliseconds until what appears stands still. */
const settled = 600;

const glossary = '术语\t释义\t例句\n靶向\t针对特定分子的治疗\t该院开展靶向药物研究。\n免疫检查点抑制剂';

test('writing, from a gap to a glossary', async ({ page, bumo }) => {
  const shot = async (name: string) => {
    await page.waitForTimeout(settled);
    await picture(page, name);
  };
  await open(page, await bumo.serve());
  await textBox(page).click();
  await page.keyboard.type('今天[MASK]气很好，我们去公园玩。');
  await expect(candidates(page).first()).toContainText('天');
  await words(page);
  await shot('suggestion');
  await page.keyboard.press('Alt+1');
  await expect(page.getByTestId('feedback')).toBeVisible();
  await shot('feedback');
  await page.keyboard.press('Alt+y');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('祝您身体健');
  await expect(page.getByTestId('ghost')).toHaveAttribute('data-text', /^康/);
  await page.keyboard.press('Tab');
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.keyboard.type('。故宫是著名的旅游[MASK]点。');
  await expect(candidates(page).first()).toContainText('景');
  await words(page);
  await shot('dark');
  await page.keyboard.press('Escape');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1200, height: 900 });
  await openPanel(page, '学习');
  const panel = panelNamed(page, '学习');
  await panel.getByRole('tab', { name: '术语' }).click();
  await panel.getByRole('button', { name: '导入…', exact: true }).click();
  await panel.getByRole('textbox', { name: '粘贴在这里' }).fill(glossary);
  await panel.getByRole('button', { name: '导入', exact: true }).click();
  await expect(panel.getByTestId('imported')).toBeVisible();
  await shot('terms');
});

test('a new official document', async ({ page, bumo }) => {
  await page.setViewportSize({ width: 1200, height: 760 });
  await open(page, await bumo.serve());
  await page.keyboard.press('Control+k');
  await page.keyboard.type('新建：通知');
  await page.keyboard.press('Enter');
  await expect(page.getByText('【发文机关】文件').first()).toBeVisible();
  for (let i = 0; i < 5; i++) await page.getByRole('button', { name: '缩小', exact: true }).click();
  await page.waitForTimeout(4 * settled);
  await picture(page, 'document');
});

const subjects = ['消防', '用电', '防汛', '车辆', '食堂', '机房'];

test('a phrase that own documents go on with', async ({ page, bumo }) => {
  const folder = join(bumo.home, '往年通知');
  mkdirSync(folder);
  for (const subject of subjects)
    writeFileSync(
      join(folder, `关于开展${subject}安全检查的通知.txt`),
      `关于开展${subject}安全检查的通知\n各部门：\n为进一步加强安全管理，消除隐患，现将有关事项通知如下：\n一、各部门要高度重视，明确专人负责。\n特此通知。\n`,
    );
  await open(page, await bumo.serve());
  const call = async (method: string, input: unknown) => JSON.stringify(await callFrom(page, method, input));
  await call('phrases.enable', { enabled: true });
  await call('phrases.addFolder', { path: folder });
  await expect.poll(() => call('phrases.state', {})).toContain(`"documents":${subjects.length}`);
  await textBox(page).click();
  await page.keyboard.type('关于开展节前安全检查的通知');
  await page.keyboard.press('Enter');
  await page.keyboard.type('各部门：');
  await page.keyboard.press('Enter');
  await page.keyboard.type('为做好节日期间的工作，现将有关');
  await expect(page.getByTestId('ghost')).toHaveAttribute('data-text', /^事项通知如下/);
  await page.waitForTimeout(settled);
  await picture(page, 'inline');
});
