/**
 * The editor in real Chromium with the real engine: key press to paint, pause to the first word at the caret, opening
 * a long .docx, memory after many edits. Part of `npm run bench`; `node test/bench/editor.ts` runs it alone (build first).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { findChromium } from '../support/chromium.ts';
import { startShellProcess } from '../support/shell-process.ts';
import { timeDocx, timeEdits } from './documents.ts';
import { modelLeads, timeGhosts } from './ghosts.ts';
import { round, table } from './measure.ts';
import { benchModels } from './model.ts';
import { documentSizes, timeTyping } from './typing.ts';

/** Frames as soon as they are ready: a display that waits for its next refresh would hide what a key costs. */
export const flags = [
  '--no-sandbox',
  '--disable-frame-rate-limit',
  '--disable-gpu-vsync',
  '--js-flags=--expose-gc',
];

/** A fresh app in a fresh browser. */
export async function withApp<T>(run: (page: Page, serverPid: number) => Promise<T>): Promise<T> {
  const home = mkdtempSync(join(tmpdir(), 'bumo-bench-'));
  const shell = await startShellProcess({ BUMO_HOME: home, BUMO_MODELS: benchModels() });
  const browser = await chromium.launch({ executablePath: findChromium(), args: flags });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN' });
    await page.goto(shell.url);
    await page.getByTestId('status-engine').filter({ hasText: '就绪' }).waitFor({ timeout: 120_000 });
    return await run(page, shell.process.pid ?? 0);
  } finally {
    await browser.close();
    await shell.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

/** Prints its tables. @returns the figures, milliseconds and MB */
export async function benchEditor() {
  const say = (line: string) => process.stderr.write(`${line}\n`);
  say('key press to paint…');
  const typing = await withApp(timeTyping);
  say('pause to the first word…');
  const ghosts = await withApp((page) => timeGhosts(page, modelLeads, 'model'));
  say('a .docx of 200 pages…');
  const docx = await withApp(timeDocx);
  say('10,000 edits…');
  const edits = await withApp(timeEdits);

  table(
    'Key press to paint, ms',
    ['characters', 'off p50', 'off p95', 'on p50', 'on p95', 'on / off (p50)'],
    documentSizes.map((size) => {
      const { off, on } = typing[size] ?? { off: { p50: 0, p95: 0 }, on: { p50: 0, p95: 0 } };
      return [
        size,
        ...[off.p50, off.p95, on.p50, on.p95].map((one) => round(one, 1)),
        round(on.p50 / off.p50),
      ];
    }),
  );
  table(
    'From the end of the pause to the word at the caret, ms',
    ['', 'p50', 'p95'],
    [
      ['shown', round(ghosts.shown.p50, 1), round(ghosts.shown.p95, 1)],
      ['the answer alone', round(ghosts.answered.p50, 1), round(ghosts.answered.p95, 1)],
      ['ratio', round(ghosts.shown.p50 / ghosts.answered.p50), round(ghosts.shown.p95 / ghosts.answered.p95)],
    ],
  );
  table(
    'Long documents',
    ['', ''],
    [
      [
        `a .docx of 200 pages (${docx.characters} characters): chosen to painted, ms`,
        round(docx.milliseconds, 0),
      ],
      [
        'page memory before and after 10,000 edits, MB',
        `${round(edits.before.page, 1)} → ${round(edits.after.page, 1)}`,
      ],
      [
        'shell memory before and after, MB',
        `${round(edits.before.shell, 1)} → ${round(edits.after.shell, 1)}`,
      ],
    ],
  );
  return { typing_ms: typing, ghost_ms: ghosts, docx200: docx, edits10000_mb: edits };
}

if (import.meta.main) await benchEditor();
