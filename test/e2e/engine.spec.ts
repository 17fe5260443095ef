import { candidates, expect, open, test, textBox, write } from './app.ts';

test('an engine that is killed while the writer types comes back, and no letter is lost', async ({
  page,
  bumo,
}) => {
  test.skip(process.platform === 'win32', 'needs ps to find the engine');
  const app = await bumo.start();
  await open(page, app);
  const [engine] = app.children();
  if (engine === undefined) throw new Error('no engine is running');
  await textBox(page).click();
  const typed = '这是一段比较长的文字，写到一半的时候引擎突然没有了。';
  const typing = page.keyboard.type(`${typed}北京是中国的首[MASK]。`, { delay: 20 });
  await page.waitForTimeout(300);
  process.kill(engine, 'SIGKILL');
  await typing;
  await expect(candidates(page).first()).toContainText('都', { timeout: 30_000 });
  await expect(textBox(page)).toContainText(typed);
  await expect(page.getByTestId('status-engine')).toHaveText('就绪');
  expect(app.children()).not.toContain(engine);
});

test('a crash loop stops with a clear state and a way out', async ({ page, bumo }) => {
  test.skip(process.platform === 'win32', 'needs ps to find the engine');
  const app = await bumo.start();
  await open(page, app);
  const killer = setInterval(() => {
    for (const pid of app.children()) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It ended by itself.
      }
    }
  }, 100);
  await expect(page.getByTestId('status-engine')).toHaveText('引擎停了', { timeout: 60_000 });
  clearInterval(killer);
  await page.getByRole('button', { name: '重启引擎' }).click();
  await expect(page.getByTestId('status-engine')).toHaveText('就绪', { timeout: 60_000 });
  await write(page, '北京是中国的首[MASK]。');
  await expect(candidates(page).first()).toContainText('都');
});

test('everything works with the network gone', async ({ page, context, bumo }) => {
  const app = await bumo.start();
  await open(page, app);
  await context.route(/^https?:\/\/(?!127\.0\.0\.1)/, (route) => route.abort());
  await page.evaluate(() => window.dispatchEvent(new Event('offline')));
  await write(page, '北京是中国的首[MASK]。');
  await expect(candidates(page).first()).toContainText('都');
  await expect(page.getByTestId('status-offline')).toBeVisible();
});
