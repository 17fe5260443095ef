import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { serveModel } from '../support/model-server.ts';
import { realModelDir } from '../support/real-model.ts';
import { candidates, expect, picture, test, write } from './app.ts';

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
      timeout: 60_000,
    });
    await expect(card).toContainText('正在为记忆做准备');
    await card.getByRole('button', { name: '先用着' }).click();
    await expect(page.getByTestId('status-engine')).toHaveText('就绪', { timeout: 90_000 });
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
  await expect(card).toContainText('没能装上', { timeout: 60_000 });
  await expect(card).toContainText('Hugging Face');
  await page.getByRole('button', { name: '先写着，以后再装' }).click();
  await write(page, '先写一段文字。');
  await expect(page.getByTestId('status-engine')).toHaveText('还没有模型');
  await expect(page.getByTestId('status-save')).toHaveText('已保存');
});
