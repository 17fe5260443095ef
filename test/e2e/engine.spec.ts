import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { requireRealModel } from '../support/real-model.ts';
import { candidates, expect, open, picture, test, textBox, write } from './app.ts';

test.use({ weights: 'real' });

test('an engine that is killed while the writer types comes back, and no letter is lost', async ({
  page,
  bumo,
}) => {
  test.skip(process.platform === 'win32', 'needs ps to find the engine');
  const app = await bumo.start();
  await open(page, app);
  const [engine] = app.engines();
  if (engine === undefined) throw new Error('no engine is running');
  await textBox(page).click();
  const typed = '这是一段比较长的文字，写到一半的时候引擎突然没有了。';
  const typing = page.keyboard.type(`${typed}北京是中国的首[MASK]。`, { delay: 20 });
  await page.waitForTimeout(300);
  process.kill(engine, 'SIGKILL');
  await typing;
  await expect(candidates(page).first()).toContainText('都', { timeout: 300_000 });
  await expect(textBox(page)).toContainText(typed);
  await expect(page.getByTestId('status-engine')).toHaveText('就绪');
  expect(app.engines()).not.toContain(engine);
});

test('a crash loop stops with a clear state and a way out', async ({ page, bumo }) => {
  test.skip(process.platform === 'win32', 'needs ps to find the engine');
  const app = await bumo.start();
  await open(page, app);
  const killer = setInterval(() => {
    for (const pid of app.engines()) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It ended by itself.
      }
    }
  }, 100);
  await expect(page.getByTestId('status-engine')).toHaveText('引擎停了', { timeout: 300_000 });
  clearInterval(killer);
  await page.getByRole('button', { name: '重启引擎' }).click();
  await expect(page.getByTestId('status-engine')).toHaveText('就绪', { timeout: 300_000 });
  await write(page, '北京是中国的首[MASK]。');
  await expect(candidates(page).first()).toContainText('都');
});

test('everything works with the network gone', async ({ page, context, bumo }) => {
  const app = await bumo.serve();
  await open(page, app);
  await context.route(/^https?:\/\/(?!127\.0\.0\.1)/, (route) => route.abort());
  await page.evaluate(() => window.dispatchEvent(new Event('offline')));
  await write(page, '北京是中国的首[MASK]。');
  await expect(candidates(page).first()).toContainText('都');
  await expect(page.getByTestId('status-offline')).toBeVisible();
});

test('another model is chosen while the writer works: suggestions go on, and the status says what happens', async ({
  page,
  bumo,
}) => {
  const models = join(bumo.home, 'models');
  mkdirSync(models);
  for (const name of ['first', 'second']) symlinkSync(requireRealModel(), join(models, name), 'junction');
  const app = await bumo.start({ BUMO_MODELS: models });
  await open(page, app);
  await page.getByRole('button', { name: '模型', exact: true }).click();
  const second = page.getByTestId('model-second');
  await second.getByRole('button', { name: '使用' }).click();
  await expect(page.getByTestId('status-engine')).toHaveText('就绪，正在换用新的引擎…');
  await picture(page, 'exchange');
  await write(page, '北京是中国的首[MASK]。');
  await expect(candidates(page).first()).toContainText('都');
  await expect(page.getByTestId('status-engine')).toHaveText('就绪', { timeout: 300_000 });
  await expect(second.getByText('正在使用')).toBeVisible();
  await picture(page, 'exchanged');
  await write(page, '天空是蓝色[MASK]。');
  await expect(candidates(page).first()).toContainText('的');
  await expect.poll(() => app.engines().length).toBe(1);
});
