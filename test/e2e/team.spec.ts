import { mkdirSync, writeFileSync } from 'node:fs';
import { newPrivateKey, publicKeyOf } from '../../src-main/base/ed25519.ts';
import { publish } from '../../src-main/team/publish.ts';
import { expect, open, openPanel, panelNamed, picture, test } from './app.ts';

test.use({ weights: 'tiny' });

test('a writer joins what the organisation shares, sees it marked, and leaves', async ({
  page,
  bumo,
}, info) => {
  const privateKey = newPrivateKey();
  const keyFile = info.outputPath('team.key.pub');
  const folder = info.outputPath('share');
  mkdirSync(folder, { recursive: true });
  writeFileSync(keyFile, publicKeyOf(privateKey));
  const bytes = Buffer.from(['河长制', '放管服'].map((term) => `${JSON.stringify({ term })}\n`).join(''));
  const objects = [{ kind: 'glossary', name: '术语', bytes }] as const;
  await publish(folder, { privateKey, team: '测试局', objects, remove: [], days: 9, now: Date.now() });
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
