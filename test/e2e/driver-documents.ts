import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDocument } from '../../src-main/documents/document.ts';
import { emptyText, gapUnit, lineBreak, paragraphEnd, textOf } from '../support/text-model.ts';
import { expect } from './app.ts';
import type { Driver } from './driver.ts';
import { chinese, type } from './driver-typing.ts';

/** What the random writer does with whole documents: tabs, files, the page and the server. */

export async function newTab(driver: Driver): Promise<void> {
  const before = driver.order.length;
  await driver.toFront(() => driver.key('Control+Alt+n'));
  await driver.readTabs(({ list }) => list.length === before + 1);
  driver.text = emptyText;
  await driver.expect({ text: '' });
  driver.turned('');
}

export async function switchTab(driver: Driver): Promise<void> {
  const by = driver.chance(0.5) ? 1 : -1;
  const at = driver.order.indexOf(driver.active);
  const next = driver.order.at((at + by + driver.order.length) % driver.order.length);
  await driver.toFront(() => driver.key(by > 0 ? 'Alt+PageDown' : 'Alt+PageUp'));
  await driver.readTabs(({ active }) => active === next);
  await driver.expect({ text: textOf(driver.text) });
  driver.turned(null);
}

/** The text of a document's file, as the command line reads it. */
export const fileText = (path: string): string =>
  openDocument(new Uint8Array(readFileSync(path)), { name: path })
    .doc.content.content.map((block) =>
      block.textBetween(0, block.content.size, '', ({ type }) =>
        type.name === 'hardBreak' ? lineBreak : gapUnit,
      ),
    )
    .join(paragraphEnd);

export async function save(driver: Driver): Promise<string> {
  const { list } = await driver.storedTabs();
  const known = list.find(({ id }) => id === driver.active)?.path;
  const path = known ?? join(driver.bumo.home, `${driver.active}.docx`);
  await driver.key('Control+s');
  if (!known) {
    await driver.page.getByLabel('文件名，或完整路径').fill(path);
    await driver.page.keyboard.press('Enter');
  }
  await expect.poll(() => existsSync(path) && fileText(path)).toBe(textOf(driver.text));
  await expect(driver.page.getByTestId('file-unsaved')).toHaveCount(0);
  await driver.readTabs((tabs) => tabs.list.find(({ id }) => id === driver.active)?.path === path);
  await driver.expect({ text: textOf(driver.text) });
  return path;
}

/** A document whose words are all in its file is closed, and opened from there. */
export async function closeAndReopen(driver: Driver): Promise<void> {
  const path = await save(driver);
  const { text, active } = driver;
  const fresh = driver.order.length === 1;
  await driver.toFront(() => driver.key('Control+Alt+w'));
  await driver.readTabs(({ list }) => !list.some(({ id }) => id === active));
  if (fresh) driver.text = emptyText;
  await driver.expect({ text: textOf(driver.text) });
  await driver.key('Control+o');
  await driver.page.getByLabel('文件或文件夹的路径').fill(path);
  await driver.page.keyboard.press('Enter');
  await driver.readTabs((tabs) => tabs.list.find(({ id }) => id === tabs.active)?.path === path);
  driver.text = text;
  await driver.expect({ text: textOf(text) });
  driver.turned(null);
}

export async function reload(driver: Driver): Promise<void> {
  const saved = driver.chance(0.5);
  if (saved) {
    await driver.whenSaved();
    expect(await driver.storedText(driver.active), 'what is saved is stored').toBe(textOf(driver.text));
  }
  await driver.page.reload();
  await driver.expectAllBack();
  driver.turned(saved ? textOf(driver.text) : null);
}

export async function kill(driver: Driver): Promise<void> {
  if (driver.chance(0.3)) await driver.whenSaved();
  const saved = await driver.isSaved();
  await driver.app.kill();
  driver.note(saved ? 'saved' : 'not saved');
  if (driver.chance(0.5)) await type(driver, chinese(driver));
  driver.app = await driver.bumo.start();
  await driver.page.goto(driver.app.url);
  await driver.expectAllBack();
  driver.turned(null);
}
