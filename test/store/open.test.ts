import { chmodSync, existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { listBackups } from '../../src-main/store/backup.ts';
import { getDraft, putDraft } from '../../src-main/store/drafts.ts';
import { openStore } from '../../src-main/store/open.ts';
import { manualClock } from '../support/manual-clock.ts';
import { skippedFor } from '../support/skipped.ts';
import { tempDir } from '../support/temp.ts';
import { words } from '../support/words.ts';

const day = 24 * 60 * 60 * 1000;
const draft = { id: 'main', content: '{"type":"doc"}', updatedAt: 1, revision: 'r1' };

/** A store with one draft and a backup that holds it, closed. */
async function filled(dir: string) {
  const clock = manualClock();
  const first = openStore({ dir, clock });
  putDraft(first.write, draft);
  await first.idle();
  await first.close();
  // The first backup was of an empty store; the next day's holds the draft.
  clock.advance(day + 1);
  const second = openStore({ dir, clock });
  await second.idle();
  await second.close();
  return clock;
}

const bad = (dir: string) => readdirSync(dir).filter((name) => name.includes('.bad-'));

const damages: Record<string, (file: string) => void> = {
  'cut in half': (file) => truncateSync(file, Math.floor(readFileSync(file).length / 2)),
  'overwritten with text': (file) => writeFileSync(file, '这不是数据库'.repeat(500)),
  'of zero length': (file) => truncateSync(file, 0),
  'with a page of zeros': (file) => {
    const bytes = readFileSync(file);
    bytes.fill(0, 4096, 8192);
    writeFileSync(file, bytes);
  },
};

describe.each(Object.entries(damages))('a file %s', (_name, damage) => {
  test('is restored from the backup; the bad file is kept and the writer is told', async () => {
    const dir = tempDir();
    const clock = await filled(dir);
    damage(join(dir, 'bumo.db'));
    const store = openStore({ dir, clock });
    expect(getDraft(store.read, 'main')).toEqual({ ...draft, journal: [] });
    expect(store.notices).toHaveLength(1);
    expect(words(store.notices[0]?.text, 'zh')).toMatch(/备份.*保留为/);
    expect(bad(dir).length).toBeGreaterThan(0);
    await store.close();
    const again = openStore({ dir, clock });
    expect(again.notices).toEqual([]);
    await again.close();
  });
});

test('without a usable backup it starts empty, keeps the bad file and says so', async () => {
  const dir = tempDir();
  writeFileSync(join(dir, 'bumo.db'), 'rubbish'.repeat(1000));
  const store = openStore({ dir, clock: manualClock() });
  expect(getDraft(store.read, 'main')).toBeNull();
  expect(store.notices[0]?.level).toBe('error');
  expect(bad(dir)).toHaveLength(1);
  await store.close();
});

test('a file of a later Bumo is not touched', async () => {
  const dir = tempDir();
  const clock = await filled(dir);
  const store = openStore({ dir, clock });
  store.write.pragma('user_version = 99');
  await store.close();
  const bytes = readFileSync(join(dir, 'bumo.db'));
  expect(() => openStore({ dir, clock })).toThrow(expect.objectContaining({ code: 'store-newer' }));
  expect(readFileSync(join(dir, 'bumo.db')).equals(bytes)).toBe(true);
});

const root = process.getuid?.() === 0;
const everyFolderMayBeWritten =
  process.platform === 'win32' || (root && process.platform !== 'linux')
    ? 'this user may write to every folder'
    : null;

test.skipIf(everyFolderMayBeWritten !== null)(
  skippedFor('a folder that may not be written to is named', everyFolderMayBeWritten),
  () => {
    // What root may not write to either.
    const dir = root ? '/sys/bumo' : tempDir();
    if (!root) chmodSync(dir, 0o500);
    expect(() => openStore({ dir, clock: manualClock() })).toThrow(
      expect.objectContaining({ code: 'store-unwritable' }),
    );
    if (!root) chmodSync(dir, 0o700);
  },
);

test('a file where the folder should be is named', () => {
  const dir = join(tempDir(), 'home');
  writeFileSync(dir, '');
  expect(() => openStore({ dir, clock: manualClock() })).toThrow(
    expect.objectContaining({ code: 'store-unwritable' }),
  );
});

test('one backup a day, the oldest dropped, while the store is open', async () => {
  const dir = tempDir();
  const clock = manualClock();
  const store = openStore({ dir, clock, keep: 3 });
  for (let i = 0; i < 6; i++) {
    await store.idle();
    clock.advance(day + 1);
  }
  await store.idle();
  const backups = listBackups(join(dir, 'backups'));
  expect(backups).toHaveLength(3);
  const gaps = backups.slice(1).map((one, i) => (backups[i]?.at ?? 0) - one.at);
  for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(day);
  expect(existsSync(join(dir, 'bumo.db'))).toBe(true);
  await store.close();
});
