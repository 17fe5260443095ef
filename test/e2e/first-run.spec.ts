import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { serveModel } from '../support/model-server.ts';
import { realModelDir } from '../support/real-model.ts';
import { candidates, expect, picture, test, write } from './app.ts';

test.use({ weights: 'real' });

test('the first run gets a model from a mirror, shows how far it is, and offers words at once', async ({
  page,
  bumo,
}) => {
  const models = join(bumo.home, 'models');
  mkdirSync(models);
  const mirror = await serveModel('google-bert/bert-base-chinese', realModelDir);
  try {
    const app = await bumo.start({ BUMO_MODELS: models, HF_ENDPOINT: mirror.endpoint });
    await page.goto(app.url);
    await expect(page.getByTestId('first-run')).toBeVisible();
    await picture(page, 'first-run');
    const card = page.getByTestId('model-bert-base-chinese');
    await card.getByRole('button', { name: /^下载/ }).click();
    await expect(card.getByRole('progressbar')).toBeVisible();
    await expect(card.getByTestId('download')).toHaveAttribute('data-phase', 'measuring', {
      timeout: 180_000,
    });
    await expect(card).toContainText('正在这台电脑上试模型');
    await card.getByRole('button', { name: '先用着' }).click();
    await expect(page.getByTestId('status-engine')).toHaveText('就绪', { timeout: 600_000 });
    await write(page, '北京是中国的首[MASK]。');
    await expect(candidates(page).first()).toContainText('都');
  } finally {
    await mirror.close();
  }
});

test('with no model and no source the writer is told what was tried, and can write all the same', async ({
  page,
  bumo,
}) => {
  const models = join(bumo.home, 'models');
  mkdirSync(models);
  // Here the app may ask the hubs: that it gets nowhere is the point.
  const app = await bumo.start({ BUMO_MODELS: models, BUMO_TEST_FOREIGN: '' });
  await page.goto(app.url);
  const card = page.getByTestId('model-bert-base-chinese');
  await card.getByRole('button', { name: /^下载/ }).click();
  await expect(card).toContainText('没能装上', { timeout: 180_000 });
  await expect(card).toContainText('Hugging Face');
  await page.getByRole('button', { name: '先写着，以后再装' }).click();
  await write(page, '先写一段文字。');
  await expect(page.getByTestId('status-engine')).toHaveText('还没有模型');
  await expect(page.getByTestId('status-save')).toHaveText('已保存');
});

test('without a network the first run says so in plain words and offers a USB folder, a mirror and another try', async ({
  page,
  bumo,
}) => {
  // A model of 400 MB is copied, checked and measured by processes of low priority.
  test.setTimeout(900_000);
  const models = join(bumo.home, 'models');
  mkdirSync(models);
  // Nothing listens there any more: refused, as behind a firewall.
  const dead = await serveModel('google-bert/bert-base-chinese', realModelDir);
  await dead.close();
  const app = await bumo.start({ BUMO_MODELS: models, BUMO_TEST_FOREIGN: '', HF_ENDPOINT: dead.endpoint });
  await page.goto(app.url);
  const card = page.getByTestId('model-bert-base-chinese');
  await expect(page.getByTestId('stuck')).toBeHidden();
  await card.getByRole('button', { name: /^下载/ }).click();
  const stuck = page.getByTestId('stuck');
  await expect(stuck).toBeVisible({ timeout: 180_000 });
  await expect(card).toContainText('可能没有网络，或被单位防火墙拦住');
  const raw = card.locator('code', { hasText: /ECONNREFUSED|ENOTFOUND|EAI_AGAIN/ }).first();
  await expect(raw, 'the code is behind 详细').toBeHidden();
  await card.getByText('详细').first().click();
  await expect(raw).toBeVisible();

  const again = page.waitForRequest(/call\/models\.install$/);
  await stuck.getByRole('button', { name: '重试' }).click();
  await again;
  await expect(stuck).toBeVisible({ timeout: 180_000 });

  const mirror = await serveModel('google-bert/bert-base-chinese', realModelDir);
  try {
    await stuck.getByRole('button', { name: '设置镜像' }).click();
    const field = page.getByLabel('镜像地址');
    await field.fill(mirror.endpoint);
    const kept = page.waitForRequest(/call\/settings\.set$/);
    await field.press('Tab');
    expect((await kept).postData()).toContain(mirror.endpoint);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
  } finally {
    await mirror.close();
  }

  const stick = join(bumo.home, 'usb');
  cpSync(realModelDir, join(stick, 'my-model'), { recursive: true, dereference: true });
  await stuck.getByRole('button', { name: '从 U 盘文件夹导入' }).click();
  await expect(page.getByLabel('文件夹路径')).toBeFocused();
  await page.keyboard.type(stick);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('status-engine')).toHaveText('就绪', { timeout: 600_000 });
});
