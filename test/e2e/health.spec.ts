import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { SlotView } from '../../src-main/contract/index.ts';
import {
  learned,
  ledger,
  record,
  shadowed,
  staged,
  stopped,
  training,
  trend,
  versions,
} from '../support/health-fixtures.ts';
import { answer, mute } from './answers.ts';
import { closePanel, expect, open, openPanel, panelNamed, picture, test, textBox } from './app.ts';

const health = (page: Page) => panelNamed(page, /模型健康|Model health/);
const learning = (page: Page) => panelNamed(page, /^(?:学习|Learning)$/);
const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true }).click();

/** A model three versions old, whose slot is as given. */
async function history(page: Page, slot: SlotView): Promise<void> {
  await mute(page, ['slot', 'learning']);
  await answer(page, 'slot.view', slot);
  await answer(page, 'versions.list', { versions });
  await answer(page, 'versions.show', record);
  await answer(page, 'versions.trends', { trends: [trend] });
  await answer(page, 'ledger.list', { items: ledger, total: ledger.length });
}

async function axe(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(
    violations.map(({ id, nodes }) => `${where}: ${id} at ${nodes.map(({ target }) => target.join(' '))}`),
  ).toEqual([]);
}

test('a version under way: sentence, stages, what is missing, figures; the buttons ask the slot', async ({
  page,
  bumo,
}) => {
  await history(page, staged);
  const pushed = await answer(page, 'slot.push', { ...staged, needs: [] });
  const paused = await answer(page, 'slot.pause', {
    ...staged,
    rollout: staged.rollout && { ...staged.rollout, paused: true },
    needs: [{ kind: 'resume' }],
  });
  const abandoned = await answer(page, 'slot.abandon', stopped);
  await open(page, await bumo.serve());
  await expect(page.getByTestId('status-version')).toHaveText('版本 v2');
  await openPanel(page, '健康');
  await expect(page.getByTestId('summary')).toContainText('新版本正在回答 1/5 的请求');
  const current = health(page).locator('[aria-current=step]');
  await expect(current).toContainText('20%');
  await expect(page.getByTestId('needs')).toContainText('再回答 23 次请求');
  await expect(page.getByTestId('needs')).toContainText('再使用 18 分钟');
  const figures = page.getByTestId('slot-figures');
  await expect(figures.getByRole('columnheader', { name: '新版本 v3' })).toBeVisible();
  await expect(figures.getByRole('row', { name: /建议被采纳/ })).toContainText('67.6%（48/71）');
  await expect(figures.getByRole('row', { name: /建议被采纳/ })).toContainText('真实水平多半在 56.1%–77.3%');
  await expect(health(page)).toContainText('90.7%（88/97）');

  const actions = page.getByTestId('slot-actions');
  await actions.getByRole('button', { name: '推进' }).click();
  expect(pushed, 'pushing against the evidence is asked about').toHaveLength(0);
  await actions.getByRole('button', { name: '不等条件满足就推进？' }).press('Escape');
  await expect(health(page), 'Esc answers the question alone').toBeVisible();
  await actions.getByRole('button', { name: '推进' }).click();
  await actions.getByRole('button', { name: '不等条件满足就推进？' }).click();
  await expect.poll(() => pushed.length).toBe(1);
  await actions.getByRole('button', { name: '暂停' }).click();
  await expect.poll(() => paused).toEqual([{ paused: true }]);
  await actions.getByRole('button', { name: '放弃' }).click();
  await actions.getByRole('button', { name: '真的放弃新版本？' }).click();
  await expect.poll(() => abandoned.length).toBe(1);
});

test('one click or one key goes back, from wherever the writer is', async ({ page, bumo }) => {
  await history(page, staged);
  const back = await answer(page, 'slot.rollback', stopped);
  await open(page, await bumo.serve());
  await expect(page.getByRole('button', { name: '立即切回 v2' })).toBeVisible();
  await textBox(page).click();
  await page.keyboard.press('Control+Alt+z');
  await expect.poll(() => back.length).toBe(1);
  await expect(page.getByText('已切回 v2。')).toBeVisible();
  await expect(page.getByRole('button', { name: '立即切回 v2' })).toHaveCount(0);
  await page.keyboard.press('Control+Alt+z');
  await page.waitForTimeout(200);
  expect(back, 'there is no way back any more').toHaveLength(1);
});

test('a breaker that opened says why', async ({ page, bumo }) => {
  await history(page, stopped);
  await open(page, await bumo.serve());
  await openPanel(page, '健康');
  await expect(health(page).getByRole('alert')).toHaveText(
    '保险已触发，v3 已停用：最近 31 次请求中出错 2 次。',
  );
  await picture(page, 'health-stopped');
});

test('an open record follows what is said of its version in another window', async ({
  page,
  context,
  bumo,
}) => {
  const app = await bumo.serve();
  const readBase = async (one: Page) => {
    await open(one, app);
    await openPanel(one, '健康');
    await tab(one, '版本');
    await one.getByTestId('versions').getByRole('button').first().click();
    await expect(one.getByTestId('record')).toBeVisible();
  };
  await readBase(page);
  // What is being written stays while the record is read again.
  await page.getByLabel('写一条备注').fill('我的备注');
  const other = await context.newPage();
  await readBase(other);
  await other.getByLabel('写一条备注').fill('另一个窗口的备注');
  await other.getByRole('button', { name: '签下' }).click();
  await expect(page.getByTestId('notes')).toContainText('另一个窗口的备注');
  await expect(page.getByLabel('写一条备注')).toHaveValue('我的备注');
});

test('a record is read like a medical file: notes are signed, exports are files', async ({ page, bumo }) => {
  await history(page, staged);
  const noted = await answer(page, 'versions.note', { id: 2 });
  const exported = await answer(page, 'versions.export', { text: '# 健康档案', fileName: 'bumo-v3.md' });
  await open(page, await bumo.serve());
  await openPanel(page, '健康');
  await tab(page, '版本');
  const list = page.getByTestId('versions');
  await expect(list.getByRole('button')).toHaveCount(4);
  await list.getByRole('button', { name: /^v3/ }).click();
  const file = page.getByTestId('record');
  await expect(file.getByRole('heading', { name: /^v3/ })).toBeFocused();
  await expect(file).toContainText('118 条，其中 100 条先留作考题、考后也学了');
  await expect(file.getByRole('row', { name: /^没学过的词/ })).toContainText('+47.0');
  await expect(file).toContainText('自动停用');
  await file.getByLabel('写一条备注').fill('再看一周。');
  await file.getByRole('button', { name: '签下' }).click();
  await expect.poll(() => noted).toEqual([{ id: record.version.id, text: '再看一周。' }]);
  const downloading = page.waitForEvent('download');
  await file.getByRole('button', { name: 'Markdown' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('bumo-v3.md');
  expect(readFileSync(await download.path(), 'utf8')).toBe('# 健康档案');
  expect(exported).toEqual([{ id: record.version.id, format: 'markdown' }]);
  await health(page).getByRole('button', { name: '全部版本' }).click();
  await expect(list).toBeVisible();
});

test('each chart says in words what it shows, and has its table', async ({ page, bumo }) => {
  await history(page, staged);
  await open(page, await bumo.serve());
  await openPanel(page, '健康');
  await tab(page, '走势');
  const figures = health(page).getByRole('figure');
  await expect(figures).toHaveCount(4);
  await expect(
    health(page).getByRole('img', {
      name: /^把握误差（越小越好），折线图。基础模型 → v3：.*从 0\.080 到 0\.062。$/,
    }),
  ).toBeVisible();
  const canvas = figures.first().locator('canvas');
  const isPainted = () =>
    canvas.evaluate((one: HTMLCanvasElement) => {
      const pixels = one.getContext('2d')?.getImageData(0, 0, one.width, one.height).data ?? [];
      return pixels.some((value) => value > 0);
    });
  // A chart is drawn in the frame after its description is there.
  await expect.poll(isPainted).toBe(true);
  await figures.first().getByText('看表格').click();
  await expect(figures.first().getByRole('table').getByRole('row')).toHaveCount(5);
});

test('a snapshot is restored once that is confirmed', async ({ page, bumo }) => {
  await history(page, staged);
  const restored = await answer(page, 'slot.restore', stopped);
  await open(page, await bumo.serve());
  await openPanel(page, '健康');
  await tab(page, '历史');
  const lines = page.getByTestId('history').getByRole('listitem');
  await expect(lines).toHaveCount(3);
  await expect(lines.first()).toContainText('当时使用 v2');
  await lines.nth(1).getByRole('button').click();
  await lines.nth(1).getByRole('button', { name: '换回当时的版本和设置？' }).click();
  await expect.poll(() => restored).toEqual([{ id: 2 }]);
});

for (const [language, colorScheme] of [
  ['zh', 'light'],
  ['zh', 'dark'],
  ['en', 'light'],
  ['en', 'dark'],
] as const) {
  test(`every screen, looked at by axe (${language}, ${colorScheme})`, async ({ page, bumo }) => {
    const zh = language === 'zh';
    const name = (screen: string) => `${screen}-${language}-${colorScheme}`;
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await history(page, staged);
    let state = learned;
    await answer(page, 'learn.state', () => state);
    await open(page, await bumo.serve());
    if (!zh) {
      await openPanel(page, '设置');
      await page.getByLabel('语言').selectOption('en');
      await closePanel(page);
    }
    await openPanel(page, zh ? '健康' : 'Health');
    await expect(page.getByTestId('slot-figures')).toBeVisible();
    await picture(page, name('health-now'));
    await axe(page, 'now');
    await tab(page, zh ? '版本' : 'Versions');
    await expect(page.getByTestId('versions')).toBeVisible();
    await picture(page, name('health-versions'));
    await axe(page, 'versions');
    await page.getByTestId('versions').getByRole('button').first().click();
    await expect(page.getByTestId('record')).toBeVisible();
    await picture(page, name('health-record'));
    await axe(page, 'record');
    await page.getByTestId('notes').scrollIntoViewIfNeeded();
    await picture(page, name('health-record-end'));
    await tab(page, zh ? '走势' : 'Trends');
    await expect(health(page).getByRole('figure').first()).toBeVisible();
    await page.waitForTimeout(300);
    await picture(page, name('health-trends'));
    await axe(page, 'trends');
    await tab(page, zh ? '历史' : 'History');
    await picture(page, name('health-history'));
    await axe(page, 'history');

    await openPanel(page, zh ? '学习' : 'Learning');
    await expect(page.getByTestId('outcome')).toContainText(
      zh ? '有 2 条这个模型学不了' : 'cannot learn them: 2',
    );
    await picture(page, name('learn-outcome'));
    for (const summary of await page.getByTestId('outcome').locator('summary').all()) await summary.click();
    await picture(page, name('learn-numbers'));
    await axe(page, 'outcome');
    await tab(page, zh ? '账本' : 'Ledger');
    await page.getByTestId('ledger').scrollIntoViewIfNeeded();
    await picture(page, name('learn-ledger'));
    await axe(page, 'ledger');
    await learning(page)
      .getByText(zh ? '学习方式' : 'How to learn')
      .click();
    await picture(page, name('learn-settings'));
    await axe(page, 'settings');
    state = training();
    await page.reload();
    await openPanel(page, zh ? '学习' : 'Learning');
    await expect(page.getByTestId('run-doing')).toBeVisible();
    await picture(page, name('learn-running'));
    await axe(page, 'running');
  });
}

test('a shadow waits for the writer, whose push is not questioned', async ({ page, bumo }) => {
  await history(page, shadowed);
  const pushed = await answer(page, 'slot.push', staged);
  await open(page, await bumo.serve());
  await openPanel(page, '健康');
  await expect(page.getByTestId('needs')).toContainText('您决定启用');
  await page.getByTestId('slot-actions').getByRole('button', { name: '推进' }).click();
  await expect.poll(() => pushed.length).toBe(1);
  await expect(health(page).locator('[aria-current=step]')).toContainText('20%');
});

test('the bar is one line down to 900 pixels, with the way back and in English', async ({ page, bumo }) => {
  await history(page, staged);
  await open(page, await bumo.serve());
  const header = page.locator('header').first();
  const check = async (language: string) => {
    for (const width of [1280, 1181, 1000, 900]) {
      await page.setViewportSize({ width, height: 700 });
      const height = await header.evaluate((element) => element.getBoundingClientRect().height);
      expect(height, `${language}, ${width} pixels`).toBeLessThan(60);
    }
  };
  await check('zh');
  await expect(page.getByRole('button', { name: '立即切回 v2' })).toBeVisible();
  await openPanel(page, '设置');
  await page.getByLabel('语言').selectOption('en');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await check('en');
  await picture(page, 'bar-english');
});
