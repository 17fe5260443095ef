import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { getDraft, putDraft } from '../../src-main/store/drafts.ts';
import { openStore } from '../../src-main/store/open.ts';
import { isNotedSound, noteSound } from '../../src-main/store/sound.ts';
import { manualClock } from '../support/manual-clock.ts';
import { tempDir } from '../support/temp.ts';

const day = 24 * 60 * 60 * 1000;
const draft = { id: 'main', content: '{"type":"doc"}', updatedAt: 1, revision: 'r1' };

/** A closed store with two backups, of which the second has the draft. */
async function filled() {
  const dir = tempDir();
  const clock = manualClock();
  const store = openStore({ dir, clock });
  putDraft(store.write, draft);
  await store.idle();
  clock.advance(day + 1);
  await store.close();
  return { dir, clock, file: join(dir, 'bumo.db') };
}

/** Overwrites the page of a table that nothing reads at the start. */
function decay(file: string): void {
  const bytes = readFileSync(file);
  const at = bytes.lastIndexOf('{"type":"doc"}');
  bytes.fill(0xff, at - (at % 4096), at - (at % 4096) + 4096);
  writeFileSync(file, bytes);
}

test('a store that was closed is noted as whole; one that another program wrote is not', async () => {
  const { dir, clock, file } = await filled();
  expect(isNotedSound(file)).toBe(true);
  writeFileSync(file, readFileSync(file));
  expect(isNotedSound(file)).toBe(false);
  const store = openStore({ dir, clock });
  await store.close();
  expect(isNotedSound(file)).toBe(true);
});

test('a note that cannot be read is none', async () => {
  const { file } = await filled();
  for (const text of ['', '{', '{"bytes":1}', 'null']) {
    writeFileSync(`${file}.sound`, text);
    expect(isNotedSound(file)).toBe(false);
  }
});

test('what decays without a change of date is found by the backup of the day, and restored at the next start', async () => {
  const { dir, clock, file } = await filled();
  decay(file);
  noteSound(file);
  clock.advance(day + 1);
  // Nothing is checked at this start; the backup that is due comes out damaged.
  const unchecked = openStore({ dir, clock });
  expect(unchecked.notices).toEqual([]);
  await unchecked.idle();
  await unchecked.close();
  expect(isNotedSound(file)).toBe(false);
  const restored = openStore({ dir, clock });
  expect(restored.notices).toHaveLength(1);
  expect(getDraft(restored.read, 'main')).toMatchObject({ content: draft.content });
  await restored.close();
});
