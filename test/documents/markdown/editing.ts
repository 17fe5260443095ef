import type { Node } from '@tiptap/pm/model';
import { type Command, EditorState, TextSelection } from '@tiptap/pm/state';
import { patchMarkdown } from '../../../src-main/documents/markdown/patch.ts';
import { readMarkdown } from '../../../src-main/documents/markdown/read.ts';
import { isVisible, shownBlocks, visibleBlocks } from '../../../src-main/documents/markdown/shown.ts';
import { documentSchema } from '../../../src-main/documents/schema/extensions.ts';
import { withoutGaps } from '../../../src-main/documents/schema/gap-nodes.ts';

/** Markdown as the editor edits it, without an editor. */

export const key = '0123abcd';
const schema = documentSchema();

export const opened = (text: string): Node => {
  const doc = schema.nodeFromJSON(readMarkdown(text, key).doc);
  doc.check();
  return doc;
};

export const saved = (text: string, doc: Node): string => patchMarkdown(text, key, doc);

/** Where a text begins in a document. */
export function placeOf(doc: Node, text: string): number {
  let found = -1;
  doc.descendants((node, at) => {
    const inside = node.isTextblock ? node.textBetween(0, node.content.size, '', '\ufffc').indexOf(text) : -1;
    if (found < 0 && inside >= 0) found = at + 1 + inside;
  });
  if (found < 0) throw new Error(`no “${text}” in ${doc.toString()}`);
  return found;
}

/** A file with one text in place of another, as the editor replaces it. */
export function replaced(file: string, text: string, by: string): string {
  const doc = opened(file);
  const at = placeOf(doc, text);
  const { tr } = EditorState.create({ doc });
  return saved(
    file,
    (by === '' ? tr.delete(at, at + text.length) : tr.insertText(by, at, at + text.length)).doc,
  );
}

/** A file after a command with a text selected. */
export function commanded(file: string, text: string, ...commands: readonly Command[]): string {
  const doc = opened(file);
  const at = placeOf(doc, text);
  let state = EditorState.create({ doc, selection: TextSelection.create(doc, at, at + text.length) });
  for (const command of commands) {
    const applies = command(state, (tr) => {
      state = state.apply(tr);
    });
    if (!applies) throw new Error('the command does not apply');
  }
  return saved(file, state.doc);
}

export const isFront = (node: Node): boolean => node.attrs.kind === 'frontMatter';

/** What a document shows of what Markdown can hold; front matter is written first wherever it is. */
export function shown(doc: Node): string[] {
  const blocks = visibleBlocks(withoutGaps(doc)).filter(isVisible);
  const all = [...blocks.filter(isFront), ...blocks.filter((node) => !isFront(node))];
  return shownBlocks(all).map(({ text }) => text);
}
