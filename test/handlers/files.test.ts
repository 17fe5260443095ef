import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../src-main/base/clock.ts';
import type { CallContext, Handlers } from '../../src-main/contract/index.ts';
import { createFileWatch, type FileWatch } from '../../src-main/documents/files/watch.ts';
import { documentHandlers } from '../../src-main/handlers/documents.ts';
import { fileHandlers } from '../../src-main/handlers/files.ts';
import type { Services } from '../../src-main/handlers/services.ts';
import { openStore, type Store } from '../../src-main/store/open.ts';
import { manualClock } from '../support/manual-clock.ts';
import { tempDir } from '../support/temp.ts';

const context: CallContext = { signal: new AbortController().signal };
const coded = (code: string) => expect.objectContaining({ code });

let dir: string;
let store: Store;
let watch: FileWatch;
let files: Pick<Handlers, Extract<keyof Handlers, `files.${string}`>>;
let drafts: ReturnType<typeof documentHandlers>;
const clock = manualClock();

beforeEach(() => {
  dir = tempDir();
  store = openStore({ dir: join(dir, 'home'), clock });
  watch = createFileWatch({ clock: systemClock, onChange: () => undefined });
  // The file handlers touch nothing but the store and the clock.
  const services = { store, clock } as unknown as Services;
  files = fileHandlers(services, watch);
  drafts = documentHandlers(services);
});
afterEach(async () => {
  watch.close();
  await store.close();
});

const save = (path: string, content: string, more: object = {}) =>
  files['files.save'](
    { path, format: 'txt', content, form: null, expected: null, replace: false, ...more },
    context,
  );
const open = (path: string) => files['files.open']({ path }, context);

describe('files by path', () => {
  test('are opened, changed and saved in their own encoding', async () => {
    const path = join(dir, '纪要.txt');
    writeFileSync(path, iconv.encode('第一行\r\n', 'gb18030'));
    const { form, stamp, content, name } = await open(path);
    expect([name, content]).toEqual(['纪要.txt', '第一行\n']);
    await save(path, '第一行\n第二行', { form, expected: stamp });
    expect(iconv.decode(readFileSync(path), 'gb18030')).toBe('第一行\r\n第二行');
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

describe('a draft’s journal', () => {
  const put = (content: string, base: string) => drafts['drafts.put']({ id: 'd', content, base }, context);
  const append = async (base: string, seq: number, entry: string) =>
    drafts['drafts.append']({ id: 'd', base, seq, entry }, context);
  const get = async () => (await drafts['drafts.get']({ id: 'd' }, context)).draft;

  test('comes back in order, and ends with the next whole', async () => {
    await put('{}', 'b1');
    await append('b1', 0, '[1]');
    await append('b1', 1, '[2]');
    expect(await get()).toMatchObject({ content: '{}', base: 'b1', journal: ['[1]', '[2]'] });
    await put('{"two":true}', 'b2');
    expect(await get()).toMatchObject({ base: 'b2', journal: [] });
  });

  test('takes nothing that does not follow: another base, a gap, an entry twice, no draft', async () => {
    await expect(append('b1', 0, '[1]')).rejects.toEqual(coded('draft-behind'));
    await put('{}', 'b1');
    await append('b1', 0, '[1]');
    await expect(append('b1', 0, '[1]')).rejects.toEqual(coded('draft-behind'));
    await expect(append('b1', 2, '[3]')).rejects.toEqual(coded('draft-behind'));
    await expect(append('b0', 1, '[2]')).rejects.toEqual(coded('draft-behind'));
    expect((await get())?.journal).toEqual(['[1]']);
  });
});
