import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { findChromium } from '../chromium.ts';
import { until } from '../processes.ts';
import { startShellProcess } from '../shell-process.ts';
import { writeTinyModel } from '../tiny-model.ts';
import type { NameServer } from './name-server.ts';
import { foreign, pageWitness, watch } from './watched.ts';

/**
 * The browser shell and a page of it in Chromium, in the network of this process. What comes by the clipboard holds
 * links and pictures of other machines. Argument: a folder for its data.
 */

const home = process.argv[2] ?? '';
const models = join(home, 'models');

const copied = `<p>见<a href="https://link.${foreign}/a">报道</a>
<img src="https://picture.${foreign}/a.png" alt="图"><img src="//tracker.${foreign}/1.gif" width="1" height="1">
<link rel="stylesheet" href="https://style.${foreign}/a.css"><iframe src="https://frame.${foreign}/"></iframe></p>`;

/** A paste as the browser reports it. */
const paste = (page: Page): Promise<void> =>
  page.evaluate((html) => {
    const data = new DataTransfer();
    data.setData('text/html', html);
    document
      .querySelector('.sheet:not([hidden]) .writing')
      ?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, copied);

/** A page without the app's headers looks for a picture of another machine. */
async function lookOutside(page: Page, { asked }: NameServer): Promise<void> {
  await page.setContent(`<img src="http://${pageWitness}/a.png">`, { waitUntil: 'commit' });
  await until(() => asked.includes(pageWitness));
}

/** @returns the text of the page's document */
async function work(page: Page, url: string): Promise<string> {
  await page.goto(url);
  await page.getByTestId('status-engine').getByText('就绪').waitFor();
  const box = page.getByRole('textbox', { name: '正文' });
  await box.click();
  await page.keyboard.type('今天[MASK]气很好。');
  await page.getByRole('listbox', { name: '补全建议' }).getByRole('option').first().waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+End');
  await paste(page);
  await box.getByText('报道').hover();
  // A browser may look up the host of a link that the pointer rests on.
  await page.waitForTimeout(2000);
  await page.getByTestId('status-save').getByText('已保存').waitFor();
  return (await box.textContent()) ?? '';
}

async function inBrowser(url: string, names: NameServer): Promise<string> {
  const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
  try {
    const text = await work(await browser.newPage({ locale: 'zh-CN' }), url);
    await lookOutside(await browser.newPage(), names);
    return text;
  } finally {
    await browser.close();
  }
}

await watch(async (names) => {
  await writeTinyModel(join(models, 'tiny'), { positions: 512 });
  const shell = await startShellProcess({ BUMO_HOME: home, BUMO_MODELS: models });
  try {
    return { text: await inBrowser(shell.url, names) };
  } finally {
    await shell.stop();
  }
});
