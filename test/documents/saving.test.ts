import { Plugin } from '@tiptap/pm/state';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CodedError } from '../../src-main/base/error.ts';
import type { Handlers } from '../../src-main/contract/index.ts';
import { asWritten } from '../../src-main/texts/message.ts';
import { standInPage } from '../support/page-stand-in.ts';
import { settled } from '../support/watched-client.ts';
import { fileWorld, inPage, stampOf, withFile } from './file-world.ts';

beforeEach(standInPage);
afterEach(() => vi.unstubAllGlobals());

describe('a save', () => {
  test('stores the text as it is at the key, and not what comes during it', async () => {
    const answers: (() => void)[] = [];
    const one = await withFile({
      'files.save': ({ path }) =>
        new Promise((resolve) => answers.push(() => resolve({ path, name: '甲.txt', stamp: stampOf(2) }))),
    });
    one.editor.type('改过的', 1);
    one.files.save();
    one.editor.type('后来的', 1);
    expect(one.files.busy).toBe(true);
    await settled();
    answers[0]?.();
    await settled();
    expect(one.saved()).toEqual(['改过的文件的字']);
    expect(one.files.file).toMatchObject({ current: false, stamp: { hash: '2' } });
    expect(one.files.inFile).toBe(false);
    one.files.save();
    await settled();
    answers[1]?.();
    await settled();
    expect(one.saved()[1]).toBe('后来的改过的文件的字');
    expect(one.files.inFile).toBe(true);
    expect(one.told()).toEqual(['已存为“甲.txt”。']);
  });

  test('that failed is told, and the document is not in its file', async () => {
    const one = await withFile({
      'files.save': () => {
        throw new CodedError('disk-full', asWritten('满了。', 'Full.'));
      },
    });
    one.editor.type('改过的', 1);
    one.files.save();
    await settled();
    expect(one.told()).toEqual(['满了。']);
    expect([one.files.inFile, one.files.busy]).toEqual([false, false]);
  });

  test('of a document without a file asks where, by the system or in the page', async () => {
    const one = fileWorld('字', { 'files.choose': () => ({ path: '/乙.docx' }) });
    one.files.save();
    await settled();
    expect(one.calls('files.choose')).toEqual([{ purpose: 'save', name: '关于.docx' }]);
    expect(one.files.file).toMatchObject({ path: '/乙.docx', format: 'docx', current: true });
    const other = fileWorld('字');
    if (other.app.info) other.app.info = { ...other.app.info, capabilities: inPage };
    other.files.save();
    await settled();
    expect(other.files.asking).toEqual({ kind: 'save', name: '关于.docx' });
  });

  test('over a file that another program changed asks first; keeping this text saves it', async () => {
    let stamp = 1;
    const one = await withFile({
      'files.save': ({ path, expected }) => {
        if (expected?.hash === '1') throw new CodedError('file-changed', asWritten('变了。', 'Changed.'));
        return { path, name: '甲.txt', stamp: stampOf(3) };
      },
      'files.check': () => ({ state: 'changed', stamp: stampOf(++stamp) }),
    });
    one.editor.type('改过的', 1);
    one.files.save();
    await settled();
    expect(one.files.asking).toMatchObject({ kind: 'changed', saving: true });
    one.files.send({ type: 'decline' });
    await settled();
    expect(one.saved()).toHaveLength(2);
    expect(one.files.inFile).toBe(true);
  });

  test('that reloads the file instead puts it in place of the text, in one step back', async () => {
    const one = await withFile({
      'files.check': () => ({ state: 'changed', stamp: stampOf(2) }),
    });
    one.editor.type('改过的', 1);
    one.files.look();
    await settled();
    one.files.send({ type: 'agree' });
    await settled();
    expect(one.editor.text).toBe('文件的字');
    expect(one.files.inFile).toBe(true);
    one.editor.type('又', 1);
    one.editor.undo();
    expect(one.editor.text).toBe('文件的字');
    one.editor.undo();
    expect(one.editor.text).toBe('改过的文件的字');
    expect(one.files.inFile).toBe(false);
  });

  test('that reloads a file which may not be edited is no edit', async () => {
    const one = await withFile({ 'files.check': () => ({ state: 'changed', stamp: stampOf(2) }) });
    one.editor.type('旧的', 1);
    one.editor.registerPlugin(
      new Plugin({
        filterTransaction: (transaction) =>
          !transaction.docChanged || transaction.getMeta('fromFile') === true,
      }),
    );
    one.files.look();
    await settled();
    one.files.send({ type: 'agree' });
    await settled();
    expect(one.editor.text).toBe('文件的字');
  });
});

test('a document that is handed to the browser has the name and the ending of its format', async () => {
  const link = { href: '', download: '', click: vi.fn() };
  vi.stubGlobal('document', { createElement: () => link, documentElement: { dataset: {} } });
  const made: Blob[] = [];
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    made.push(blob as Blob);
    return 'blob:x';
  });
  const one = fileWorld('字', { 'documents.write': () => ({ data: 'YWJj' }) });
  one.files.download('docx');
  await settled();
  expect([link.download, link.click.mock.calls.length]).toEqual(['关于.docx', 1]);
  expect(await made[0]?.text()).toBe('abc');
  expect(made[0]?.type).toContain('wordprocessingml');
  expect(one.files.file).toMatchObject({ name: '关于.docx', current: true });
  expect(one.files.file?.path).toBeUndefined();
  one.files.send({ type: 'write', target: { to: 'download', format: 'docx', naming: 'beside' } });
  await settled();
  expect(link.download).toBe('关于-补墨.docx');
  vi.restoreAllMocks();
});

describe('which file the document is', () => {
  test('is stored with its draft, and comes back with it', async () => {
    const drafts = new Map<string, string>();
    const stored: Partial<Handlers> = {
      'drafts.put': ({ id, content }) => {
        drafts.set(id, content);
        return {};
      },
      'drafts.get': ({ id }) => {
        const content = drafts.get(id);
        return {
          draft: content === undefined ? null : { id, content, updatedAt: 1, revision: 'r', journal: [] },
        };
      },
    };
    const one = await withFile(stored);
    await settled();
    expect(JSON.parse(drafts.get('d.file') ?? 'null')).toMatchObject({ path: '/甲.txt' });
    const other = fileWorld('字', {
      ...stored,
      'files.check': () => ({ state: 'changed', stamp: stampOf(5) }),
    });
    await other.files.restore();
    await settled();
    expect(other.files.file).toMatchObject({ path: '/甲.txt' });
    expect(other.files.asking).toMatchObject({ kind: 'changed', saving: false });
    one.files.stop();
    other.files.stop();
    expect(other.files.asking).toBeNull();
  });
});

describe('a PDF', () => {
  test('is written where the shell can, under the name of the document, and said so', async () => {
    const one = fileWorld('字', {
      'files.choose': () => ({ path: '/关于.pdf' }),
      'files.pdf': ({ path }) => ({ path, name: '关于.pdf' }),
    });
    await one.files.exportPdf();
    expect(one.calls('files.choose')).toEqual([{ purpose: 'pdf', name: '关于.pdf' }]);
    expect(one.told()).toEqual(['已存为“关于.pdf”。']);
  });

  test('is not written where the writer gave up the name, and printed where the shell cannot', async () => {
    const one = fileWorld('字');
    await one.files.exportPdf();
    expect([one.calls('files.pdf'), one.told()]).toEqual([[], []]);
    if (one.app.info) one.app.info = { ...one.app.info, capabilities: inPage };
    await one.files.exportPdf();
    expect(window.print).toHaveBeenCalledTimes(1);
  });
});
