import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { must } from '../../src-main/base/assert.ts';
import { indexerJobs } from '../../src-main/phrases/indexer-jobs.ts';
import type { PhraseIndex } from '../../src-main/phrases/types.ts';
import { putDraft } from '../../src-main/store/drafts.ts';
import { docxOf } from '../support/docx.ts';
import { inProcessChild } from '../support/in-process-child.ts';
import { until } from '../support/processes.ts';
import { again, enter, goesOn } from './own-phrases-world.ts';

const write = (folder: string, name: string, text: string) => writeFileSync(join(folder, name), text);
/** All that lies in the folder of the index. */
const onDisk = (home: string): string =>
  readdirSync(join(home, 'phrases'))
    .map((name) => readFileSync(join(home, 'phrases', name)).toString('utf16le'))
    .join('');

/** A world with the writer's yes and two documents. */
async function withTwo() {
  const world = enter();
  write(world.folder, '通知.txt', '现将有关事项通知如下。');
  write(world.folder, '请示.md', '现将有关情况请示如下。');
  world.own.enable(true);
  await world.own.addFolder(world.folder);
  await world.own.idle();
  return world;
}

describe('folders', () => {
  test('nothing is read before the writer says yes', async () => {
    const world = enter();
    write(world.folder, '通知.txt', '现将有关事项通知如下。');
    await world.own.addFolder(world.folder);
    world.own.opened(join(world.folder, '通知.txt'));
    await world.own.idle();
    expect(world.own.index).toBeNull();
    expect(world.own.documents({ limit: 10, offset: 0 }).total).toBe(0);
    world.own.enable(true);
    await world.own.idle();
    expect(goesOn(world, '现将有关')).toEqual(['通知: 事项通知如下。']);
  });

  test('their documents answer, and are known at the next start without being read', async () => {
    const world = await withTwo();
    const expected = ['请示: 情况请示如下。', '通知: 事项通知如下。'].toSorted();
    expect(goesOn(world, '现将有关')).toEqual(expected);
    expect(world.own.state()).toMatchObject({
      enabled: true,
      opened: 0,
      characters: 22,
      progress: null,
      folders: [{ path: world.folder, documents: 2, characters: 22, failed: 0 }],
    });
    const next = await again(world, () => {
      throw new Error('no process is needed');
    });
    expect(goesOn(next, '现将有关')).toEqual(expected);
  });

  test('a file that changed, one that is new and one that is gone count as they are now', async () => {
    const world = await withTwo();
    write(world.folder, '通知.txt', '现将有关安排通知如下：照办。');
    write(world.folder, '函.txt', '现将有关材料函告如下。');
    rmSync(join(world.folder, '请示.md'));
    world.own.refresh();
    await world.own.idle();
    expect(goesOn(world, '现将有关')).toEqual(
      ['函: 材料函告如下。', '通知: 安排通知如下：照办。'].toSorted(),
    );
  });

  test('that are out of reach keep what was read of them', async () => {
    const world = await withTwo();
    renameSync(world.folder, `${world.folder}-away`);
    world.own.refresh();
    await world.own.idle();
    expect(goesOn(world, '现将有关')).toHaveLength(2);
  });

  test('taken out, have no effect at once, and are not on the disk once the work is done', async () => {
    const world = await withTwo();
    expect(onDisk(world.home)).toContain('事项');
    world.own.removeFolder(world.own.state().folders[0]?.id ?? '');
    expect(goesOn(world, '现将有关')).toEqual([]);
    await world.own.idle();
    expect(onDisk(world.home)).not.toContain('事项');
    expect(() => world.own.removeFolder('99')).toThrow(expect.objectContaining({ code: 'not-found' }));
  });

  test('that cannot be read are refused', async () => {
    const world = enter();
    await expect(world.own.addFolder(join(world.folder, 'none'))).rejects.toMatchObject({
      code: 'file-gone',
    });
  });

  test('what is hidden, locked, linked or Bumo’s own is left out; what no reader opens is shown', async () => {
    const world = enter();
    const { folder, home } = world;
    mkdirSync(join(folder, '.git'));
    mkdirSync(join(folder, 'sub'));
    for (const name of ['.git/a.txt', '.b.txt', '~$c.docx', 'sub/d.txt', 'image.png'])
      write(folder, name, '甲乙丙丁');
    for (const name of ['旧.doc', '表.wps', '书.pdf']) write(folder, name, 'x');
    write(home, 'own.txt', '甲乙丙丁');
    symlinkSync(folder, join(folder, 'sub', 'circle'));
    symlinkSync(join(home, 'own.txt'), join(folder, 'link.txt'));
    world.own.enable(true);
    await world.own.addFolder(join(home, '..'));
    await world.own.idle();
    const { documents } = world.own.documents({ limit: 10, offset: 0 });
    expect(documents.map(({ title, failure }) => `${title} ${failure}`).toSorted()).toEqual(
      ['d null', '旧 unsupported', '表 unsupported', '书 unreadable'].toSorted(),
    );
    expect(world.own.state().folders[0]?.failed).toBe(3);
    const failed = world.own.documents({ limit: 10, offset: 0, failed: true });
    expect([failed.total, failed.documents.some(({ title }) => title === 'd')]).toEqual([3, false]);
  });
});

describe('documents', () => {
  test('one taken out stays out when its folder is looked through again, also when it changed', async () => {
    const world = await withTwo();
    const page = { limit: 10, offset: 0 };
    const [notice] = world.own.documents({ ...page, query: '通知' }).documents;
    world.own.removeDocument(notice?.id ?? '');
    expect(goesOn(world, '现将有关')).toEqual(['请示: 情况请示如下。']);
    await world.own.idle();
    expect(onDisk(world.home)).not.toContain('事项');
    write(world.folder, '通知.txt', '现将有关事项再次通知如下。');
    world.own.refresh();
    await world.own.idle();
    expect(goesOn(world, '现将有关')).toEqual(['请示: 情况请示如下。']);
    expect(world.own.documents(page).documents.map(({ title }) => title)).toEqual(['请示']);
  });

  test('those changed before a time leave the index and its files, and are not read again', async () => {
    const world = await withTwo();
    utimesSync(join(world.folder, '通知.txt'), 2000, 2000);
    world.own.refresh();
    await world.own.idle();
    expect(onDisk(world.home)).toContain('事项');
    await world.own.removeOlder(3_000_000);
    expect(onDisk(world.home)).not.toContain('事项');
    expect(goesOn(world, '现将有关')).toEqual(['请示: 情况请示如下。']);
    world.own.refresh();
    await world.own.idle();
    expect(onDisk(world.home)).not.toContain('事项');
    expect(world.own.documents({ limit: 10, offset: 0 }).documents.map(({ title }) => title)).toEqual([
      '请示',
    ]);
  });

  test('one that cannot be read keeps no other from being read', async () => {
    const world = enter();
    write(world.folder, 'a.docx', 'no package');
    write(world.folder, 'b.txt', '现将有关事项通知如下。');
    writeFileSync(join(world.folder, 'c.docx'), docxOf('<w:p><w:r><w:t>现将有关情况报告</w:t></w:r></w:p>'));
    world.own.enable(true);
    await world.own.addFolder(world.folder);
    await world.own.idle();
    expect(goesOn(world, '现将有关')).toEqual(['b: 事项通知如下。', 'c: 情况报告']);
    expect(world.own.documents({ limit: 10, offset: 0, query: 'a.docx' }).documents).toMatchObject([
      { title: 'a', failure: 'unreadable', characters: 0 },
    ]);
  });

  test('opened in Bumo come in, follow their file, and are gone with it', async () => {
    const world = enter();
    const path = join(world.folder, '函.txt');
    world.own.enable(true);
    write(world.folder, '函.txt', '现将有关材料函告如下。');
    world.own.opened(path);
    await world.own.idle();
    expect(world.own.state()).toMatchObject({ opened: 1, folders: [] });
    write(world.folder, '函.txt', '现将有关名单函告如下。');
    world.own.refresh();
    await world.own.idle();
    expect(goesOn(world, '现将有关')).toEqual(['函: 名单函告如下。']);
    rmSync(path);
    world.own.refresh();
    await world.own.idle();
    expect(goesOn(world, '现将有关')).toEqual([]);
    expect(world.own.documents({ folderId: null, limit: 10, offset: 0 }).documents).toMatchObject([
      { failure: 'gone' },
    ]);
  });

  test('personal data and numbers are nowhere in the index', async () => {
    const world = enter();
    write(world.folder, '名单.txt', '联系人：张伟，电话13812345678，于2026年3月5日前报送88.5万元。');
    world.own.enable(true);
    await world.own.addFolder(world.folder);
    await world.own.idle();
    expect(onDisk(world.home)).not.toMatch(/张伟|138|2026|88/);
    expect(goesOn(world, '2月日前'.slice(2))).toEqual(['名单: 报送']);
  });
});

describe('the writer’s yes', () => {
  test('taken back, nothing is offered from that moment on; given again, all is there', async () => {
    const world = await withTwo();
    world.own.enable(false);
    expect(world.own.index).toBeNull();
    world.own.enable(true);
    expect(goesOn(world, '现将有关')).toHaveLength(2);
    await world.own.idle();
  });

  test('taken back while files are read, no more of them are', async () => {
    const world = enter();
    for (let i = 0; i < 50; i++)
      write(world.folder, `${i}.txt`, `现将有关事项通知如下。\n此件存于第${i}号卷宗。`);
    world.own.enable(true);
    await world.own.addFolder(world.folder);
    while (world.own.documents({ limit: 1, offset: 0 }).total < 3) await new Promise(setImmediate);
    world.own.enable(false);
    await world.own.idle();
    expect(world.own.documents({ limit: 1, offset: 0 }).total).toBeLessThan(50);
    world.own.enable(true);
    await world.own.idle();
    expect(goesOn(world, '现将有关')).toHaveLength(50);
  });

  test('forgotten with all that was read', async () => {
    const world = await withTwo();
    await world.own.forget();
    expect(world.own.state()).toEqual({
      enabled: false,
      folders: [],
      opened: 0,
      characters: 0,
      progress: null,
    });
    expect(readdirSync(world.home)).not.toContain('phrases');
    world.own.enable(true);
    await world.own.addFolder(world.folder);
    await world.own.idle();
    expect(goesOn(world, '现将有关')).toHaveLength(2);
  });
});

describe('what is damaged or left over', () => {
  test('a damaged segment is read again from its documents', async () => {
    const world = await withTwo();
    for (const name of readdirSync(join(world.home, 'phrases')))
      writeFileSync(join(world.home, 'phrases', name), 'rubbish');
    const next = await again(world);
    expect(goesOn(next, '现将有关')).toEqual([]);
    next.own.refresh();
    await next.own.idle();
    expect(goesOn(next, '现将有关')).toHaveLength(2);
  });

  test('files that no document names are removed', async () => {
    const world = await withTwo();
    writeFileSync(join(world.home, 'phrases', 'left.part'), '张伟');
    const next = await again(world);
    expect(goesOn(next, '现将有关')).toHaveLength(2);
    expect(onDisk(next.home)).not.toContain(Buffer.from('张伟').toString('utf16le'));
    expect(readdirSync(join(next.home, 'phrases'))).toHaveLength(1);
  });

  test('a failing disk is reported once and ends the work', async () => {
    const jobs = {
      ...indexerJobs,
      merge: () => {
        throw new Error('disk full');
      },
    };
    const world = enter(undefined, inProcessChild(jobs));
    write(world.folder, '通知.txt', '现将有关事项通知如下。');
    world.own.enable(true);
    await world.own.addFolder(world.folder);
    await world.own.idle();
    expect(world.warned).toHaveLength(1);
    expect(world.own.index).toBeNull();
    const next = await again(world);
    next.own.refresh();
    await next.own.idle();
    expect(goesOn(next, '现将有关')).toHaveLength(1);
  });
});

test('progress is told while files are read, and its end', async () => {
  const world = enter();
  const release = Promise.withResolvers<void>();
  const read = async (job: Parameters<typeof indexerJobs.read>[0]) => {
    if (job.path.endsWith('2.txt')) await release.promise;
    return indexerJobs.read(job);
  };
  const next = await again(world, inProcessChild({ ...indexerJobs, read }));
  for (const name of ['1.txt', '2.txt', '3.txt']) write(next.folder, name, '现将有关事项通知如下。');
  next.own.enable(true);
  await next.own.addFolder(next.folder);
  await until(() => next.told.some(({ progress }) => progress?.done === 1 && progress.of === 3));
  release.resolve();
  await next.own.idle();
  expect(next.told.at(-1)).toMatchObject({ progress: null, characters: 33 });
});

describe('what counts as evidence', () => {
  const body = Array.from({ length: 30 }, (_, i) => `第${i}处水渠由所在的组看护，每旬清淤，遇雨加巡。`).join(
    '\n',
  );
  const notice = `现将有关事项通知如下：\n${body}`;

  test('copies of a document are one document, the latest; it is taken out, and the next is there', async () => {
    const world = await withTwo();
    write(world.folder, '初稿.txt', notice);
    utimesSync(join(world.folder, '初稿.txt'), 1000, 1000);
    write(world.folder, '定稿.txt', notice.replace('每旬清淤', '随时清淤'));
    write(world.folder, '副本.txt', notice);
    utimesSync(join(world.folder, '副本.txt'), 2000, 2000);
    world.own.refresh();
    await world.own.idle();
    const titles = () => new Set(goesOn(world, '处水渠由').map((one) => one.split(':')[0]));
    expect(titles()).toEqual(new Set(['定稿']));
    const latest = world.own
      .documents({ limit: 9, offset: 0 })
      .documents.find(({ title }) => title === '定稿');
    world.own.removeDocument(must(latest, 'a document').id);
    expect(titles()).toEqual(new Set(['副本']));
    await world.own.idle();
    expect(titles()).toEqual(new Set(['副本']));
  });

  test('a document that shares half of its text with another is no copy', async () => {
    const world = await withTwo();
    write(world.folder, '甲.txt', notice);
    write(
      world.folder,
      '乙.txt',
      `${notice.slice(0, notice.length / 2)}\n${'另有塘坝若干，汛前查勘，汛后复核。'.repeat(3)}`,
    );
    world.own.refresh();
    await world.own.idle();
    expect(new Set(goesOn(world, '处水渠由').map((one) => one.split(':')[0]))).toEqual(new Set(['甲', '乙']));
  });

  test('the file that is being written is none for itself', async () => {
    const world = await withTwo();
    const path = join(world.folder, '通知.txt');
    const content = JSON.stringify({ name: '通知.txt', path });
    putDraft(world.store.write, { id: 'one.file', content, updatedAt: 1, revision: 'a' });
    const behind = (index: PhraseIndex | null) =>
      (index?.matches('现将有关')[0]?.sample ?? []).map(({ next }) => next.slice(0, 2)).toSorted();
    expect(behind(world.own.index)).toEqual(['事项', '情况']);
    expect(behind(world.own.indexFor('one'))).toEqual(['情况']);
    expect(behind(world.own.indexFor('another'))).toEqual(['事项', '情况']);
    expect(behind(world.own.indexFor(undefined))).toEqual(['事项', '情况']);
    // It is written anew meanwhile, and is left out still.
    write(world.folder, '通知.txt', '现将有关安排通知如下。');
    world.own.refresh();
    await world.own.idle();
    expect(behind(world.own.indexFor('one'))).toEqual(['情况']);
    expect(behind(world.own.index)).toEqual(['安排', '情况']);
  });
});
