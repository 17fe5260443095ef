import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { systemClock as clock } from '../../src-main/base/clock.ts';
import { beAlone, mustBeAlone } from '../../src-main/store/alone.ts';
import { tempDir } from '../support/temp.ts';

const holder = fileURLToPath(new URL('../support/lock-holder.ts', import.meta.url));

test('a folder belongs to one process, until that ends, however it ends', async () => {
  const dir = tempDir();
  const child = spawn(process.execPath, [holder, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  expect(said.toString()).toBe('held\n');
  expect(await beAlone({ dir, clock, milliseconds: 0 })).toBeNull();
  await expect(mustBeAlone({ dir, clock, milliseconds: 50 })).rejects.toMatchObject({ code: 'app-running' });
  const waiting = mustBeAlone({ dir, clock, milliseconds: 10_000 });
  child.kill('SIGKILL');
  const leave = await waiting;
  expect(await beAlone({ dir, clock, milliseconds: 0 }), 'nor twice in one process').toBeNull();
  leave();
  const again = await beAlone({ dir, clock, milliseconds: 0 });
  expect(again).not.toBeNull();
  again?.();
});
