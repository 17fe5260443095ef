import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page, TestInfo } from '@playwright/test';
import { newPrivateKey, publicKeyOf } from '../../src-main/base/ed25519.ts';
import { publish } from '../../src-main/team/publish.ts';
import { callFrom } from '../support/page-call.ts';
import { expect, open, openPanel, panelNamed, picture, saved, test } from './app.ts';
import { scrollFaults } from './layout.ts';

test.use({ weights: 'tiny' });

/** What an organisation shares, in a folder of the test's own. */
async function share(info: TestInfo) {
  const privateKey = newPrivateKey();
  const keyFile = info.outputPath('team.key.pub');
  const folder = info.outputPath('share');
  mkdirSync(folder, { recursive: true });
  writeFileSync(keyFile, publicKeyOf(privateKey));
  const bytes = Buffer.from(['河长制', '放管服'].map((term) => `${JSON.stringify({ term })}\n`).join(''));
  const objects = [{ kind: 'glossary', name: '术语', bytes }] as const;
  await publish(folder, { privateKey, team: '测试局', objects, remove: [], days: 9, now: Date.now() });
  return { folder, keyFile };
}

async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  return [
    ...(await scrollFaults(page)),
    ...serious.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).join()}`),
  ];
}

test('a writer joins what the organisation shares, sees it marked, and leaves', async ({
  page,
  bumo,
}, info) => {
  const { folder, keyFile } = await share(info);
  await open(page, await bumo.serve());
  await openPanel(page, '设置');
  const settings = panelNamed(page, '设置');
  await settings.getByRole('button', { name: '组织共享' }).click();
  const panel = page.getByRole('dialog', { name: '组织共享' });
  await expect(panel.getByRole('button', { name: '加入' })).toBeDisabled();
  await panel.getByLabel('地址').fill(folder);
  await panel.getByTestId('team-key').setInputFiles(keyFile);
  await expect(panel.getByTestId('team-fingerprint')).toHaveText(/^(?:[0-9a-f]{4} ){15}[0-9a-f]{4}$/);
  await picture(page, 'team-join');
  await panel.getByRole('button', { name: '加入' }).click();
  await expect(panel.getByTestId('team-state')).toContainText('测试局');
  await expect(panel.getByTestId('team-items')).toContainText('术语');
  await picture(page, 'team-state');
  await page.keyboard.press('Escape');
  await expect(settings.getByText('已加入“测试局”。')).toBeVisible();
  await settings.getByRole('button', { name: '组织共享' }).click();
  await panel.getByRole('button', { name: '退出' }).click();
  await panel.getByRole('button', { name: '退出并去掉组织给的内容？' }).click();
  await expect(panel.getByTestId('team-join')).toBeVisible();
});

test('a list that somebody changed is refused with the reason, and what was taken stays', async ({
  page,
  bumo,
}, info) => {
  const { folder, keyFile } = await share(info);
  await open(page, await bumo.serve());
  await callFrom(page, 'team.join', { address: folder, key: readFileSync(keyFile, 'utf8'), ca: null });
  await openPanel(page, '设置');
  await panelNamed(page, '设置').getByRole('button', { name: '组织共享' }).click();
  const panel = page.getByRole('dialog', { name: '组织共享' });
  await expect(panel.getByTestId('team-items')).toContainText('术语');
  appendFileSync(join(folder, 'manifest.json'), ' ');
  await panel.getByRole('button', { name: '现在查看' }).click();
  await expect(panel.getByRole('status').first()).toContainText('清单的签名不对');
  await expect(panel.getByTestId('team-items')).toContainText('取用 2 条');
  await picture(page, 'team-refused');
  expect(await faults(page)).toEqual([]);
});

test('a file that is no key is refused before anything is read, in a narrow window in English too', async ({
  page,
  bumo,
}, info) => {
  const { folder } = await share(info);
  await page.setViewportSize({ width: 480, height: 720 });
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await open(page, await bumo.serve());
  await callFrom(page, 'settings.set', { language: 'en' });
  await page.keyboard.press('Control+,');
  await page.getByRole('button', { name: 'Shared files' }).click();
  const panel = page.getByRole('dialog', { name: 'Shared files' });
  await panel.getByLabel('Address').fill(folder);
  const noKey = info.outputPath('no-key.pub');
  writeFileSync(noKey, 'no key');
  await panel.getByTestId('team-key').setInputFiles(noKey);
  await expect(panel.getByText('This is not the public key of an administrator.')).toBeVisible();
  await expect(panel.getByRole('button', { name: 'Join' })).toBeDisabled();
  expect(await faults(page)).toEqual([]);
});

test('the writer ticks samples for the administrator; a file holds these alone', async ({ page, bumo }) => {
  await page.setViewportSize({ width: 640, height: 400 });
  await open(page, await bumo.serve());
  await page.keyboard.press('Control+,');
  await page.getByRole('button', { name: '组织共享' }).click();
  const panel = page.getByRole('dialog', { name: '组织共享' });
  const dialog = page.getByRole('dialog', { name: '交给管理员的样本' });
  await panel.getByRole('button', { name: '挑选样本…' }).click();
  await expect(dialog.getByTestId('team-no-samples')).toContainText('还没有可以挑选的样本。');
  await dialog.getByRole('button', { name: '关闭' }).click();
  const text = ['各单位要[MASK]工作要求\t落实', '会议要求[MASK]组织领导\t加强'].join('\n');
  await callFrom(page, 'samples.import', {
    kind: 'correction',
    format: 'text',
    content: { as: 'text', text: `句子\t答案\n${text}` },
  });
  await panel.getByRole('button', { name: '挑选样本…' }).click();
  await expect(dialog.getByRole('listitem')).toHaveCount(2);
  await expect(dialog.getByRole('button', { name: '写成文件' })).toBeDisabled();
  await dialog.getByRole('checkbox', { name: '加强' }).check();
  expect(await faults(page)).toEqual([]);
  const { bytes } = await saved(page, () => dialog.getByRole('button', { name: '把 1 条写成文件' }).click());
  expect(bytes.toString('utf8')).toContain('加强');
  expect(bytes.toString('utf8')).not.toContain('落实');
});
