import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { documentHandlers } from '../../../src-main/app/handlers/documents.ts';
import { fileHandlers } from '../../../src-main/app/handlers/files.ts';
import type { Services } from '../../../src-main/app/handlers/services.ts';
import { systemClock } from '../../../src-main/base/clock.ts';
import type { CallContext, Handlers } from '../../../src-main/contract/index.ts';
import { createFileWatch, type FileWatch } from '../../../src-main/documents/files/watch.ts';
import { createSources } from '../../../src-main/documents/sources.ts';
import { createEventHub } from '../../../src-main/shell/dispatch.ts';
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
  const services = { store, clock, hub, sources, parser, ownPhrases } as unknown as Services;
  files = fileHandlers(services, watch);
  drafts = documentHandlers(services);
});
afterEach(async () => {
  watch.close();
  await store.close();
});

/** @param text its lines, or the editor's JSON */
const save = (path: string, text: string, more: object = {}) =>
  files['files.save'](
    {
      path,
      format: 'txt',
      content: text.startsWith('{') ? text : contentOf(text),
      form: null,
      expected: null,
      replace: false,
      ...more,
    },
    context,
  );
const open = (path: string) => files['files.open']({ path }, context);

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
