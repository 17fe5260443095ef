import type { EditorState, Transaction } from '@tiptap/pm/state';
import { expect, test } from 'vitest';
import type { Formatting } from '../../src-renderer/format/actions.ts';
import { formatExtension } from '../../src-renderer/format/format-extension.ts';
import { blockAt, documentOf, paragraph, sheet, stateOf } from './sheet.ts';

/** Presses a key of formatting. @returns the state behind it; null where the key is left to others */
function press(state: EditorState, key: string, isEditable = true): EditorState | null {
  let now = state;
  const view = { dispatch: (tr: Transaction) => (now = now.apply(tr)) };
  const { addKeyboardShortcuts } = formatExtension(() => ({ sheet, can: {} }) as Formatting).config;
  const keys = addKeyboardShortcuts?.call({ editor: { state, view, isEditable } } as never);
  return keys?.[key]?.({} as never) ? now : null;
}

test('Tab and Shift+Tab change the level at the start of a numbered paragraph, and are others’ elsewhere', () => {
  const doc = documentOf(paragraph('一', { numbering: { id: '3', level: 0 } }), paragraph('二'));
  const deeper = press(stateOf(doc, 1), 'Tab');
  expect(deeper && blockAt(deeper).numbering.level).toBe(1);
  const back = deeper && press(deeper, 'Shift-Tab');
  expect(back && blockAt(back).numbering.level).toBe(0);
  for (const key of ['Tab', 'Shift-Tab']) {
    expect(press(stateOf(doc, 2), key)).toBe(null);
    expect(press(stateOf(doc, 4), key)).toBe(null);
    expect(press(stateOf(doc, 1), key, false)).toBe(null);
  }
});
