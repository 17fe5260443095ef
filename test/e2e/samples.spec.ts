import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { candidates, expect, open, panelNamed, picture, test, textBox, words, write } from './app.ts';

const panel = (page: Page) => panelNamed(page, '学习');

async function openTab(page: Page, name: string): Promise<void> {
  if (!(await panel(page).isVisible())) await page.getByRole('button', { name: '学习', exact: true }).click();
  await panel(page).getByRole('tab', { name }).click();
}

/** Pastes into the import form of the open tab. */
async function paste(page: Page, text: string): Promise<void> {
  const unfold = panel(page).getByRole('button', { name: '导入…', exact: true });
  if (await unfold.isVisible()) await unfold.click();
  await panel(page).getByRole('textbox', { name: '粘贴在这里' }).fill(text);
  await panel(page).getByRole('button', { name: '导入', exact: true }).click();
  await expect(
    panel(page).getByTestId('imported').or(panel(page).getByTestId('refused')).first(),
  ).toBeVisible();
}

const rows = (page: Page) => panel(page).getByTestId('samples').getByRole('listitem');

test('a glossary is pasted; its sentences come from the document, the table and templates, and wait for approval', async ({
  page,
  bumo,
}) => {
  await open(page, await bumo.serve());
  await write(page, '本院引进了靶向新药。');
  await expect(page.getByTestId('status-save')).toHaveText('已保存');
  await openTab(page, '术语');
  await paste(
    page,
    '术语\t释义\t例句\n靶向\t针对特定分子的治疗\t该院开展靶向药物研究。\n坏，词\n免疫检查点抑制剂',
  );
  await expect(panel(page).getByTestId('imported')).toContainText('新增 2 个术语、8 条句子');
  await expect(panel(page).getByTestId('refused')).toContainText('第 3 行“术语”');
  await expect(panel(page).getByTestId('notes')).toContainText('1 处请留意');
  await expect(panel(page).getByTestId('terms')).toContainText('2 条句子 6 条待确认');
  await picture(page, 'terms');

  await panel(page).getByRole('button', { name: '去确认' }).click();
  await expect(rows(page)).toHaveCount(6);
  await expect(rows(page).first()).toContainText('靶向是指针对特定分子的治疗。');
  await rows(page).first().getByRole('button', { name: '修改“' }).click();
  await panel(page).getByRole('textbox', { name: '句子' }).fill('肿瘤科开展了[MASK]检测。');
  await panel(page).getByRole('button', { name: '保存' }).click();
  await expect(rows(page)).toHaveCount(5);
  await rows(page).first().getByRole('button', { name: '不用“' }).click();
  await expect(rows(page)).toHaveCount(4);
  await picture(page, 'samples-waiting');
  await panel(page).getByRole('button', { name: '全部确认' }).click();
  await expect(panel(page).getByTestId('waiting')).toHaveCount(0);
  await expect(rows(page)).toHaveCount(8);
  await expect(panel(page).getByTestId('samples')).toContainText('肿瘤科开展了靶向检测。');
  await expect(panel(page).getByTestId('samples')).toContainText('您的文档');

  await openTab(page, '术语');
  await panel(page).getByRole('button', { name: '移除术语“靶向”和它的句子' }).click();
  await expect(panel(page).getByTestId('terms').getByRole('listitem')).toHaveCount(1);
});

test('corrections from a spreadsheet: a preview, refused rows, contradictions, forgetting, export', async ({
  page,
  bumo,
}) => {
  await open(page, await bumo.serve());
  await openTab(page, '样本');
  await panel(page).getByRole('button', { name: '导入…', exact: true }).click();
  await panel(page)
    .locator('input[type=file]')
    .setInputFiles({
      name: '修改.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(
        '文本,答案\n请拨打 13812345678 办理[MASK]手续。,入住\n订单已经[MASK]完毕。,发货\n订单已经[MASK]完毕。,签收\n没有空缺,发货\n',
      ),
    });
  await panel(page).getByRole('button', { name: '先看看' }).click();
  await expect(panel(page)).toContainText('3 行可以导入');
  await expect(panel(page)).toContainText('请拨打 ⟦手机号⟧ 办理入住手续。');
  await expect(rows(page)).toHaveCount(0);
  await picture(page, 'import-preview');
  await panel(page).getByRole('button', { name: '导入', exact: true }).click();
  await expect(panel(page).getByTestId('imported')).toContainText('新增 3 条样本');
  await expect(panel(page).getByTestId('refused')).toContainText('第 5 行“文本”');
  await expect(rows(page).filter({ hasText: '一个之前都不学' })).toHaveCount(2);
  const contradictions = panel(page).getByTestId('contradictions');
  await expect(contradictions).toContainText('1 句话有不同的答案');
  await picture(page, 'contradictions');
  await contradictions.getByRole('button', { name: '用“签收”' }).click();
  await expect(contradictions).toHaveCount(0);
  await expect(rows(page)).toHaveCount(2);
  await panel(page).getByRole('button', { name: '忘掉“请拨打 ⟦手机号⟧ 办理入住手续。”' }).click();
  await expect(rows(page)).toHaveCount(1);

  const downloading = page.waitForEvent('download');
  await panel(page).getByRole('button', { name: '导出（JSONL）' }).click();
  const file = readFileSync(await (await downloading).path(), 'utf8');
  expect(JSON.parse(file)).toMatchObject({ text: '订单已经[MASK]完毕。', answer: '签收' });
});

test('a table as people keep it: what was understood is shown, corrected, and stored when the writer says so', async ({
  page,
  bumo,
}) => {
  await open(page, await bumo.serve());
  await openTab(page, '术语');
  await panel(page).getByRole('button', { name: '导入…', exact: true }).click();
  await panel(page)
    .locator('input[type=file]')
    .setInputFiles({
      name: '术语.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(
        '肿瘤科术语表\n英文,术语,释义\ntargeted,靶向,针对特定分子的治疗\nimmune,免疫,身体的防御\n\n注：内部使用\n',
      ),
    });
  const understood = panel(page).getByTestId('understood');
  await expect(understood.getByLabel('表头')).toHaveValue('2');
  await expect(understood.getByRole('combobox', { name: '术语' })).toHaveValue('1');
  await expect(understood.getByRole('row')).toHaveCount(4);
  await expect(understood).toContainText('共 3 行，勾选了 2 行');
  await expect(understood.getByRole('checkbox', { name: '导入第 6 行' })).not.toBeChecked();
  await picture(page, 'import-understood');

  await understood.getByLabel('表头').selectOption('没有表头');
  await expect(understood.getByRole('row')).toHaveCount(6);
  await understood.getByLabel('表头').selectOption({ value: '2' });
  await expect(understood.getByRole('row')).toHaveCount(4);
  await understood.getByRole('combobox', { name: '术语' }).selectOption({ value: '0' });
  await expect(understood.getByRole('row', { name: 'targeted' })).toBeVisible();
  await understood.getByRole('combobox', { name: '术语' }).selectOption({ value: '1' });
  await expect(understood.getByRole('row', { name: '靶向' })).toBeVisible();
  await expect(panel(page)).toContainText('2 行可以导入');
  await understood.getByRole('checkbox', { name: '导入第 4 行' }).uncheck();
  await expect(understood).toContainText('勾选了 1 行');
  await expect(panel(page)).toContainText('1 行可以导入');
  await expect(panel(page).getByTestId('terms').getByRole('listitem')).toHaveCount(0);

  await panel(page).getByRole('button', { name: '导入', exact: true }).click();
  await expect(panel(page).getByTestId('imported')).toContainText('新增 1 个术语');
  await expect(panel(page).getByTestId('terms').getByRole('listitem')).toHaveCount(1);
  await expect(panel(page).getByTestId('terms')).toContainText('靶向');
});

test('formal words come first for a selected word, and a term keeps its place', async ({ page, bumo }) => {
  await open(page, await bumo.serve());
  await openTab(page, '说法');
  await paste(page, '天气不错啊 → 天气较为适宜\n东西挺好 → 该产品性能优良');
  await expect(panel(page).getByTestId('imported')).toContainText('新增 2 对说法');
  await picture(page, 'pairs');
  await openTab(page, '术语');
  await panel(page).getByRole('button', { name: '导入…', exact: true }).click();
  await panel(page)
    .locator('input[type=file]')
    .setInputFiles(fileURLToPath(new URL('../learn/samples/tables/xlsxwriter.xlsx', import.meta.url)));
  await panel(page).getByRole('button', { name: '导入', exact: true }).click();
  await expect(panel(page).getByTestId('imported')).toContainText('新增 2 个术语');
  await page.keyboard.press('Escape');

  await write(page, '今天天气不错啊，患者接受靶向治疗。');
  const select = async (from: number, length: number) => {
    await page.keyboard.press('Home');
    for (let i = 0; i < from; i++) await page.keyboard.press('ArrowRight');
    for (let i = 0; i < length; i++) await page.keyboard.press('Shift+ArrowRight');
  };
  await select(4, 2);
  const offered = await words(page);
  expect(offered.slice(0, 2)).toEqual(['较为适宜', '适宜']);
  expect(offered.length).toBeGreaterThan(2);
  await expect(candidates(page).first()).toContainText('书面说法');
  await page.getByRole('button', { name: '为什么是“较为适宜”' }).click();
  await expect(page.getByTestId('why')).toContainText('说法对照');
  await picture(page, 'formal-first');
  await page.keyboard.press('Alt+1');
  await expect(textBox(page)).toHaveText('今天天气较为适宜啊，患者接受靶向治疗。');

  await select(15, 1);
  await expect(page.getByTestId('no-suggestion')).toContainText('“靶向”在术语表里');
  await picture(page, 'term-kept');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in the tabs (${colorScheme})`, async ({ page, bumo }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await open(page, await bumo.serve());
    await openTab(page, '说法');
    await paste(page, '天气不错啊 → 天气较为适宜\n一样 → 一样');
    await openTab(page, '术语');
    await paste(page, '靶向\n免疫\n坏，词');
    await openTab(page, '样本');
    await paste(page, '订单已经[MASK]完毕。\t发货\n订单已经[MASK]完毕。\t签收\n没有空缺\t发货');
    await openTab(page, '我的文档');
    await panel(page).getByRole('switch').check();
    for (const tab of ['反馈', '样本', '术语', '说法', '我的文档']) {
      await openTab(page, tab);
      await expect(panel(page).getByRole('tabpanel')).toBeVisible();
      await picture(page, `学习-${tab}-${colorScheme}`);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(
        violations.map(({ id, nodes }) => `${tab}: ${id} at ${nodes.map(({ target }) => target.join(' '))}`),
      ).toEqual([]);
    }
    // Arrows go round the tabs.
    const last = panel(page).getByRole('tab').last();
    await last.click();
    await last.press('ArrowRight');
    await expect(panel(page).getByRole('tab', { name: '反馈' })).toBeFocused();
  });
}

test('in English, in a window of 900 pixels', async ({ page, bumo }) => {
  await page.setViewportSize({ width: 900, height: 700 });
  await open(page, await bumo.serve());
  await page.getByRole('button', { name: '设置', exact: true }).click();
  await page.getByLabel('语言').selectOption('en');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Learning', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Learning' });
  await dialog.getByRole('tab', { name: 'Terms' }).click();
  await dialog.getByRole('button', { name: 'Import…', exact: true }).click();
  await dialog.getByRole('textbox', { name: 'Paste here' }).fill('靶向\n坏，词');
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(dialog.getByTestId('imported')).toContainText('New terms: 1, sentences: 8');
  await expect(dialog.getByTestId('refused')).toContainText('Row 2, “A” This is no single word');
  await dialog.getByRole('button', { name: 'Review them' }).click();
  await expect(dialog.getByTestId('samples')).toContainText('made from a template');
  await picture(page, 'learning-english');
});
