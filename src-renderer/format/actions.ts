import type { Editor } from '@tiptap/core';
import { toggleMark } from '@tiptap/pm/commands';
import type { Command } from '@tiptap/pm/state';
import type { Alignment, Sheet } from '../../src-main/contract/document-formats.ts';
import type { Code } from '../i18n/index.svelte.ts';
import type { Abilities } from './abilities.ts';
import { changeSize, clearFormatting, toggleVertical } from './font.ts';
import { changeLevel, toggleNumbering } from './numbering.ts';
import { moveLeftEdge, setAlign, setLines, toggleFirstLine } from './paragraph.ts';
import { setStyle, toggleHeadingStyle } from './style.ts';

/** The formatting actions of toolbar, keys and palette. */

/** The document that is formatted. */
export interface Formatting {
  /** Styles and numberings of its file; null for none. */
  readonly sheet: Sheet | null;
  readonly can: Abilities;
}

export interface Action {
  readonly id: string;
  readonly label: Code;
  readonly needs: keyof Abilities;
  /** Keys as the settings write them; absent for an action without a key. */
  readonly key?: string;
  /** Returns false where the action does not apply. */
  readonly run: (editor: Editor, formatting: Formatting) => boolean;
}

/** Size of text in a document without a file, in points. */
const plainSize = 13.5;

export const apply = (editor: Editor, command: Command): boolean =>
  command(editor.state, editor.view.dispatch);

const plain =
  (command: Command): Action['run'] =>
  (editor) =>
    apply(editor, command);

/** As in Word, text of which only a part is bold becomes bold. */
const mark = (name: 'bold' | 'italic' | 'underline' | 'strike'): Action['run'] =>
  plain((state, dispatch) => {
    const type = state.schema.marks[name];
    return type ? toggleMark(type, null, { removeWhenPresent: false })(state, dispatch) : false;
  });

const heading =
  (level: 1 | 2 | 3): Action['run'] =>
  (editor, { sheet }) =>
    (sheet !== null && apply(editor, toggleHeadingStyle(sheet, level))) ||
    editor.chain().toggleHeading({ level }).run();

/** A list of the file's own numbering where it has one; else one of the editor's. */
const list =
  (kind: 'numbers' | 'bullets'): Action['run'] =>
  (editor, { sheet }) => {
    if (sheet && apply(editor, toggleNumbering(sheet, kind))) return true;
    const chain = editor.chain();
    return (kind === 'numbers' ? chain.toggleOrderedList() : chain.toggleBulletList()).run();
  };

/** Changes the level of numbered paragraphs and list items; moves the left edge of others. */
const indent =
  (by: 1 | -1): Action['run'] =>
  (editor, { sheet }) => {
    if (sheet && apply(editor, changeLevel(sheet, by))) return true;
    const chain = editor.chain();
    if (editor.isActive('listItem'))
      return (by > 0 ? chain.sinkListItem('listItem') : chain.liftListItem('listItem')).run();
    return apply(editor, moveLeftEdge(2 * by));
  };

const toBody: Action['run'] = (editor, { sheet }) =>
  sheet ? apply(editor, setStyle(sheet, sheet.normal)) : editor.chain().setParagraph().run();

const align = (value: Alignment): Action['run'] => plain(setAlign(value));

/** Word's keys where they are free; gaps and the palette use Ctrl+M and Ctrl+K. */
export const actions: readonly Action[] = [
  { id: 'bold', label: 'bar.bold', needs: 'emphasis', key: 'Ctrl+B', run: mark('bold') },
  { id: 'italic', label: 'bar.italic', needs: 'emphasis', key: 'Ctrl+I', run: mark('italic') },
  { id: 'underline', label: 'bar.underline', needs: 'underline', key: 'Ctrl+U', run: mark('underline') },
  { id: 'strike', label: 'format.strike', needs: 'emphasis', run: mark('strike') },
  {
    id: 'super',
    label: 'format.super',
    needs: 'fonts',
    key: 'Ctrl+Shift+=',
    run: plain(toggleVertical('super')),
  },
  { id: 'sub', label: 'format.sub', needs: 'fonts', key: 'Ctrl+=', run: plain(toggleVertical('sub')) },
  { id: 'grow', label: 'format.grow', needs: 'fonts', key: 'Ctrl+]', run: plain(changeSize(1, plainSize)) },
  {
    id: 'shrink',
    label: 'format.shrink',
    needs: 'fonts',
    key: 'Ctrl+[',
    run: plain(changeSize(-1, plainSize)),
  },
  {
    id: 'clear',
    label: 'format.clear',
    needs: 'emphasis',
    key: 'Ctrl+\\',
    run: (editor, { sheet }) => apply(editor, clearFormatting(sheet)),
  },
  { id: 'left', label: 'format.left', needs: 'paragraphs', key: 'Ctrl+L', run: align('left') },
  { id: 'center', label: 'format.center', needs: 'paragraphs', key: 'Ctrl+E', run: align('center') },
  { id: 'right', label: 'format.right', needs: 'paragraphs', key: 'Ctrl+R', run: align('right') },
  { id: 'justify', label: 'format.justify', needs: 'paragraphs', key: 'Ctrl+J', run: align('justify') },
  {
    id: 'distribute',
    label: 'format.distribute',
    needs: 'paragraphs',
    key: 'Ctrl+Shift+J',
    run: align('distribute'),
  },
  { id: 'line1', label: 'format.line1', needs: 'paragraphs', key: 'Ctrl+1', run: plain(setLines(1)) },
  { id: 'line15', label: 'format.line15', needs: 'paragraphs', key: 'Ctrl+5', run: plain(setLines(1.5)) },
  { id: 'line2', label: 'format.line2', needs: 'paragraphs', key: 'Ctrl+2', run: plain(setLines(2)) },
  { id: 'firstLine', label: 'format.firstLine', needs: 'paragraphs', run: plain(toggleFirstLine) },
  { id: 'indent', label: 'format.indent', needs: 'paragraphs', run: indent(1) },
  { id: 'outdent', label: 'format.outdent', needs: 'paragraphs', run: indent(-1) },
  { id: 'body', label: 'format.body', needs: 'headings', key: 'Ctrl+Alt+0', run: toBody },
  { id: 'heading1', label: 'bar.heading1', needs: 'headings', key: 'Ctrl+Alt+1', run: heading(1) },
  { id: 'heading2', label: 'bar.heading2', needs: 'headings', key: 'Ctrl+Alt+2', run: heading(2) },
  { id: 'heading3', label: 'command.heading3', needs: 'headings', key: 'Ctrl+Alt+3', run: heading(3) },
  { id: 'numbers', label: 'bar.numbers', needs: 'lists', key: 'Ctrl+Shift+7', run: list('numbers') },
  { id: 'bullets', label: 'bar.bullets', needs: 'lists', key: 'Ctrl+Shift+8', run: list('bullets') },
  {
    id: 'quote',
    label: 'bar.quote',
    needs: 'quotes',
    key: 'Ctrl+Shift+B',
    run: (editor) => editor.chain().toggleBlockquote().run(),
  },
  {
    id: 'table',
    label: 'command.table',
    needs: 'tables',
    run: (editor) => editor.chain().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run(),
  },
];

const byId = new Map(actions.map((action) => [action.id, action]));

export type ActionId = string;

/** Runs an action if the format can hold its result, and focuses the text. */
export function act(editor: Editor, formatting: Formatting, id: ActionId): boolean {
  const action = byId.get(id);
  if (!action || !formatting.can[action.needs]) return false;
  const done = action.run(editor, formatting);
  if (done && !editor.isDestroyed) editor.view.focus();
  return done;
}

export const actionOf = (id: ActionId): Action | undefined => byId.get(id);
