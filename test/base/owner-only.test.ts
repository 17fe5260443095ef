import { chmodSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { createApp } from '../../src-main/app/app.ts';
import { systemClock } from '../../src-main/base/clock.ts';
import { restrictToOwner } from '../../src-main/base/owner-only.ts';
import { isDue } from '../../src-main/store/chores.ts';
import { lockFile, openReadable } from '../../src-main/store/db.ts';
import { openStore } from '../../src-main/store/open.ts';
import { setSettings } from '../../src-main/store/settings.ts';
import { appOptions } from '../support/app-options.ts';
import { manualClock } from '../support/manual-clock.ts';
import { patience } from '../support/patience.ts';
import { skippedFor } from '../support/skipped.ts';
import { tempDir } from '../support/temp.ts';

const windows = process.platform === 'win32' ? 'Windows has no such permissions' : null;
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

/** Permissions of everything in a folder, with the folder itself as `.`. */
const modesIn = (dir: string): Record<string, string> =>
  Object.fromEntries([
    ['.', modeOf(dir)],
    ...readdirSync(dir, { recursive: true }).map((name) => [String(name), modeOf(join(dir, String(name)))]),
  ]);

test.skipIf(windows)(
  skippedFor('a store, its side files and its backup are made for their owner alone', windows),
  async () => {
    const dir = join(tempDir(), 'home');
    mkdirSync(dir, { mode: 0o755 });
    const release = lockFile(join(dir, 'in-use.lock'));
    const store = openStore({ dir, clock: manualClock() });
    await store.idle();
    const modes = modesIn(dir);
    expect(Object.keys(modes)).toContain('bumo.db-wal');
    expect(Object.keys(modes).filter((name) => name.startsWith('backups/'))).toHaveLength(1);
    const folders = ['.', 'backups'];
    for (const [name, mode] of Object.entries(modes))
      expect([name, mode]).toEqual([name, folders.includes(name) ? '700' : '600']);
    await store.close();
    release?.();
  },
);

test.skipIf(windows)(
  skippedFor('what an earlier version left open to others is closed, a link leads nowhere', windows),
  async () => {
    const [dir, elsewhere] = [tempDir(), tempDir()];
    const outside = join(elsewhere, 'a.txt');
    writeFileSync(outside, '');
    chmodSync(outside, 0o644);
    mkdirSync(join(dir, 'sources'));
    writeFileSync(join(dir, 'sources', 'a'), '');
    writeFileSync(join(dir, 'run.json'), '');
    symlinkSync(elsewhere, join(dir, 'link'));
    for (const name of ['sources', 'sources/a', 'run.json']) chmodSync(join(dir, name), 0o755);
    chmodSync(dir, 0o755);
    expect(await restrictToOwner(dir)).toBe(4);
    expect([dir, join(dir, 'sources'), join(dir, 'sources', 'a')].map(modeOf)).toEqual(['700', '700', '600']);
    expect(modeOf(outside)).toBe('644');
    expect(await restrictToOwner(dir)).toBe(0);
  },
);

test.skipIf(windows)(
  skippedFor('the app closes the files of an earlier version once; its folder at every start', windows),
  async () => {
    const dir = tempDir();
    const earlier = openStore({ dir, clock: systemClock });
    setSettings(earlier.write, { theme: 'dark' });
    earlier.write.exec(`INSERT INTO chores VALUES ('restrict-files')`);
    await earlier.close();
    const file = join(dir, 'crashes.json');
    const open = () => {
      writeFileSync(file, '');
      chmodSync(file, 0o644);
      chmodSync(dir, 0o755);
    };
    const start = async () => {
      const app = await createApp(appOptions({ BUMO_HOME: dir }));
      const db = openReadable(join(dir, 'bumo.db'));
      await vi.waitUntil(() => !isDue(db, 'restrict-files'), { timeout: patience, interval: 5 });
      db.close();
      await app.close();
    };
    open();
    await start();
    expect([modeOf(dir), modeOf(file)]).toEqual(['700', '600']);
    open();
    await start();
    expect([modeOf(dir), modeOf(file)]).toEqual(['700', '644']);
  },
);
