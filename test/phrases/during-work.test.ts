import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { indexerJobs } from '../../src-main/phrases/indexer-jobs.ts';
import { slotted } from '../../src-main/phrases/slotted.ts';
import { inProcessChild } from '../support/in-process-child.ts';
import { until } from '../support/processes.ts';
import { enter, goesOn } from './own-phrases-world.ts';

/** What the writer does while files are read and merged. */

type Job = 'read' | 'merge';

/** A world whose job of that name waits, once asked for the nth time, until it is released. */
async function waitingIn(job: Job, nth: number) {
  const release = Promise.withResolvers<void>();
  let asked = 0;
  const hold = async () => {
    asked++;
    if (asked === nth) await release.promise;
  };
  const jobs = {
    ...indexerJobs,
    async read(input: Parameters<typeof indexerJobs.read>[0]) {
      const units = await indexerJobs.read(input);
      if (job === 'read') await hold();
      return units;
    },
    async merge(input: Parameters<typeof indexerJobs.merge>[0]) {
      const numbers = await indexerJobs.merge(input);
      if (job === 'merge') await hold();
      return numbers;
    },
  };
  const world = enter(undefined, inProcessChild(jobs));
  writeFileSync(join(world.folder, '通知.txt'), '现将有关事项通知如下。');
  writeFileSync(join(world.folder, '请示.txt'), '现将有关情况请示如下。');
  world.own.enable(true);
  await world.own.addFolder(world.folder);
  await until(() => asked >= nth);
  return { world, release: release.resolve };
}

const onDisk = (home: string): string =>
  readdirSync(join(home, 'phrases'))
    .map((name) => readFileSync(join(home, 'phrases', name)).toString('utf16le'))
    .join('');

test.each<[Job, number]>([
  ['read', 1],
  ['read', 2],
  ['merge', 1],
])('a document taken out during %s %i is neither offered nor left on the disk', async (job, nth) => {
  const { world, release } = await waitingIn(job, nth);
  const { documents } = world.own.documents({ query: '通知', limit: 10, offset: 0 });
  // It may not have its turn before it is taken out.
  if (documents[0]) world.own.removeDocument(documents[0].id);
  release();
  await world.own.idle();
  const left = ['请示: 情况请示如下。', ...(documents[0] ? [] : ['通知: 事项通知如下。'])];
  expect(goesOn(world, '现将有关')).toEqual(left.toSorted());
  if (documents[0]) expect(onDisk(world.home)).not.toContain('事项');
});

test.each<[Job, number]>([
  ['read', 1],
  ['merge', 1],
])('a folder taken out during %s %i is neither offered nor left on the disk', async (job, nth) => {
  const { world, release } = await waitingIn(job, nth);
  world.own.removeFolder(world.own.state().folders[0]?.id ?? '');
  release();
  await world.own.idle();
  expect(goesOn(world, '现将有关')).toEqual([]);
  expect(readdirSync(join(world.home, 'phrases'))).toEqual([]);
  expect(world.own.documents({ limit: 10, offset: 0 }).total).toBe(0);
});

test.each<[Job, number]>([
  ['read', 2],
  ['merge', 1],
])('all is forgotten during %s %i', async (job, nth) => {
  const { world, release } = await waitingIn(job, nth);
  const forgotten = world.own.forget();
  release();
  await forgotten;
  await world.own.idle();
  expect(world.own.state().enabled).toBe(false);
  expect(readdirSync(world.home)).not.toContain('phrases');
});

test('a file that vanishes while it waits is gone, a text without end is too large', async () => {
  const { world, release } = await waitingIn('read', 1);
  const first = world.own.documents({ limit: 10, offset: 0 }).documents[0]?.title;
  rmSync(join(world.folder, first === '通知' ? '请示.txt' : '通知.txt'));
  writeFileSync(join(world.folder, '日志.txt'), '一'.repeat(2_000_001));
  release();
  await world.own.idle();
  expect(
    world.own
      .documents({ limit: 10, offset: 0 })
      .documents.map(({ failure }) => failure)
      .toSorted(),
  ).toEqual(['gone', null].toSorted());
  world.own.refresh();
  await world.own.idle();
  const { documents } = world.own.documents({ limit: 10, offset: 0 });
  expect(documents.map(({ title, failure }) => [title, failure]).toSorted()).toEqual(
    [
      [first, null],
      ['日志', 'too-large'],
    ].toSorted(),
  );
});

test('what is indexed is what slotted gives', async () => {
  const world = enter();
  const text = '各单位：\n请于2026年3月5日前报送。';
  writeFileSync(join(world.folder, '通知.txt'), text);
  world.own.enable(true);
  await world.own.addFolder(world.folder);
  await world.own.idle();
  expect(onDisk(world.home)).toContain(slotted(text));
});
