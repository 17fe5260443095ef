import { seededRng } from '../../src-main/base/rng.ts';
import { textOf } from '../support/text-model.ts';
import { expect, test } from './app.ts';
import { Driver } from './driver.ts';
import { type Interaction, interactions } from './interactions.ts';

/** The whole test run does the same steps every time; `BUMO_STEPS` alone asks for a long run of another seed. */
const anySeed = process.env.BUMO_STEPS ? Math.floor(Math.random() * 1_000_000) : 13;
const seed = Number(process.env.BUMO_SEED ?? anySeed);
const steps = Number(process.env.BUMO_STEPS ?? 100);

function choose(driver: Driver): Interaction {
  const ready = interactions.filter((one) => one.ready?.(driver) ?? true);
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

test(`whatever is done in ${steps} random steps, no character is lost or altered`, async ({ page, bumo }) => {
  test.setTimeout(120_000 + steps * 10_000);
  console.log(`BUMO_SEED=${seed} BUMO_STEPS=${steps}`);
  const driver = await Driver.begin(page, bumo, seededRng(seed));
  try {
    for (let n = 0; n < steps; n++) {
      const one = choose(driver);
      driver.note(`${n} ${one.name}`);
      driver.count(one.name);
      driver.sinceBase++;
      await one.run(driver);
    }
    await compareAll(driver);
  } catch (error) {
    console.log(`BUMO_SEED=${seed}: ${driver.log.slice(-25).join(' | ')}`);
    throw error;
  }
  if (process.env.BUMO_STEPS) console.log(Object.fromEntries(driver.counts));
});
