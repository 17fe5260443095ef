import { expect, test } from 'vitest';
import { type PhrasesState, Settings } from '../../src-main/contract/index.ts';
import { offersDocuments } from '../../src-renderer/workspace/offers-documents.ts';

const settings = Settings.parse({});
const none: PhrasesState = { enabled: false, folders: [], opened: 0, characters: 0, progress: null };
const folder = { id: '1', path: '/文件', documents: 0, characters: 0, failed: 0 };

test('what own documents are good for is said to a writer who has written a while and uses none', () => {
  expect(offersDocuments(settings, none, 99)).toBe(false);
  expect(offersDocuments(settings, none, 100)).toBe(true);
});

test.each<[string, Settings | null, PhrasesState | null]>([
  ['before anything is known', null, null],
  ['again', { ...settings, documentsOffered: true }, none],
  ['where nothing is offered at the caret', { ...settings, inlineEnabled: false }, none],
  ['to a writer who uses them', settings, { ...none, enabled: true }],
  ['to a writer who named a folder', settings, { ...none, folders: [folder] }],
])('it is not said %s', (_, own, state) => {
  expect(offersDocuments(own, state, 1000)).toBe(false);
});
