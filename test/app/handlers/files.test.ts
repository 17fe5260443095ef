import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HandedFiles } from '../../../src-main/app/handed-files.ts';
import { documentHandlers } from '../../../src-main/app/handlers/documents.ts';
import { fileHandlers } from '../../../src-main/app/handlers/files.ts';
import type { Services } from '../../../src-main/app/handlers/services.ts';
import { createReach } from '../../../src-main/app/reach.ts';
import { systemClock } from '../../../src-main/base/clock.ts';
import type { CallContext, Handlers } from '../../../src-main/contract/index.ts';
import { createFileWatch, type FileWatch } from '../../../src-main/documents/files/watch.ts';
import { createSources } from '../../../src-main/documents/sources.ts';
import { createEventHub } from '../../../src-main/shell/dispatch.ts';
import { putDraft } from '../../../src-main/store/drafts.ts';
import { openStore, type Store } from '../../../src-main/store/open.ts';
import { contentOf, edited, linesOf } from '../../support/editor-json.ts';
import { inProcessParser } from '../../support/in-process-parser.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { tempDir } from '../../support/temp.ts';

const context: CallContext = { signal: new AbortController().signal };
const coded = (code: string) => expect.objectContaining({ code });

let dir: string;
let store: Store;
let watch: FileWatch;
let files: Pick<Handlers, Extract<keyof Handlers, `files.${string}`>>;
let drafts: ReturnType<typeof documentHandlers>;
const clock = manualClock();
/** Files that own documents were told of, in order. */
let opened: string[];
/** Events, in order. */
let told: unknown[];

beforeEach(() => {
  dir = tempDir();
  store = openStore({ dir: join(dir, 'home'), clock });
  watch = createFileWatch({ clock: systemClock, onChange: () => undefined });
  told = [];
  const hub = createEventHub();
  hub.subscribe((name, event) => void told.push([name, event]));
  // The file handlers touch nothing else.
  const sources = createSources({ home: join(dir, 'home'), clock });
  opened = [];
  const ownPhrases = { opened: (path: string) => void opened.push(path) };
  const parser = inProcessParser();
  const reach = createReach(store.read);
  const services = { store, clock, hub, sources, parser, ownPhrases, reach } as unknown as Services;
  files = fileHandlers(services, watch);
  drafts = documentHandlers(services);
});
afterEach(async () => {
  watch.close();
  await store.close();
});

/** @param text its lines, or the editor's JSON */
const save = async (path: string, text: string, more: object = {}) => {
  await files['files.name']({ path }, context);
  return files['files.save'](output(path, text, more), context);
};
const output = (path: string, text: string, more: object = {}) => ({
  path,
  format: 'txt' as const,
  content: text.startsWith('{') ? text : contentOf(text),
  form: null,
  expected: null,
  replace: false,
  ...more,
});
const open = async (path: string) => {
  await files['files.name']({ path }, context);
  return files['files.open']({ path }, context);
};

describe('files by path', () => {
  test('are opened, changed and saved in their own encoding', async () => {
    const path = join(dir, '纪要.txt');
    writeFileSync(path, iconv.encode('第一行\r\n', 'gb18030'));
    const { form, stamp, content, name } = await open(path);
    expect([name, linesOf(content)]).toEqual(['纪要.txt', ['第一行']]);
    await save(path, edited(content, '第一行\n第二行'), { form, expected: stamp });
    expect(iconv.decode(readFileSync(path), 'gb18030')).toBe('第一行\r\n第二行\r\n');
  });

  test('that another program changed are left alone until the writer says so', async () => {
    const path = join(dir, 'a.txt');
    writeFileSync(path, '一');
    const { stamp } = await open(path);
    writeFileSync(path, '别人写的');
    expect(await files['files.check']({ path, stamp }, context)).toMatchObject({ state: 'changed' });
    await expect(save(path, '我写的', { expected: stamp })).rejects.toEqual(coded('file-changed'));
    expect(readFileSync(path, 'utf8')).toBe('别人写的');
    await save(path, '我写的', { expected: stamp, replace: true });
    expect(readFileSync(path, 'utf8')).toBe('我写的');
  });

  test('that vanished are written anew at the next save', async () => {
    const path = join(dir, 'a.txt');
    writeFileSync(path, '一');
    const { stamp } = await open(path);
    rmSync(path);
    expect(await files['files.check']({ path, stamp }, context)).toEqual({ state: 'gone', stamp: null });
    await save(path, '一二', { expected: stamp });
    expect(readFileSync(path, 'utf8')).toBe('一二');
  });

  test('that exist are not replaced by a new document unasked, with or without the ending', async () => {
    const path = join(dir, 'a.txt');
    writeFileSync(path, '一');
    await expect(save(path, '新')).rejects.toEqual(coded('file-exists'));
    await expect(save(join(dir, 'a'), '新', { replace: true })).rejects.toEqual(coded('file-exists'));
    expect(readFileSync(path, 'utf8')).toBe('一');
    expect((await save(join(dir, 'b'), '新')).name).toBe('b.txt');
  });

  test('that are opened or saved are told to own documents', async () => {
    const path = join(dir, 'a.txt');
    await save(path, '一');
    await open(path);
    expect(opened).toEqual([path, path]);
    await expect(save(path, '新')).rejects.toEqual(coded('file-exists'));
    expect(opened).toHaveLength(2);
  });

  test('of another kind are refused', async () => {
    writeFileSync(join(dir, 'a.exe'), '');
    await expect(open(join(dir, 'a.exe'))).rejects.toEqual(coded('unsupported'));
  });

  test('that were opened or saved are the recent ones, newest first, twenty at most', async () => {
    for (let i = 0; i < 22; i++) {
      clock.advance(1000);
      await save(join(dir, `${i}.txt`), '文');
    }
    clock.advance(1000);
    await open(join(dir, '5.txt'));
    const { files: list } = await files['files.recent']({}, context);
    expect(list).toHaveLength(20);
    expect(list.slice(0, 2).map(({ name }) => name)).toEqual(['5.txt', '21.txt']);
    await files['files.forget']({ path: join(dir, '5.txt') }, context);
    expect((await files['files.recent']({}, context)).files[0]?.name).toBe('21.txt');
    await files['files.forget']({ path: null }, context);
    expect((await files['files.recent']({}, context)).files).toEqual([]);
  });
});

describe('a draft', () => {
  const id = 'd';
  const put = async (content: string, revision: string, based?: string | null) =>
    drafts['drafts.put']({ id, content, revision, based }, context);
  const append = async (based: string, revision: string, entry: string) =>
    drafts['drafts.append']({ id, based, revision, entry }, context);
  const get = async () => (await drafts['drafts.get']({ id }, context)).draft;
  const since = async (...revisions: string[]) => drafts['drafts.since']({ id, revisions }, context);
  const isBehind = coded('draft-behind');

  test('comes back with its journal in order; another whole begins a new one', async () => {
    await put('{}', 'a', null);
    await append('a', 'b', '[1]');
    await append('b', 'c', '[2]');
    expect(await get()).toMatchObject({ content: '{}', revision: 'c', journal: ['[1]', '[2]'] });
    await put('{"two":true}', 'd', 'c');
    expect(await get()).toMatchObject({ content: '{"two":true}', revision: 'd', journal: [] });
  });

  test('takes no entry that follows anything but its newest state, and none twice', async () => {
    await expect(append('a', 'b', '[1]')).rejects.toEqual(isBehind);
    await put('{}', 'a', null);
    await append('a', 'b', '[1]');
    await expect(append('a', 'b', '[1]')).rejects.toEqual(isBehind);
    await expect(append('a', 'c', '[2]')).rejects.toEqual(isBehind);
    await expect(append('x', 'c', '[2]')).rejects.toEqual(isBehind);
    expect((await get())?.journal).toEqual(['[1]']);
  });

  test('is not replaced by a whole that follows an older state, or none', async () => {
    await put('"first"', 'a', null);
    await append('a', 'b', '[1]');
    await expect(put('"stale"', 'c', 'a')).rejects.toEqual(isBehind);
    await expect(put('"stale"', 'c', null)).rejects.toEqual(isBehind);
    expect(await get()).toMatchObject({ content: '"first"', revision: 'b' });
    await put('"newer"', 'c', 'b');
    expect(await get()).toMatchObject({ content: '"newer"', revision: 'c' });
  });

  test('that was removed is not written on as if it were there', async () => {
    await put('{}', 'a', null);
    drafts['drafts.remove']({ id }, context);
    await expect(append('a', 'b', '[1]')).rejects.toEqual(isBehind);
    await expect(put('{}', 'b', 'a')).rejects.toEqual(isBehind);
    expect(await since('a')).toEqual({ known: false, draft: null });
  });

  test('tells what led on from a state, the first known one of those that are named', async () => {
    await put('{}', 'a', null);
    await append('a', 'b', '[1]');
    await append('b', 'c', '[2]');
    const changes = [
      { revision: 'b', entry: '[1]' },
      { revision: 'c', entry: '[2]' },
    ];
    expect(await since('a')).toEqual({ known: true, from: 'a', changes });
    expect(await since('lost', 'b', 'a')).toEqual({ known: true, from: 'b', changes: changes.slice(1) });
    expect(await since('c')).toEqual({ known: true, from: 'c', changes: [] });
    expect(await since('lost')).toMatchObject({ known: false, draft: { revision: 'c' } });
    await put('"other"', 'd', 'c');
    expect(await since('c', 'b')).toMatchObject({ known: false, draft: { content: '"other"' } });
  });

  test('the same document as a whole keeps its name, and those behind still catch up', async () => {
    await put('{}', 'a', null);
    await append('a', 'b', '[1]');
    await append('b', 'c', '[2]');
    await put('"with both"', 'c', 'c');
    expect(await get()).toMatchObject({ content: '"with both"', revision: 'c', journal: [] });
    await append('c', 'd', '[3]');
    expect(await get()).toMatchObject({ revision: 'd', journal: ['[3]'] });
    const from = async (state: string) => {
      const news = await since(state);
      return news.known && news.changes.map(({ revision }) => revision);
    };
    expect(await from('b')).toEqual(['c', 'd']);
    expect(await from('c')).toEqual(['d']);
    expect(await from('a')).toEqual(['b', 'c', 'd']);
  });

  test('forgets entries that were taken in long ago, and very large ones with all before them', async () => {
    await put('{}', 'r0', null);
    for (let i = 1; i <= 600; i++)
      await append(`r${i - 1}`, `r${i}`, i === 300 ? `"${'x'.repeat(200_000)}"` : '[]');
    await put('{}', 'r600', 'r600');
    expect((await since('r299')).known).toBe(false);
    expect(await since('r300')).toMatchObject({ known: true, changes: { length: 300 } });
    for (let i = 601; i <= 1300; i++) await append(`r${i - 1}`, `r${i}`, '[]');
    await put('{}', 'r1300', 'r1300');
    expect((await since('r799')).known).toBe(false);
    expect(await since('r800')).toMatchObject({ known: true, changes: { length: 500 } });
    expect(await get()).toMatchObject({ revision: 'r1300', journal: [] });
  });

  test('every write and the removal are told to all windows', async () => {
    await put('{}', 'a', null);
    await append('a', 'b', '[1]');
    await append('a', 'c', '[1]').catch(() => undefined);
    drafts['drafts.remove']({ id }, context);
    expect(told).toEqual([
      ['draft', { id, revision: 'a' }],
      ['draft', { id, revision: 'b' }],
      ['draft', { id, revision: null }],
    ]);
  });
});

describe('the files that the page may name', () => {
  const refused = coded('file-not-chosen');
  const stampOf = { modifiedAt: 0, bytes: 0, hash: '' };

  /** Handlers of a new session over the same store. */
  function session(more: Partial<Services> = {}) {
    const sources = createSources({ home: join(dir, 'home'), clock });
    const services = { store, clock, sources, parser: inProcessParser(), reach: createReach(store.read) };
    const ownPhrases = { opened: () => undefined };
    return fileHandlers({ ...services, ownPhrases, ...more } as unknown as Services, watch);
  }

  test('are not those that nobody chose: none is read, compared or written', async () => {
    const path = join(dir, '秘密.txt');
    writeFileSync(path, '秘密');
    const page = session({ printPdf: async () => new Uint8Array(1) });
    await expect(page['files.open']({ path }, context)).rejects.toEqual(refused);
    await expect(page['files.check']({ path, stamp: stampOf }, context)).rejects.toEqual(refused);
    await expect(page['files.save'](output(path, '改', { replace: true }), context)).rejects.toEqual(refused);
    await expect(page['files.save'](output(join(dir, 'b.txt'), '新'), context)).rejects.toEqual(refused);
    await expect(page['files.pdf']({ path: join(dir, 'c.pdf') }, context)).rejects.toEqual(refused);
    expect(readFileSync(path, 'utf8')).toBe('秘密');
    expect(existsSync(join(dir, 'b.txt')) || existsSync(join(dir, 'c.pdf'))).toBe(false);
  });

  test('are those of the system’s dialog, which the page cannot go around', async () => {
    const path = join(dir, '通知.txt');
    writeFileSync(path, '通知');
    const page = session({ chooseFile: async () => path });
    expect(() => page['files.name']({ path }, context)).toThrow(coded('unsupported'));
    await expect(page['files.browse']({ folder: dir }, context)).rejects.toEqual(coded('unsupported'));
    await expect(page['files.open']({ path }, context)).rejects.toEqual(refused);
    await page['files.choose']({ purpose: 'open', name: null }, context);
    expect(await page['files.open']({ path }, context)).toMatchObject({ name: '通知.txt' });
  });

  test('are those that the system handed over, the recent ones and those of the last session’s tabs', async () => {
    const [given, recent, ofTab, later] = ['a', 'b', 'c', 'd'].map((name) => join(dir, `${name}.txt`));
    for (const path of [given, recent, ofTab, later]) writeFileSync(path ?? '', '字');
    const tabs = (path = '') => {
      const content = JSON.stringify({ list: [{ id: '1', title: '', path }] });
      putDraft(store.write, { id: 'tabs', content, revision: '', updatedAt: 1 });
    };
    await open(recent ?? '');
    tabs(ofTab);
    const handed = new HandedFiles();
    handed.hand([given ?? '']);
    const page = session({ handed });
    await page['files.handed']({}, context);
    // What the page writes into its list of tabs grants nothing in this session.
    tabs(later);
    for (const path of [given, recent, ofTab])
      expect(await page['files.open']({ path: path ?? '' }, context)).toMatchObject({ path });
    await expect(page['files.open']({ path: later ?? '' }, context)).rejects.toEqual(refused);
  });

  test('include the one that was saved with an ending added', async () => {
    const page = session();
    await page['files.name']({ path: join(dir, '纪要') }, context);
    const { path, stamp } = await page['files.save'](output(join(dir, '纪要'), '一'), context);
    expect(path).toBe(join(dir, '纪要.txt'));
    await page['files.save'](output(path, '二', { expected: stamp }), context);
    expect(readFileSync(path, 'utf8')).toContain('二');
  });
});
