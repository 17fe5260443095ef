import { describe, expect, test, vi } from 'vitest';
import type { OpenDocument } from '../../src-renderer/documents/open-document.svelte.ts';
import { documentOf } from '../support/headless-editor.ts';
import { arrived, contentOf, documentsWorld, holdTime } from './documents-world.ts';

holdTime();
const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);

describe('showing a document', () => {
  test('reads its draft once; its editor lives on behind another tab', async () => {
    const one = documentsWorld();
    const { open } = await one.edit('main', '一');
    const other = one.tabs.add();
    await one.show(other);
    expect(one.documents.current?.id).toBe(other);
    expect(await one.show('main')).toBe(open);
    expect(one.calls('drafts.get').filter(({ id }) => id === 'main')).toHaveLength(1);
    expect(ids(one.documents.list)).toEqual(['main', other]);
  });

  test('that comes late does not take the place of the tab that the writer went to', async () => {
    const answers = new Map<string, () => void>();
    const one = documentsWorld({
      'drafts.get': ({ id }) => new Promise((resolve) => answers.set(id, () => resolve({ draft: null }))),
    });
    const other = one.tabs.add();
    const late = one.documents.show(other);
    one.tabs.activate('main');
    const shown = one.documents.show('main');
    await arrived();
    answers.get('main')?.();
    await shown;
    answers.get(other)?.();
    await late;
    expect(one.documents.current?.id).toBe('main');
    expect(ids(one.documents.list)).toEqual(['main']);
  });

  test('that is new is in front at once: nothing is asked, so no key goes to the one before', async () => {
    const one = documentsWorld();
    await one.edit('main', '一');
    one.documents.add(null);
    void one.documents.show(one.tabs.active);
    expect(one.documents.current?.id).toBe(one.tabs.active);
    expect(one.calls('drafts.get').filter(({ id }) => id === one.tabs.active)).toEqual([]);
  });

  test('whose draft is being read says so until it is there, or cannot be read', async () => {
    let answer = () => {};
    const one = documentsWorld({
      'drafts.get': () => new Promise((resolve) => (answer = () => resolve({ draft: null }))),
    });
    const shown = one.documents.show('main');
    expect(one.documents.reading).toBe('main');
    await arrived();
    answer();
    await shown;
    expect(one.documents.reading).toBeNull();
    const broken = documentsWorld({ 'drafts.get': () => Promise.reject(new Error('gone')) });
    await expect(broken.documents.show('main')).rejects.toThrow();
    expect(broken.documents.reading).toBeNull();
  });

  test('twice at once makes one document', async () => {
    const one = documentsWorld();
    await Promise.all([one.documents.show('main'), one.documents.show('main')]);
    expect(one.documents.list).toHaveLength(1);
  });

  test('saves the one before, takes its focus, and looks at the file of the one that comes', async () => {
    const one = documentsWorld();
    const { open, editor } = await one.edit('main', '一');
    editor.type('字', 1);
    await one.show(one.tabs.add());
    await arrived();
    expect(editor.blurred).toBe(1);
    expect(one.drafts.has('main')).toBe(true);
    const look = vi.spyOn(open?.files ?? ({} as OpenDocument['files']), 'look');
    await one.show('main');
    expect(look).toHaveBeenCalledTimes(1);
  });

  test('keeps the last twelve; one that was closed is read again', async () => {
    const one = documentsWorld();
    const { editor } = await one.edit('main', '一');
    for (let i = 0; i < 12; i++) await one.show(one.tabs.add());
    expect(one.documents.list).toHaveLength(12);
    expect(editor.isDestroyed).toBe(true);
    await one.show('main');
    expect(one.calls('drafts.get').filter(({ id }) => id === 'main')).toHaveLength(2);
  });
});

describe('a file', () => {
  test('that has a tab is shown there; another one gets a tab and is taken by its document', async () => {
    const one = documentsWorld();
    one.tabs.rename('main', '甲', '/甲.docx');
    const other = one.tabs.add();
    one.documents.add({ path: '/甲.docx' });
    expect([one.tabs.active, one.tabs.list.length]).toEqual(['main', 2]);
    one.documents.add({ path: '/乙.docx' });
    expect(one.tabs.list).toHaveLength(3);
    const id = one.tabs.active;
    await one.edit(id);
    expect(one.calls('files.open')).toEqual([{ path: '/乙.docx' }]);
    one.documents.add(null);
    expect(one.tabs.list).toHaveLength(4);
    expect(one.tabs.list.map((tab) => tab.id)).toContain(other);
    // It is the document's from then on: one that was closed is not read over its draft.
    for (let i = 0; i < 12; i++) await one.show(one.tabs.add());
    await one.edit(id);
    expect(one.calls('files.open')).toHaveLength(1);
  });

  test('that changed is looked at where it is in front, and later otherwise', async () => {
    const one = documentsWorld({
      'files.open': ({ path }) => ({
        format: 'txt',
        content: contentOf('字'),
        source: '0'.repeat(64),
        sheet: null,
        form: null,
        candidates: null,
        readOnly: null,
        summary: { blocks: 1, characters: 1, gaps: 0, blanks: 0, atoms: {} },
        losses: [],
        path,
        name: '甲.txt',
        stamp: { modifiedAt: 1, bytes: 1, hash: '1' },
      }),
    });
    one.documents.add({ path: '/甲.txt' });
    await one.edit(one.tabs.active);
    one.documents.fileChanged('/乙.txt');
    await arrived();
    expect(one.calls('files.check')).toEqual([]);
    one.documents.fileChanged('/甲.txt');
    await arrived();
    expect(one.calls('files.check')).toHaveLength(1);
    await one.show(one.tabs.add());
    one.documents.fileChanged('/甲.txt');
    await arrived();
    expect(one.calls('files.check')).toHaveLength(1);
  });
});

describe('other windows', () => {
  test('tell the document whose draft they wrote, or whose file, and no other', async () => {
    const one = documentsWorld();
    const { open } = await one.edit('main', '一');
    const { open: other } = await one.edit(one.tabs.add(), '二');
    if (!open || !other) throw new Error('both are open');
    const told = [open, other].flatMap((each) => [vi.spyOn(each, 'told'), vi.spyOn(each, 'fileTold')]);
    const counts = () => told.map((spy) => spy.mock.calls.length);
    one.documents.told('main', 'x-1');
    expect(counts()).toEqual([1, 0, 0, 0]);
    one.documents.told('main.file', 'x-2');
    expect(counts()).toEqual([1, 1, 0, 0]);
    one.documents.told('main.file', null);
    one.documents.told('unknown', 'x-3');
    expect(counts()).toEqual([1, 1, 0, 0]);
    one.documents.told(other.id, null);
    expect(counts()).toEqual([1, 1, 1, 0]);
  });

  test('that closed a tab end its document here', async () => {
    const one = documentsWorld();
    const { editor } = await one.edit('main', '一');
    const other = one.tabs.add();
    await one.show(other);
    one.tabs.close('main');
    one.documents.prune();
    expect(ids(one.documents.list)).toEqual([other]);
    expect(editor.isDestroyed).toBe(true);
  });

  test('that were away, or this one, make every document ask', async () => {
    const one = documentsWorld();
    await one.edit('main', '一');
    await one.edit(one.tabs.add(), '二');
    const before = one.calls('drafts.since').length;
    one.documents.reconnected();
    await arrived();
    expect(one.calls('drafts.since')).toHaveLength(before + 2);
  });
});

describe('a sentence', () => {
  const sentence = { text: '请各部门于[MASK]前报送', answer: null };
  const text = '请各部门于五月前报送材料';

  test('is looked for in the document in front, then in those that were read, then in drafts', async () => {
    const stored = contentOf(text);
    const one = documentsWorld({}, { 'doc-c': stored, 'doc-d': stored });
    one.tabs.insert({ id: 'doc-c', title: '' });
    await one.edit('main', '别的');
    const second = one.tabs.add();
    const { editor } = await one.edit(second, '别的');
    await one.show('main');
    expect(await one.documents.goToSentence(sentence)).toBe(true);
    expect([one.tabs.active, one.documents.wanted]).toEqual(['doc-c', { id: 'doc-c', sentence }]);
    editor.dispatch(editor.state.tr.insert(0, documentOf(text).firstChild ?? []));
    one.tabs.activate('main');
    expect(await one.documents.goToSentence(sentence)).toBe(true);
    expect(one.tabs.active).toBe(second);
  });

  test('that several have is shown in the one in front', async () => {
    const one = documentsWorld();
    await one.edit('main', text);
    const second = one.tabs.add();
    await one.edit(second, text);
    await one.documents.goToSentence(sentence);
    expect(one.tabs.active).toBe(second);
  });

  test('that a document had when it was stored last, and has no more, leads nowhere', async () => {
    const one = documentsWorld({}, { main: contentOf(text) });
    await one.edit('main', '别的');
    expect(await one.documents.goToSentence(sentence)).toBe(false);
  });

  test('that no open document has leads nowhere', async () => {
    const one = documentsWorld({}, { 'doc-d': contentOf(text) });
    await one.edit('main', '别的');
    expect(await one.documents.goToSentence(sentence)).toBe(false);
    expect([one.tabs.active, one.documents.wanted]).toEqual(['main', null]);
  });

  test('is not shown behind a dialog; a panel next to the text stays', async () => {
    const one = documentsWorld();
    await one.edit('main', text);
    one.app.panel = 'records';
    await one.documents.goToSentence(sentence);
    expect(one.app.panel).toBe('records');
    one.app.arrange({ type: 'window', width: 800 });
    one.app.panel = 'records';
    await one.documents.goToSentence(sentence);
    expect(one.app.panel).toBeNull();
  });
});

test('a text that a dead page left gets a tab of its own where its document has none, and is said so', async () => {
  const one = documentsWorld();
  const left = (content: string) =>
    JSON.stringify({ kept: null, sent: [], pending: '[]', replaced: false, content });
  localStorage.setItem('bumo.text.dead.doc-gone', left(contentOf('留下的字')));
  localStorage.setItem('bumo.text.dead.main', left(contentOf('这里的字')));
  await one.documents.takeUpOrphans();
  await arrived();
  expect(one.tabs.list.map(({ title }) => title)).toEqual(['', expect.stringContaining('留下的字')]);
  expect(one.tabs.active).toBe('main');
  expect(one.app.notices.map(({ level }) => level)).toEqual(['warning']);
  const id = one.tabs.list[1]?.id ?? '';
  expect(one.drafts.get(id)?.content).toBe(contentOf('留下的字'));
  // The other one is taken up by its document.
  expect([localStorage.length, localStorage.key(0)]).toEqual([1, 'bumo.text.dead.main']);
});
