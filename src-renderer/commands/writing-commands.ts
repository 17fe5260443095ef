import type { Editor } from '@tiptap/core';
import { t } from '../i18n/index.svelte.ts';
import type { MessageKey } from '../i18n/zh.ts';
import type { Command, CommandContext } from './commands.ts';

/** What can be done to the text. The text box sees to these keys itself. */

type Edit = readonly [id: string, label: MessageKey, key: string, run: (editor: Editor) => void];

const edits: readonly Edit[] = [
  ['undo', 'keys.undo', 'Ctrl+Z', (e) => e.chain().focus().undo().run()],
  ['redo', 'keys.redo', 'Ctrl+Shift+Z', (e) => e.chain().focus().redo().run()],
  ['bold', 'bar.bold', 'Ctrl+B', (e) => e.chain().focus().toggleBold().run()],
  ['italic', 'bar.italic', 'Ctrl+I', (e) => e.chain().focus().toggleItalic().run()],
  ['underline', 'bar.underline', 'Ctrl+U', (e) => e.chain().focus().toggleUnderline().run()],
  ['heading1', 'bar.heading1', 'Ctrl+Alt+1', (e) => e.chain().focus().toggleHeading({ level: 1 }).run()],
  ['heading2', 'bar.heading2', 'Ctrl+Alt+2', (e) => e.chain().focus().toggleHeading({ level: 2 }).run()],
  ['heading3', 'command.heading3', 'Ctrl+Alt+3', (e) => e.chain().focus().toggleHeading({ level: 3 }).run()],
  ['numbers', 'bar.numbers', 'Ctrl+Shift+7', (e) => e.chain().focus().toggleOrderedList().run()],
  ['bullets', 'bar.bullets', 'Ctrl+Shift+8', (e) => e.chain().focus().toggleBulletList().run()],
  ['quote', 'bar.quote', 'Ctrl+Shift+B', (e) => e.chain().focus().toggleBlockquote().run()],
  ['left', 'command.left', 'Ctrl+Shift+L', (e) => e.chain().focus().setTextAlign('left').run()],
  ['center', 'bar.center', 'Ctrl+Shift+E', (e) => e.chain().focus().setTextAlign('center').run()],
  ['right', 'command.right', 'Ctrl+Shift+R', (e) => e.chain().focus().setTextAlign('right').run()],
  ['justify', 'command.justify', 'Ctrl+Shift+J', (e) => e.chain().focus().setTextAlign('justify').run()],
  ['pageBreak', 'command.pageBreak', '', (e) => e.chain().focus().insertContent({ type: 'pageBreak' }).run()],
  [
    'table',
    'command.table',
    '',
    (e) => e.chain().focus().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run(),
  ],
  ['addRow', 'command.addRow', '', (e) => e.chain().focus().addRowAfter().run()],
  ['addColumn', 'command.addColumn', '', (e) => e.chain().focus().addColumnAfter().run()],
  ['deleteRow', 'command.deleteRow', '', (e) => e.chain().focus().deleteRow().run()],
  ['deleteColumn', 'command.deleteColumn', '', (e) => e.chain().focus().deleteColumn().run()],
  ['deleteTable', 'command.deleteTable', '', (e) => e.chain().focus().deleteTable().run()],
  ['mergeCells', 'command.mergeCells', '', (e) => e.chain().focus().mergeOrSplit().run()],
];

export function writingCommands(context: CommandContext): Command[] {
  const { document, toggleOutline, showLink, chooseImage } = context;
  const group = 'writing';
  return [
    {
      id: 'find',
      group,
      label: t('command.find'),
      keys: ['Ctrl+F', 'Ctrl+H'],
      run: () => document.finder.show(),
    },
    { id: 'outline', group, label: t('command.outline'), keys: ['Ctrl+Alt+O'], run: toggleOutline },
    { id: 'link', group, label: t('command.link'), keys: ['Ctrl+Shift+K'], run: showLink },
    { id: 'image', group, label: t('command.image'), run: chooseImage },
    ...edits.map(
      ([id, label, key, run]) =>
        ({
          id,
          group,
          label: t(label),
          inText: true,
          ...(key === '' ? {} : { keys: [key] }),
          run: () => document.editor && run(document.editor),
        }) as const,
    ),
  ];
}
