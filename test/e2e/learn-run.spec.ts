import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import type { Output } from '../../src-main/contract/index.ts';
import { callFrom } from '../support/page-call.ts';
import { candidates, closePanel, expect, open, panelNamed, picture, test, words, write } from './app.ts';

test.use({ weights: 'real' });

const panel = (page: Page) => panelNamed(page, '学习');

interface Correction {
  readonly text: string;
  readonly answer: string;
  readonly split: string;
}

/** Two sentences of each of the first terms, in the form in which corrections are imported. */
const lines = readFileSync(fileURLToPath(new URL('../suites/corrections.jsonl', import.meta.url)), 'utf8')
  .trim()
  .split('\n');
const corrections = lines
  .map((line) => JSON.parse(line) as Correction)
  .filter(({ split }) => split === 'train');
const some = corrections.slice(0, 60);

test('corrections are learned while the writer watches; the version is used at once, answers, and is taken back', async ({
  page,
  bumo,
}) => {
  test.setTimeout(1_800_000);
  await open(page, await bumo.start());
  // What the patch has learned is looked at, not what the memory keeps.
  await callFrom(page, 'settings.set', { memory: false, rolloutMode: 'shadow' });
  await page.getByRole('button', { name: '学习', exact: true }).click();
  await expect(page.getByTestId('run')).toContainText('还没有可学的内容');
  await expect(page.getByTestId('run').getByRole('button', { name: '学习我的修改' })).toBeDisabled();
  await callFrom(page, 'samples.import', {
    kind: 'correction',
    format: 'jsonl',
    content: { as: 'text', text: some.map((one) => JSON.stringify(one)).join('\n') },
  });
  await expect(page.getByTestId('run')).toContainText('60 条新修改');
  await closePanel(page);
  await page.getByRole('button', { name: '学习 有新修改可以学' }).click();
  await picture(page, 'learn-suggested');

  await page.getByTestId('run').getByRole('button', { name: '学习我的修改' }).click();
  await expect(page.getByTestId('run-doing')).toHaveText('正在学习', { timeout: 900_000 });
  await expect(page.getByTestId('run')).toContainText('误差');
  await page.getByTestId('run').getByRole('button', { name: '暂停' }).click();
  await expect(page.getByTestId('run-doing')).toHaveText('已暂停');
  await page.getByTestId('run').getByRole('button', { name: '继续' }).click();
  await expect(page.getByTestId('run-doing')).toHaveText('正在考核新版本', { timeout: 900_000 });
  await picture(page, 'learn-exam');
  // The writer goes on writing: the status bar shows how it goes, a notice tells how it ended.
  await closePanel(page);
  await expect(page.getByTestId('status-learning')).toContainText('正在考核新版本');
  await expect(page.getByRole('region', { name: '通知' })).toContainText('新版本', { timeout: 900_000 });
  await expect(page.getByTestId('status-learning')).toHaveCount(0);
  await page.getByRole('button', { name: '学习', exact: true }).click();
  const outcome = page.getByTestId('outcome');
  await expect(outcome).toContainText('新版本');
  await outcome.getByText('考核的数字').click();
  await expect(outcome.getByRole('row', { name: /^学过的修改/ })).toContainText('→');
  await picture(page, 'learn-learned');

  // What the exam says is its own test's; whatever it is, the writer decides.
  await outcome.getByRole('button', { name: /立即启用|仍要启用/ }).click();
  const sure = outcome.getByRole('button', { name: '它考得更差，真的启用？' });
  if (await sure.isVisible()) await sure.click();
  await expect(outcome).toContainText('v1 正在回答您的请求', { timeout: 300_000 });
  await panel(page).getByRole('tab', { name: '账本' }).click();
  await expect(page.getByTestId('ledger').getByRole('listitem').first()).toContainText('v1');
  await picture(page, 'learn-ledger');

  const { value } = (await callFrom(page, 'ledger.list', { limit: 500 })) as { value: Output<'ledger.list'> };
  const taught = value.items.find(
    ({ versions: [held] }) => held?.heldOut === false && held.effect?.after === 0,
  );
  if (!taught?.text || !taught.answer) throw new Error('no correction was learned');
  await write(page, taught.text);
  expect(await words(page), taught.text).toContain(taught.answer);
  await expect(page.getByTestId('status-version')).toHaveText('版本 v1');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: '健康', exact: true }).click();
  await expect(page.getByTestId('summary')).toContainText('新版本正在回答全部请求');
  await picture(page, 'health-live');
  await page.getByRole('banner').getByRole('button', { name: '立即切回基础模型' }).click();
  await expect(page.getByText('已切回基础模型。')).toBeVisible();
  await expect(page.getByRole('button', { name: '立即切回基础模型' })).toHaveCount(0);
  await expect(page.getByTestId('status-version')).toHaveText(/^版本\s*原版$/);
  await expect(candidates(page)).toHaveCount(0);

  await page.getByRole('tab', { name: '历史' }).click();
  await expect(page.getByTestId('history').getByRole('listitem').first()).toBeVisible();
  await page.getByRole('tab', { name: '版本' }).click();
  await page.getByRole('button', { name: /^v1 ?，打开健康档案/ }).click();
  await expect(page.getByTestId('record')).toContainText('切回');
  await picture(page, 'health-record-real');
});

test('what a restored state keeps out of the memory is said, and one button takes it back', async ({
  page,
  bumo,
}) => {
  await open(page, await bumo.start());
  await callFrom(page, 'samples.import', {
    kind: 'correction',
    format: 'jsonl',
    content: { as: 'text', text: some.map((one) => JSON.stringify(one)).join('\n') },
  });
  const after = new Date(2020, 10, 24, 10).getTime();
  await callFrom(page, 'settings.set', { memorySkips: [{ after, until: Date.UTC(2200, 0) }] });
  await page.getByRole('button', { name: '学习 有新修改可以学' }).click();
  await expect(page.getByTestId('skipped')).toContainText(
    '恢复到 11/24 10:00 的状态：之后学到的 60 条暂不即时提示',
  );
  await expect(page.getByTestId('run'), 'they are learned all the same').toContainText('60 条新修改');
  await page.getByTestId('skipped').getByRole('button', { name: '恢复使用' }).click();
  await expect(page.getByTestId('skipped')).toHaveCount(0);
  expect(await callFrom(page, 'settings.get', {})).toMatchObject({ value: { memorySkips: [] } });
});
