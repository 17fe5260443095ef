import { EditorState } from '@tiptap/pm/state';
import { expect, test } from 'vitest';
import type { DraftNews } from '../../src-main/contract/index.ts';
import { documentSchema } from '../../src-main/documents/schema/extensions.ts';
import { takeUp } from '../../src-renderer/draft/left-text.ts';

const schema = documentSchema();
const documentOf = (text: string) =>
  schema.node('doc', null, [schema.node('paragraph', null, text ? [schema.text(text)] : [])]);
const shown = (text: string) => EditorState.create({ doc: documentOf(text) });
const left = {
  kept: null,
  sent: [{ revision: 'r-1', entry: '[]' }],
  pending: '[]',
  replaced: false,
  content: JSON.stringify(documentOf('材料').toJSON()),
};
const neverStored = { known: false, draft: null } as const;

test('the first text of a document that was never stored comes back in the document itself', () => {
  const edit = takeUp(shown(''), left, neverStored, null, []);
  expect(edit?.doc.textContent).toBe('材料');
});

test('a document that has a text by now is not written over', () => {
  expect(takeUp(shown('别的'), left, neverStored, null, [])).toBeNull();
  const draft = { id: 'main', content: '{}', journal: [], revision: 'r-2', updatedAt: 0 };
  expect(takeUp(shown(''), left, { known: false, draft }, null, [])).toBeNull();
  expect(takeUp(shown(''), { ...left, kept: 'r-0' }, neverStored, null, [])).toBeNull();
});

test('a file that had been opened in a document comes back there, unless another text was written since', () => {
  const opened = { ...left, kept: 'r-0', sent: [], replaced: true };
  const news: DraftNews = { known: true, from: 'r-0', changes: [] };
  expect(takeUp(shown('旧文'), opened, news, 'r-0', [])?.doc.textContent).toBe('材料');
  expect(takeUp(shown(''), { ...opened, kept: null }, neverStored, null, [])?.doc.textContent).toBe('材料');
  const written: DraftNews = { ...news, changes: [{ revision: 'r-1', entry: '[]' }] };
  expect(takeUp(shown('旧文'), opened, written, 'r-1', [])).toBeNull();
  expect(takeUp(shown('旧文'), opened, news, 'r-2', [])).toBeNull();
});

test('what a document says of itself comes back with its text', () => {
  const page = { width: 595 };
  const content = JSON.stringify({ ...documentOf('材料').toJSON(), attrs: { page } });
  expect(takeUp(shown(''), { ...left, content }, neverStored, null, [])?.doc.attrs.page).toEqual(page);
});
