import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CodedError } from '../../src-main/base/error.ts';
import type { OpenedFile } from '../../src-main/contract/index.ts';
import { asWritten } from '../../src-main/texts/message.ts';
import { documentOf } from '../support/headless-editor.ts';
import { standInPage } from '../support/page-stand-in.ts';
import { settled } from '../support/watched-client.ts';
import { fileWorld, inPage, opened, read, stampOf, withFile } from './file-world.ts';

beforeEach(standInPage);
afterEach(() => vi.unstubAllGlobals());

describe('a file', () => {
  test('is opened here where nothing is written, in a tab of its own otherwise', async () => {
    const one = fileWorld('字');
    one.files.take({ path: '/甲.txt' });
    await settled();
    expect([one.others, one.editor.text]).toEqual([[{ path: '/甲.txt' }], '字']);
    const other = await withFile();
    expect([other.editor.text, other.replaced, other.editor.focused]).toEqual(['文件的字', ['甲.txt'], 1]);
    other.files.take({ path: '/乙.txt' });
    expect(other.others).toEqual([{ path: '/乙.txt' }]);
    // A file that was emptied is still a file.
    other.editor.erase(1, 5);
    other.files.take({ path: '/丙.txt' });
    expect(other.others).toHaveLength(2);
  });

  test('is a new document to whoever follows the editor, with its styles and what its source is', async () => {
    const sheet = { marker: 1 };
    const source = '2'.repeat(64);
    const file = (path: string): OpenedFile => ({
      ...opened(path, '字'),
      sheet: sheet as never,
      content: JSON.stringify(documentOf('字').type.create({ source }, documentOf('字').content).toJSON()),
    });
    const one = fileWorld('', {
      'files.open': ({ path }) => file(path),
      'files.check': () => ({ state: 'changed', stamp: stampOf(2) }),
    });
    const metas: unknown[] = [];
    one.editor.onTransactions = (all) => metas.push(...all.map((each) => each.getMeta('opened')));
    one.files.take({ path: '/甲.txt' });
    await settled();
    expect(metas).toContain(true);
    expect(one.editor.state.doc.attrs.source).toBe(source);
    expect(one.desk.sheet).toEqual(sheet);
    one.desk.sheet = null;
    one.editor.dispatch(one.editor.state.tr.setDocAttribute('source', null));
    one.files.look();
    await settled();
    one.files.send({ type: 'agree' });
    await settled();
    expect(one.editor.state.doc.attrs.source).toBe(source);
    expect(one.desk.sheet).toEqual(sheet);
  });

  test('whose content is no document of the editor is refused', async () => {
    const content = JSON.stringify({ type: 'doc', content: [{ type: 'text', text: '字' }] });
    const one = fileWorld('', { 'files.open': ({ path }) => ({ ...opened(path, ''), content }) });
    one.files.take({ path: '/甲.txt' });
    await settled();
    expect([one.told().length, one.files.file, one.editor.text]).toEqual([1, null, '']);
  });

  test('that is still read when the writer begins to write goes into a tab of its own', async () => {
    const one = fileWorld('', {
      'files.open': async ({ path }) => {
        await settled();
        return opened(path, '文件的字');
      },
    });
    one.files.take({ path: '/甲.txt' });
    one.editor.type('急事', 1);
    await settled();
    await settled();
    expect([one.editor.text, one.others, one.replaced]).toEqual(['急事', [{ path: '/甲.txt' }], []]);
    expect(one.files.file).toBeNull();
  });

  test('that cannot be read leaves the document, and the writer is told', async () => {
    const one = fileWorld('', {
      'files.open': () => {
        throw new CodedError('file-gone', asWritten('找不到。', 'Gone.'));
      },
    });
    one.files.take({ path: '/甲.txt' });
    await settled();
    expect([one.told(), one.files.file, one.replaced]).toEqual([['找不到。'], null, []]);
  });

  test('of an unknown kind, or too large, is not even read', async () => {
    const one = fileWorld('');
    one.files.take({ file: new File(['x'], '图.png') });
    const large = new File(['x'], '大.txt');
    Object.defineProperty(large, 'size', { value: 45_000_001 });
    one.files.take({ file: large });
    await settled();
    expect(one.told()).toEqual([
      '只能打开 .docx、.md 和 .txt 文件。“图.png”没有打开。',
      '“大.txt”超过 45 MB，没有打开。',
    ]);
    expect(one.calls('documents.read')).toEqual([]);
  });

  test('that the browser holds is read by its bytes, has its name, and no place', async () => {
    const one = fileWorld('', { 'documents.read': () => read('文件的字') });
    one.files.take({ file: new File(['abc'], '甲.txt') });
    await settled();
    expect(one.calls('documents.read')).toEqual([{ format: 'txt', data: 'YWJj' }]);
    expect(one.files.file).toMatchObject({ name: '甲.txt', format: 'txt' });
    expect(one.files.file?.path).toBeUndefined();
  });

  test('whose encoding was a guess is asked about, and read again as the writer says', async () => {
    const asked: (string | undefined)[] = [];
    const one = fileWorld('', {
      'files.open': ({ path, encoding }) => {
        asked.push(encoding);
        const candidates = encoding ? null : (['gb18030', 'utf-8'] as const);
        return { ...opened(path, '字'), candidates: candidates && [...candidates] };
      },
    });
    one.files.take({ path: '/甲.txt' });
    await settled();
    expect(one.files.asking).toMatchObject({ kind: 'encoding' });
    one.files.readAs('gb18030');
    await settled();
    expect(asked).toEqual([undefined, 'gb18030']);
  });

  test('is chosen by the system where it can, and in the page otherwise', async () => {
    const one = fileWorld('字', { 'files.choose': () => ({ path: '/甲.txt' }) });
    await one.files.open();
    expect(one.others).toEqual([{ path: '/甲.txt' }]);
    if (one.app.info) one.app.info = { ...one.app.info, capabilities: inPage };
    await one.files.open();
    expect(one.files.asking).toEqual({ kind: 'open' });
    // A file that came otherwise answers it.
    one.files.take({ path: '/乙.txt' });
    expect(one.files.asking).toBeNull();
    const other = fileWorld('字');
    await other.files.open();
    expect(other.others).toEqual([]);
  });

  test('that is gone is told of once', async () => {
    const one = await withFile({ 'files.check': () => ({ state: 'gone', stamp: null }) });
    one.files.look();
    await settled();
    one.files.look();
    await settled();
    expect(one.told()).toHaveLength(1);
    expect(one.told()[0]).toContain('被移走、改名或删除了');
    expect(one.calls('files.check')).toHaveLength(1);
  });
});

describe('the styles of a document', () => {
  test('that came back from its draft are read by its source, and not where another one is open by then', async () => {
    const sheet = { styles: [] } as never;
    const answers: (() => void)[] = [];
    const one = fileWorld('字', {
      'documents.sheet': () =>
        new Promise((resolve) => answers.push(() => resolve({ sheet: null, readOnly: null }))),
    });
    one.desk.sheet = sheet;
    const loading = one.desk.loadSheet();
    await settled();
    one.editor.dispatch(one.editor.state.tr.setDocAttribute('source', '1'.repeat(64)));
    answers[0]?.();
    await loading;
    expect(one.desk.sheet).toBe(sheet);
    const again = one.desk.loadSheet();
    await settled();
    answers[1]?.();
    await again;
    expect(one.desk.sheet).toBeNull();
    expect(one.calls('documents.sheet')).toEqual([{ source: null }, { source: '1'.repeat(64) }]);
  });

  test('are not asked for where the format has none', async () => {
    const one = fileWorld('字');
    one.editor.dispatch(one.editor.state.tr.setDocAttribute('sourceFormat', 'txt'));
    await one.desk.loadSheet();
    expect(one.calls('documents.sheet')).toEqual([]);
  });
});
