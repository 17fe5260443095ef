import type { Page } from '@playwright/test';
import { callFrom } from '../support/page-call.ts';
import { spread } from './statistics.ts';

export const documentSizes = [1_000, 20_000, 200_000] as const;

const sentence = '请各部门在本周五下班之前把工作总结交到办公室，会议由总经理主持，主要讨论下半年的工作计划。';
const rounds = 6;
const burst = 12;

/** Paragraphs of about 90 characters. */
export function textOfSize(size: number): string {
  const paragraph = sentence.repeat(2);
  return `${paragraph}\n`
    .repeat(Math.ceil(size / paragraph.length))
    .slice(0, size)
    .trim();
}

/** Opens a text as a file. @param last characters that it ends with */
export async function openText(page: Page, text: string): Promise<void> {
  await page
    .locator('input[type=file][accept*=".docx"]')
    .setInputFiles({ name: `${text.length}.txt`, mimeType: '', buffer: Buffer.from(text) });
  await page
    .getByTestId('file-name')
    .filter({ hasText: `${text.length}.txt` })
    .waitFor();
}

export const setting = (page: Page, change: object) => callFrom(page, 'settings.set', change);

/** Milliseconds from each key press to the frame that shows it, as the page sees them. */
export async function installMeter(page: Page): Promise<void> {
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(window, { paintTimes: times });
    window.addEventListener(
      'keydown',
      ({ timeStamp }) => {
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          // A task after the frame: style, layout and paint are done.
          port1.onmessage = () => times.push(performance.now() - timeStamp);
          port2.postMessage(null);
        });
      },
      true,
    );
  });
}

export const takeTimes = (page: Page) =>
  page.evaluate(() => (window as unknown as { paintTimes: number[] }).paintTimes.splice(0));

/** Types in bursts with pauses in which a word is asked for, where that is on; in the middle of what is in view. */
async function typeBurst(page: Page): Promise<number[]> {
  for (let i = 0; i < burst; i++) {
    await page.keyboard.press(i % 6 === 5 ? 'Backspace' : 'a', { delay: 5 });
    await page.waitForTimeout(90);
  }
  await page.waitForTimeout(700);
  return takeTimes(page);
}

export async function timeTyping(page: Page) {
  await installMeter(page);
  const result: Record<number, Record<'off' | 'on', { p50: number; p95: number }>> = {};
  for (const size of documentSizes) {
    await openText(page, textOfSize(size));
    await page.locator('.sheet:not([hidden]) .writing').click();
    await page.keyboard.press('Control+End');
    await page.waitForTimeout(1000);
    const times = { off: [] as number[], on: [] as number[] };
    // They take turns, so that a slow moment of the machine falls on both.
    for (let i = 0; i < rounds; i++) {
      for (const mode of ['off', 'on'] as const) {
        await setting(page, { inlineEnabled: mode === 'on', inlineLevel: 'eager' });
        await page.waitForTimeout(200);
        const taken = await typeBurst(page);
        if (i > 0) times[mode].push(...taken);
      }
    }
    result[size] = { off: spread(times.off), on: spread(times.on) };
  }
  return result;
}
