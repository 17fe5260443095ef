import { writeFileSync } from 'node:fs';
import { seededRng } from '../../src-main/base/rng.ts';
import { textOf } from '../support/text-model.ts';
import { expect, test } from './app.ts';
import { Driver } from './driver.ts';
import { closeAndReopen } from './driver-documents.ts';
import { openForeignFile } from './driver-file.ts';
import { type Interaction, interactions } from './interactions.ts';

/** The whole test run does the same steps every time; `BUMO_STEPS` alone asks for a long run of another seed. */
const anySeed = process.env.BUMO_STEPS ? Math.floor(Math.random() * 1_000_000) : 13;
const seed = Number(process.env.BUMO_SEED ?? anySeed);
const steps = Number(process.env.BUMO_STEPS ?? 100);

function choose(driver: Driver, among: readonly Interaction[]): Interaction {
  const ready = among.filter((one) => one.ready?.(driver) ?? true);
  let left = driver.random() * ready.reduce((sum, { weight }) => sum + weight, 0);
  for (const one of ready) {
    left -= one.weight;
    if (left < 0) return one;
  }
  return driver.pick(ready);
}

/** Everything in every tab, on the page and in the store. */
async function compareAll(driver: Driver): Promise<void> {
  const forward = interactions.find(({ name }) => name === 'switch tab');
  for (const _ of driver.order) if (driver.order.length > 1) await forward?.run(driver);
  await driver.whenSaved();
  for (const id of driver.order) {
    const text = driver.texts.get(id);
    if (text) await expect.poll(() => driver.storedText(id)).toBe(textOf(text));
  }
}

/** Random steps, then what must hold at their end. A failure says the last steps, and writes all of them to a file. */
async function drive(
  driver: Driver,
  among: readonly Interaction[],
  end: () => Promise<void>,
  file: string,
): Promise<void> {
  console.log(`BUMO_SEED=${seed} BUMO_STEPS=${steps}`);
  try {
    for (let n = 0; n < steps; n++) {
      const one = choose(driver, among);
      driver.note(`${n} ${one.name}`);
      driver.count(one.name);
      driver.sinceBase++;
      await one.run(driver);
      expect(driver.wrong, 'what the page did wrong').toEqual([]);
    }
    await end();
  } catch (error) {
    console.log(`BUMO_SEED=${seed}: ${driver.log.slice(-25).join(' | ')}`);
    writeFileSync(file, driver.log.join('\n'));
    throw error;
  }
  if (process.env.BUMO_STEPS) console.log(Object.fromEntries(driver.counts));
}

test(`whatever is done in ${steps} random steps, no character is lost or altered`, async ({
  page,
  bumo,
}, info) => {
  test.setTimeout(120_000 + steps * 10_000);
  const driver = await Driver.begin(page, bumo, seededRng(seed));
  await drive(driver, interactions, () => compareAll(driver), info.outputPath('steps.txt'));
});

test(`a .docx of another program holds the text of ${steps} random steps when it is opened again`, async ({
  page,
  bumo,
}, info) => {
  test.setTimeout(120_000 + steps * 10_000);
  const driver = await Driver.begin(page, bumo, seededRng(seed));
  await openForeignFile(driver);
  // The file's own text stays a part of it, and no other document comes to the front.
  const left = new Set(['Ctrl+A, then typing', 'new tab', 'switch tab', 'close and reopen']);
  const among = interactions.filter(({ name }) => !left.has(name));
  await drive(driver, among, () => closeAndReopen(driver), info.outputPath('steps.txt'));
});
