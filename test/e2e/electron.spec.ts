import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, expect, test } from '@playwright/test';
import { findElectronBinary } from '../../src-main/start/electron-binary.ts';
import { modelCache } from '../support/real-model.ts';

const packageFolder = dirname(createRequire(import.meta.url).resolve('electron/package.json'));

test('the real Electron opens a sandboxed window that offers a word', async ({ page: _page }, info) => {
  const binary = await findElectronBinary(packageFolder, process.env);
  test.skip(
    !binary,
    'Electron’s binary is not on this machine; test/shell/electron.test.ts runs its main file',
  );
  const app = await _electron.launch({
    executablePath: binary ?? '',
    args: [fileURLToPath(new URL('../..', import.meta.url)), '--no-sandbox'],
    env: {
      ...(process.env as Record<string, string>),
      BUMO_HOME: info.outputPath('home'),
      BUMO_MODELS: modelCache,
    },
  });
  const window = await app.firstWindow();
  await expect(window.getByTestId('status-engine')).toHaveText('就绪', { timeout: 300_000 });
  expect(await window.evaluate(() => typeof (globalThis as { require?: unknown }).require)).toBe('undefined');
  await window.getByRole('textbox', { name: '正文' }).click();
  await window.keyboard.type('北京是中国的首[MASK]。');
  await expect(window.getByRole('option').first()).toContainText('都');
  await app.close();
});
