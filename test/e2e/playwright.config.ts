import { defineConfig } from '@playwright/test';
import { turnTelemetryOff } from '../../src-main/base/telemetry.ts';
import { findChromium } from '../support/chromium.ts';

turnTelemetryOff();

export default defineConfig({
  testDir: '.',
  // What it takes pictures of is tested elsewhere.
  testIgnore: process.env.BUMO_SCREENSHOTS ? [] : ['pictures.spec.ts'],
  outputDir: '../../test-results/playwright',
  // A page, its app and its engine keep one core busy by turns; each worker has a browser and a warm process of its own.
  workers: 2,
  fullyParallel: false,
  retries: 0,
  // Limits for a busy machine: no test passes or fails by how long it takes.
  timeout: 600_000,
  expect: { timeout: 60_000 },
  reporter: [['list'], ['json', { outputFile: '../../test-results/playwright.json' }]],
  use: {
    browserName: 'chromium',
    launchOptions: {
      executablePath: findChromium(),
      args: ['--no-sandbox', '--disable-features=OverlayScrollbar'],
      // Scroll bars take room, as on most desktops.
      ignoreDefaultArgs: ['--hide-scrollbars'],
    },
    viewport: { width: 1280, height: 800 },
    locale: 'zh-CN',
    trace: 'off',
  },
});
