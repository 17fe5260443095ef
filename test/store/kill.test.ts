import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { seededRng } from '../../src-main/base/rng.ts';
import { getDraft } from '../../src-main/store/drafts.ts';
import { openStore } from '../../src-main/store/open.ts';
import { manualClock } from '../support/manual-clock.ts';
import { tempDir } from '../support/temp.ts';

const writer = fileURLToPath(new URL('../support/draft-writer.ts', import.meta.url));
const kills = 200;
const random = seededRng(200);

/** Runs the writer and kills it some time after its first save. @returns the last revision that it said was saved */
async function writeUntilKilled(dir: string, from: number): Promise<number> {
  const child = spawn(process.execPath, [writer, dir, String(from)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  await once(child.stdout, 'data');
  await new Promise((resolve) => setTimeout(resolve, random() * 40));
  child.kill('SIGKILL');
  await once(child, 'close');
  return Number(said.trimEnd().split('\n').at(-1));
}

test(`killed at ${kills} random moments, nothing that was said to be saved is missing`, async () => {
  const dir = join(tempDir(), 'home');
  let saved = 0;
  for (let kill = 0; kill < kills; kill++) {
    saved = await writeUntilKilled(dir, saved);
    const store = openStore({ dir, clock: manualClock() });
    expect(store.notices).toEqual([]);
    const kept = JSON.parse(getDraft(store.read, 'main')?.content ?? '{}') as {
      revision: number;
      text: string;
    };
    // The one that was being said when the kill came may be there too.
    expect(kept.revision).toBeGreaterThanOrEqual(saved);
    expect(kept.revision).toBeLessThanOrEqual(saved + 1);
    expect(kept.text).toHaveLength(20_000);
    saved = kept.revision;
    await store.close();
  }
});
