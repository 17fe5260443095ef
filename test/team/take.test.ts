import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../src-main/base/clock.ts';
import { newPrivateKey, publicKeyOf } from '../../src-main/base/ed25519.ts';
import { listSamples } from '../../src-main/learn/samples/collect.ts';
import { importSamples } from '../../src-main/learn/samples/manage.ts';
import { loadTermKinds } from '../../src-main/learn/samples/templates.ts';
import { formalWords, listPairs } from '../../src-main/store/pairs.ts';
import { setStatus } from '../../src-main/store/samples.ts';
import { removeRows } from '../../src-main/store/stored-tables.ts';
import { removeMembership, teamPhrases } from '../../src-main/store/team.ts';
import { listTerms } from '../../src-main/store/terms.ts';
import { folderSource } from '../../src-main/team/folder-source.ts';
import { readTrusted } from '../../src-main/team/read-list.ts';
import { readContents, takeList } from '../../src-main/team/take.ts';
import {
  type Desktop,
  desktop,
  glossary,
  phrasebook,
  resources,
  sharedFolder,
  stylePairs,
} from '../support/team.ts';
import { tempDir } from '../support/temp.ts';

const code = (expected: string) => expect.objectContaining({ code: expected });
const words = ({ store }: Desktop) =>
  listTerms(store.read)
    .map(({ term }) => term)
    .toSorted();

/** What the writer imports. */
const own = async ({ store }: Desktop, kind: 'glossary' | 'style' | 'correction', rows: readonly object[]) =>
  importSamples(
    store.write,
    {
      kind,
      format: 'jsonl',
      content: { as: 'text', text: rows.map((row) => JSON.stringify(row)).join('\n') },
      fileName: 'own.jsonl',
    },
    {
      kinds: await loadTermKinds(resources),
      readSheets: async () => [],
      now: () => 1,
      newId: () => crypto.randomUUID(),
    },
  );

const pair = ['这个事情办得不错', '该项工作完成较好'] as const;

async function joined(...args: Parameters<typeof desktop>) {
  const shared = sharedFolder();
  await shared.publish([
    glossary('术语', '河长制', '放管服'),
    stylePairs('书面语', pair),
    phrasebook('常用', '现将有关事项通知如下'),
  ]);
  const one = desktop(...args);
  await one.team.join({ address: shared.folder, key: shared.key, ca: null });
  return { shared, one };
}

describe('a desktop', () => {
  test('takes what the team shares, marked as such, and gives it back when it leaves', async () => {
    const { one } = await joined();
    expect(words(one)).toEqual(['放管服', '河长制']);
    expect(listTerms(one.store.read).every(({ team }) => team)).toBe(true);
    expect(listPairs(one.store.read)).toMatchObject([{ team: true }]);
    expect(formalWords(one.store.read, '不错').length).toBeGreaterThan(0);
    expect(listSamples(one.store.read, { limit: 500, offset: 0 }).items.every(({ team }) => team)).toBe(true);
    expect(teamPhrases(one.store.read)).toEqual([{ title: '常用', text: '现将有关事项通知如下' }]);
    expect(one.team.state().joined).toMatchObject({ team: '测试局', sequence: 1, problem: null });
    await one.team.leave();
    expect(words(one)).toEqual([]);
    expect(listPairs(one.store.read)).toEqual([]);
    expect(listSamples(one.store.read, { limit: 500, offset: 0 }).total).toBe(0);
    expect(teamPhrases(one.store.read)).toEqual([]);
    expect(one.team.state().joined).toBeNull();
  });

  test('keeps what is the writer’s own, whichever came first', async () => {
    const { shared, one } = await joined();
    await own(one, 'glossary', [{ term: '河长制', definition: '自己的释义' }]);
    await own(one, 'style', [{ plain: pair[0], formal: pair[1] }]);
    await own(one, 'glossary', [{ term: '一网通办', definition: '自己的' }]);
    await shared.publish([glossary('术语', '河长制', '放管服', '一网通办')]);
    await one.team.sync();
    const definitions = () =>
      Object.fromEntries(
        listTerms(one.store.read).map(({ term, definition, team }) => [term, [definition, team]]),
      );
    expect(definitions()).toEqual({
      河长制: ['自己的释义', false],
      一网通办: ['自己的', false],
      放管服: ['组织的释义', true],
    });
    await one.team.leave();
    expect(definitions()).toEqual({ 河长制: ['自己的释义', false], 一网通办: ['自己的', false] });
    expect(listPairs(one.store.read)).toMatchObject([{ plain: pair[0], team: false }]);
    expect(listSamples(one.store.read, { source: 'style', limit: 50, offset: 0 }).total).toBeGreaterThan(0);
  });

  test('keeps a correction of its own that equals a sentence of the team', async () => {
    const { one } = await joined();
    const [shared] = listSamples(one.store.read, {
      source: 'glossary',
      status: 'approved',
      limit: 5,
      offset: 0,
    }).items;
    if (!shared) throw new Error('no sentence');
    await own(one, 'correction', [{ text: shared.text, answer: shared.answer }]);
    await one.team.leave();
    expect(listSamples(one.store.read, { limit: 50, offset: 0 }).items).toMatchObject([
      { id: shared.id, source: 'correction', team: false },
    ]);
  });

  test('follows the team: what is removed goes, what is new comes, and decisions stay', async () => {
    const { shared, one } = await joined();
    const samples = () => listSamples(one.store.read, { source: 'glossary', limit: 500, offset: 0 }).items;
    const refused = samples().find(({ answer, status }) => answer === '放管服' && status === 'approved');
    if (!refused) throw new Error('no example');
    setStatus(one.store.write, [refused.id], 'rejected');
    await shared.publish([glossary('术语', '放管服', '双随机')], { remove: ['常用'] });
    await one.team.sync();
    expect(words(one)).toEqual(['双随机', '放管服']);
    expect(samples().find(({ id }) => id === refused.id)?.status).toBe('rejected');
    expect(teamPhrases(one.store.read)).toEqual([]);
    expect(listPairs(one.store.read)).toHaveLength(1);
    expect(one.team.state().joined?.items.map(({ name }) => name)).toEqual(['术语', '书面语']);
  });

  test('removes by age what is the writer’s own only, and everything with all data', async () => {
    const { one } = await joined();
    await own(one, 'glossary', [{ term: '一网通办' }]);
    removeRows(one.store.write, Date.now() + 1_000);
    expect(words(one)).toEqual(['放管服', '河长制']);
    expect(listPairs(one.store.read)).toHaveLength(1);
    removeRows(one.store.write, null);
    expect(words(one)).toEqual([]);
    expect(teamPhrases(one.store.read)).toEqual([]);
    expect(one.team.state().joined).toBeNull();
  });

  test('replaces people and numbers in what the team shares', async () => {
    const shared = sharedFolder();
    await shared.publish([phrasebook('通知', '请与张建国联系，电话13912345678')]);
    const one = desktop();
    await one.team.join({ address: shared.folder, key: shared.key, ca: null });
    const [phrase] = teamPhrases(one.store.read);
    expect(phrase?.text).not.toMatch(/张建国|13912345678/);
  });
});

describe('a desktop joins nothing', () => {
  test.each([
    ['with the key of another', publicKeyOf(newPrivateKey()), 'team-wrong-signature'],
    ['with a text that is no key', 'no key', 'team-key'],
    ['with a private key', newPrivateKey(), 'team-key'],
  ])('%s', async (_, key, expected) => {
    const shared = sharedFolder();
    await shared.publish([glossary('术语', '河长制')]);
    const one = desktop();
    await expect(one.team.join({ address: shared.folder, key, ca: null })).rejects.toThrow(code(expected));
    expect(one.team.state().joined).toBeNull();
    expect(words(one)).toEqual([]);
  });

  test.each([
    ['relative/folder'],
    ['http://share.example/'],
    ['https://user:pw@share.example/'],
    ['ftp://x/'],
  ])('at %s', async (address) => {
    const { key } = sharedFolder();
    await expect(desktop().team.join({ address, key, ca: null })).rejects.toThrow(code('bad-input'));
  });
});

/** Publishes a second list, spoils the folder, and expects that the desktop stays as the first list left it. */
async function spoiled(spoil: (folder: string) => void, expected: string) {
  const { shared, one } = await joined();
  const first = tempDir();
  for (const name of ['manifest.json', 'manifest.sig'])
    writeFileSync(join(first, name), readFileSync(join(shared.folder, name)));
  await shared.publish([glossary('术语', '双随机'), glossary('新的', '一网通办')], {
    remove: ['常用', '书面语'],
  });
  spoil(shared.folder);
  await expect(one.team.sync()).rejects.toThrow(code(expected));
  expect(words(one)).toEqual(['放管服', '河长制']);
  expect(listPairs(one.store.read)).toHaveLength(1);
  expect(teamPhrases(one.store.read)).toHaveLength(1);
  const { joined: state } = one.team.state();
  expect(state).toMatchObject({ sequence: 1 });
  expect(state?.problem?.code).toMatch(/^team\./);
  return { shared, one, first };
}

const objects = (folder: string) =>
  readdirSync(join(folder, 'objects')).map((name) => join(folder, 'objects', name));

describe('nothing is lost and nothing half-taken where', () => {
  test('one content is cut', async () => {
    await spoiled((folder) => {
      for (const file of objects(folder)) writeFileSync(file, readFileSync(file).subarray(1));
    }, 'team-object');
  });

  test('a word of a content is another one of the same length', async () => {
    await spoiled((folder) => {
      for (const file of objects(folder))
        writeFileSync(
          file,
          readFileSync(file, 'utf8').replaceAll('双随机', '单随机').replaceAll('网通', '网络'),
        );
    }, 'team-object');
  });

  test('contents are exchanged with each other', async () => {
    await spoiled((folder) => {
      const files = objects(folder);
      const contents = files.map((file) => readFileSync(file));
      for (const [i, file] of files.entries()) writeFileSync(file, contents[(i + 1) % files.length] ?? '');
    }, 'team-object');
  });

  test('a content is missing', async () => {
    await spoiled((folder) => {
      for (const file of objects(folder)) rmSync(file);
    }, 'team-object');
  });

  test('a content is a link to the right bytes elsewhere', async () => {
    await spoiled((folder) => {
      for (const file of objects(folder)) {
        const elsewhere = join(tempDir(), 'bytes');
        renameSync(file, elsewhere);
        symlinkSync(elsewhere, file);
      }
    }, 'team-object');
  });

  test('the folder of contents is a link', async () => {
    await spoiled((folder) => {
      const elsewhere = join(tempDir(), 'objects');
      renameSync(join(folder, 'objects'), elsewhere);
      symlinkSync(elsewhere, join(folder, 'objects'));
    }, 'team-object');
  });

  test('a content is a folder', async () => {
    await spoiled((folder) => {
      for (const file of objects(folder)) {
        rmSync(file);
        mkdirSync(file);
      }
    }, 'team-object');
  });

  test('the list is huge', async () => {
    await spoiled(
      (folder) => writeFileSync(join(folder, 'manifest.json'), Buffer.alloc(300_000, ' ')),
      'team-object',
    );
  });

  test('the signature is missing', async () => {
    await spoiled((folder) => rmSync(join(folder, 'manifest.sig')), 'team-incomplete');
  });

  test('the folder vanishes', async () => {
    const { shared, one } = await spoiled(
      (folder) => renameSync(folder, `${folder}-gone`),
      'team-unreachable',
    );
    renameSync(`${shared.folder}-gone`, shared.folder);
    await one.team.sync();
    expect(words(one)).toEqual(['一网通办', '双随机']);
    expect(one.team.state().joined?.problem).toBeNull();
  });

  test('an old list is put back with its own signature', async () => {
    const { shared, one } = await joined();
    const old = ['manifest.json', 'manifest.sig'].map(
      (name) => [name, readFileSync(join(shared.folder, name))] as const,
    );
    await shared.publish([glossary('术语', '双随机')]);
    await one.team.sync();
    for (const [name, bytes] of old) writeFileSync(join(shared.folder, name), bytes);
    await expect(one.team.sync()).rejects.toThrow(code('team-rolled-back'));
    expect(words(one)).toEqual(['双随机']);
  });

  test('the share vanishes between two contents', async () => {
    const shared = sharedFolder();
    await shared.publish([glossary('一', '河长制')]);
    const one = desktop();
    await one.team.join({ address: shared.folder, key: shared.key, ca: null });
    await shared.publish([glossary('二', '放管服'), glossary('三', '双随机')], { remove: ['一'] });
    const list = JSON.parse(readFileSync(join(shared.folder, 'manifest.json'), 'utf8')) as {
      items: { sha256: string }[];
    };
    // The first content can still be read, the second not any more.
    rmSync(join(shared.folder, 'objects', list.items[1]?.sha256 ?? ''));
    await expect(one.team.sync()).rejects.toThrow(code('team-object'));
    expect(words(one)).toEqual(['河长制']);
  });

  test('the store fails while a list is stored', async () => {
    const { shared, one } = await joined();
    await shared.publish([glossary('术语', '双随机')], { remove: ['书面语'] });
    one.store.write.exec(
      `CREATE TRIGGER full BEFORE INSERT ON samples BEGIN SELECT RAISE(ABORT, 'the disk is full'); END`,
    );
    await expect(one.team.sync()).rejects.toThrow('the disk is full');
    expect(words(one)).toEqual(['放管服', '河长制']);
    expect(listPairs(one.store.read)).toHaveLength(1);
    expect(one.team.state().joined).toMatchObject({ sequence: 1 });
    one.store.write.exec('DROP TRIGGER full');
    await one.team.sync();
    expect(words(one)).toEqual(['双随机']);
  });
});

test('a list that is being exchanged is read again before anyone is alarmed', async () => {
  let exchange = () => {};
  const clock = {
    ...systemClock,
    after(_: number, run: () => void) {
      exchange();
      return systemClock.after(0, run);
    },
  };
  const { shared, one } = await joined({ clock });
  const signature = join(shared.folder, 'manifest.sig');
  const before = readFileSync(signature);
  await shared.publish([glossary('术语', '双随机')]);
  const after = readFileSync(signature);
  writeFileSync(signature, before);
  exchange = () => writeFileSync(signature, after);
  await one.team.sync();
  expect(words(one)).toEqual(['双随机']);
});

test('leaving while a list is read takes nothing', async () => {
  const { shared, one } = await joined();
  await shared.publish([glossary('术语', '双随机')]);
  const syncing = one.team.sync().catch(() => null);
  await one.team.leave();
  await syncing;
  expect(words(one)).toEqual([]);
  expect(one.team.state().joined).toBeNull();
});

test('a list that was read while another process left, or took a later one, is not stored', async () => {
  const { shared, one } = await joined();
  const { store } = one;
  await shared.publish([glossary('术语', '双随机')]);
  const source = folderSource(shared.folder);
  const pinned = { key: shared.key, team: null, sequence: 0, manifest: null };
  const trusted = await readTrusted(source, { pinned, clock: systemClock });
  const contents = await readContents(store.read, source, trusted, { kinds: await loadTermKinds(resources) });
  const take = () => takeList(store.write, trusted, contents, { now: 1, newId: () => crypto.randomUUID() });
  await shared.publish([glossary('术语', '一网通办')]);
  await one.team.sync();
  expect(take()).toBe(false);
  expect(words(one)).toEqual(['一网通办']);
  removeMembership(store.write);
  expect(take()).toBe(false);
  expect(words(one)).toEqual([]);
});

test('a desktop that is closed while a list is taken does nothing afterwards', async () => {
  const { shared, one } = await joined();
  await shared.publish([glossary('术语', '双随机')]);
  const syncing = one.team.sync().catch((error: unknown) => error);
  await one.team.close();
  await one.store.close();
  await syncing;
  await expect(one.team.sync()).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
});
