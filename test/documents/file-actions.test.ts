import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CodedError } from '../../src-main/base/error.ts';
import type { Handlers, OpenedDocument, OpenedFile, Stamp } from '../../src-main/contract/index.ts';
import type { Incoming } from '../../src-renderer/documents/asking.ts';
import { FileActions } from '../../src-renderer/documents/file-actions.svelte.ts';
import { FileDesk } from '../../src-renderer/documents/file-desk.svelte.ts';
import { AppState } from '../../src-renderer/ui/app-state.svelte.ts';
import { documentOf, HeadlessEditor, schema } from '../support/headless-editor.ts';
import { standInPage } from '../support/page-stand-in.ts';
import { settled, watchedClient } from '../support/watched-client.ts';

beforeEach(standInPage);
afterEach(() => vi.unstubAllGlobals());

const stampOf = (n: number): Stamp => ({ modifiedAt: n, bytes: n, hash: String(n) });
const contentOf = (...texts: string[]): string => JSON.stringify(documentOf(...texts).toJSON());
const read = (...texts: string[]): OpenedDocument => ({
  format: 'txt',
  content: contentOf(...texts),
  source: '0'.repeat(64),
  sheet: null,
  form: { encoding: 'utf-8', bom: false, ending: '\n' },
  candidates: null,
  readOnly: null,
  summary: { blocks: 1, characters: 1, gaps: 0, blanks: 0, atoms: {} },
  losses: [],
});
const opened = (path: string, text: string, n = 1): OpenedFile => ({
  ...read(text),
  path,
  name: path.slice(1),
  stamp: stampOf(n),
});
/** The text of a document of one paragraph. */
const textIn = (content: string): string => schema.nodeFromJSON(JSON.parse(content)).textContent;
const inPage = { chooseFolder: false, chooseFile: false, pdf: false };

function world(text: string, own: Partial<Handlers> = {}) {
  const watched = watchedClient({
    'files.open': ({ path }) => opened(path, '文件的字'),
    'files.save': ({ path }) => ({ path, name: path.slice(1), stamp: stampOf(2) }),
    ...own,
  });
  const app = new AppState(watched.client);
  app.info = {
    version: '1',
    shell: 'electron',
    modelsDir: '/m',
    capabilities: { chooseFolder: true, chooseFile: true, pdf: true },
    notices: [],
  };
  const editor = new HeadlessEditor(documentOf(text));
  const desk = new FileDesk(watched.client);
  desk.attach(editor.editor);
  const others: (Incoming | null)[] = [];
  let replaced = 0;
  const files = new FileActions({
    app,
    documentId: 'd',
    desk,
    written: () => editor.text !== '',
    beginning: () => '关于',
    onNew: (incoming) => others.push(incoming),
    onOpened: () => replaced++,
  });
  editor.onTransactions = (all) => {
    if (all.some((one) => one.docChanged)) files.send({ type: 'edited' });
  };
  const saved = () => watched.calls('files.save').map(({ content }) => textIn(content));
  const told = () => app.notices.map((one) => one.text.zh);
  return { ...watched, app, editor, desk, files, others, saved, told, replaced: () => replaced };
}

/** A document whose file is `/甲.txt`. */
async function withFile(own: Partial<Handlers> = {}) {
  const one = world('', own);
  one.files.take({ path: '/甲.txt' });
  await settled();
  expect(one.files.file).toMatchObject({ path: '/甲.txt', current: true });
  return one;
}

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
        throw new CodedError('disk-full', { zh: '满了。', en: 'Full.' });
      },
    });
    one.editor.type('改过的', 1);
    one.files.save();
    await settled();
    expect(one.told()).toEqual(['满了。']);
    expect([one.files.inFile, one.files.busy]).toEqual([false, false]);
  });

  test('of a document without a file asks where, by the system or in the page', async () => {
    const one = world('字', { 'files.choose': () => ({ path: '/乙.docx' }) });
    one.files.save();
    await settled();
    expect(one.calls('files.choose')).toEqual([{ purpose: 'save', name: '关于.docx' }]);
    expect(one.files.file).toMatchObject({ path: '/乙.docx', format: 'docx', current: true });
    const other = world('字');
    if (other.app.info) other.app.info = { ...other.app.info, capabilities: inPage };
    other.files.save();
    await settled();
    expect(other.files.asking).toEqual({ kind: 'save', name: '关于.docx' });
  });

  test('over a file that another program changed asks first; keeping this text saves it', async () => {
    let stamp = 1;
    const one = await withFile({
      'files.save': ({ path, expected }) => {
        if (expected?.hash === '1') throw new CodedError('file-changed', { zh: '变了。', en: 'Changed.' });
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
    one.editor.undo();
    expect(one.editor.text).toBe('改过的文件的字');
    expect(one.files.inFile).toBe(false);
  });
});

describe('a file', () => {
  test('is opened here where nothing is written, in a tab of its own otherwise', async () => {
    const one = world('字');
    one.files.take({ path: '/甲.txt' });
    await settled();
    expect([one.others, one.editor.text]).toEqual([[{ path: '/甲.txt' }], '字']);
    const other = await withFile();
    expect([other.editor.text, other.replaced(), other.editor.focused]).toEqual(['文件的字', 1, 1]);
    other.files.take({ path: '/乙.txt' });
    expect(other.others).toEqual([{ path: '/乙.txt' }]);
  });

  test('that is still read when the writer begins to write goes into a tab of its own', async () => {
    const one = world('', {
      'files.open': async ({ path }) => {
        await settled();
        return opened(path, '文件的字');
      },
    });
    one.files.take({ path: '/甲.txt' });
    one.editor.type('急事', 1);
    await settled();
    await settled();
    expect([one.editor.text, one.others, one.replaced()]).toEqual(['急事', [{ path: '/甲.txt' }], 0]);
    expect(one.files.file).toBeNull();
  });

  test('that cannot be read leaves the document, and the writer is told', async () => {
    const one = world('', {
      'files.open': () => {
        throw new CodedError('file-gone', { zh: '找不到。', en: 'Gone.' });
      },
    });
    one.files.take({ path: '/甲.txt' });
    await settled();
    expect([one.told(), one.files.file, one.replaced()]).toEqual([['找不到。'], null, 0]);
  });

  test('of an unknown kind, or too large, is not even read', async () => {
    const one = world('');
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
    const one = world('', { 'documents.read': () => read('文件的字') });
    one.files.take({ file: new File(['abc'], '甲.txt') });
    await settled();
    expect(one.calls('documents.read')).toEqual([{ format: 'txt', data: 'YWJj' }]);
    expect(one.files.file).toMatchObject({ name: '甲.txt', format: 'txt' });
    expect(one.files.file?.path).toBeUndefined();
  });

  test('whose encoding was a guess is asked about, and read again as the writer says', async () => {
    const asked: (string | undefined)[] = [];
    const one = world('', {
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
    const one = world('字', { 'files.choose': () => ({ path: '/甲.txt' }) });
    await one.files.open();
    expect(one.others).toEqual([{ path: '/甲.txt' }]);
    if (one.app.info) one.app.info = { ...one.app.info, capabilities: inPage };
    await one.files.open();
    expect(one.files.asking).toEqual({ kind: 'open' });
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

test('a document that is handed to the browser has the name and the ending of its format', async () => {
  const link = { href: '', download: '', click: vi.fn() };
  vi.stubGlobal('document', { createElement: () => link, documentElement: { dataset: {} } });
  const made: Blob[] = [];
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    made.push(blob as Blob);
    return 'blob:x';
  });
  const one = world('字', { 'documents.write': () => ({ data: 'YWJj' }) });
  one.files.download('docx');
  await settled();
  expect([link.download, link.click.mock.calls.length]).toEqual(['关于.docx', 1]);
  expect(await made[0]?.text()).toBe('abc');
  expect(made[0]?.type).toContain('wordprocessingml');
  expect(one.files.file).toMatchObject({ name: '关于.docx', current: true });
  expect(one.files.file?.path).toBeUndefined();
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
    const other = world('字', { ...stored, 'files.check': () => ({ state: 'changed', stamp: stampOf(5) }) });
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
    const one = world('字', {
      'files.choose': () => ({ path: '/关于.pdf' }),
      'files.pdf': ({ path }) => ({ path, name: '关于.pdf' }),
    });
    await one.files.exportPdf();
    expect(one.calls('files.choose')).toEqual([{ purpose: 'pdf', name: '关于.pdf' }]);
    expect(one.told()).toEqual(['已存为“关于.pdf”。']);
  });

  test('is not written where the writer gave up the name, and printed where the shell cannot', async () => {
    const one = world('字');
    await one.files.exportPdf();
    expect(one.calls('files.pdf')).toEqual([]);
    if (one.app.info) one.app.info = { ...one.app.info, capabilities: inPage };
    await one.files.exportPdf();
    expect(window.print).toHaveBeenCalledTimes(1);
  });
});

describe('the styles of a document', () => {
  test('that came back from its draft are read by its source, and not where another one is open by then', async () => {
    const sheet = { styles: [] } as never;
    const answers: (() => void)[] = [];
    const one = world('字', {
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
    const one = world('字');
    one.editor.dispatch(one.editor.state.tr.setDocAttribute('sourceFormat', 'txt'));
    await one.desk.loadSheet();
    expect(one.calls('documents.sheet')).toEqual([]);
  });
});
