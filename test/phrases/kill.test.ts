import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { must } from '../../src-main/base/assert.ts';
import { forkNode } from '../../src-main/base/child.ts';
import { seededRng } from '../../src-main/base/rng.ts';
import { forkInto, until } from '../support/processes.ts';
import { tempDir } from '../support/temp.ts';
import { enter, goesOn } from './own-phrases-world.ts';

const runner = fileURLToPath(new URL('../support/own-phrases-runner.ts', import.meta.url));
const kills = 8;
const seed = Date.now() % 1_000_000;
const rng = seededRng(seed);

/** How the documents go on, of which some were changed since the last round. */
const expected = new Map<string, string>();

function change(folder: string, round: number): void {
  for (let i = 0; i < 12; i++) {
    const title = `d${Math.floor(rng() * 20)}`;
    const next = `第${'一二三四五六七八九'[round] ?? '十'}次${'的事项'.repeat(1 + Math.floor(rng() * 5))}。`;
    // Each has something of its own, or it would be the copy of another.
    writeFileSync(join(folder, `${title}.txt`), `现将有关${next}\n此件存于第${title}号卷宗。`);
    expected.set(title, next);
  }
}

test(`killed at ${kills} random moments, the index is whole, and catches up, seed ${seed}`, async () => {
  const dir = tempDir();
  const [home, folder] = [join(dir, 'home'), join(dir, 'folder')];
  mkdirSync(folder, { recursive: true });
  let seen = 0;
  for (let round = 0; round < kills; round++) {
    change(folder, round);
    const child = spawn(process.execPath, [runner, home, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [first] = await once(child.stdout, 'data');
    expect(String(first)).toContain('begun');
    const done = once(child.stdout, 'data').catch(() => null);
    // Late enough to begin with that the process of the indexer is up.
    await Promise.race([done, new Promise((resolve) => setTimeout(resolve, rng() * 2500))]);
    child.kill('SIGKILL');
    await once(child, 'close');

    const world = enter(dir);
    const found = goesOn(world, '现将有关');
    // Whatever was indexed is some state of each document, once.
    expect(new Set(found.map((one) => one.split(':')[0])).size).toBe(found.length);
    expect(found.length).toBeGreaterThanOrEqual(seen);
    seen = found.length;
    await world.own.close();
  }
  const world = enter(dir, forkNode);
  world.own.refresh();
  await world.own.idle();
  expect(goesOn(world, '现将有关')).toEqual(
    [...expected].map(([title, next]) => `${title}: ${next.slice(0, 24)}`).toSorted(),
  );
  expect(readdirSync(join(home, 'phrases'))).toHaveLength(1);
});

test('the indexer’s process killed over a file costs that file, not the others', async () => {
  const pids: number[] = [];
  const world = enter(undefined, forkInto(pids));
  for (let i = 0; i < 30; i++) {
    const text = `现将有关事项通知如下。\n此件存于第${i}号卷宗。`;
    writeFileSync(join(world.folder, `d${i}.txt`), text);
  }
  world.own.enable(true);
  await world.own.addFolder(world.folder);
  await until(() => (world.own.state().progress?.done ?? 0) > 2);
  process.kill(must(pids.at(-1), 'a process'), 'SIGKILL');
  await world.own.idle();
  expect(goesOn(world, '现将有关').length).toBeGreaterThanOrEqual(29);
  expect(world.own.state().folders[0]?.failed).toBeLessThanOrEqual(1);
  world.own.refresh();
  await world.own.idle();
});
