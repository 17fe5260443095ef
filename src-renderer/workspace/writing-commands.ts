import type { Editor } from '@tiptap/core';
import { act, actions } from '../format/actions.ts';
import type { Code } from '../i18n/index.svelte.ts';
import { t } from '../i18n/index.svelte.ts';
import { chainInText } from '../ui/chain-in-text.ts';
import type { Command, CommandContext } from './command.ts';
import { officialCommands } from './official-command.ts';

/** Editing and formatting commands. The text box handles their keys itself. */

type Edit = readonly [id: string, label: Code, key: string, run: (editor: Editor) => void];

const edits: readonly Edit[] = [
  ['undo', 'keys.undo', 'Ctrl+Z', (e) => chainInText(e).undo().run()],
  ['redo', 'keys.redo', 'Ctrl+Shift+Z', (e) => chainInText(e).redo().run()],
  ['pageBreak', 'command.pageBreak', '', (e) => chainInText(e).insertContent({ type: 'pageBreak' }).run()],
  ['addRow', 'command.addRow', '', (e) => chainInText(e).addRowAfter().run()],
  ['addColumn', 'command.addColumn', '', (e) => chainInText(e).addColumnAfter().run()],
  ['deleteRow', 'command.deleteRow', '', (e) => chainInText(e).deleteRow().run()],
  ['deleteColumn', 'command.deleteColumn', '', (e) => chainInText(e).deleteColumn().run()],
  ['deleteTable', 'command.deleteTable', '', (e) => chainInText(e).deleteTable().run()],
  ['mergeCells', 'command.mergeCells', '', (e) => chainInText(e).mergeOrSplit().run()],
];

const group = 'writing';

/** The toolbar's actions that the document's format can hold. */
const formatCommands = ({ document, formatting }: CommandContext): Command[] =>
  actions
    .filter(({ needs }) => formatting.can[needs])
    .map(({ id, label, key }) => ({
      id,
      group,
      label: t(label),
      inText: true,
      ...(key ? { keys: [key] } : {}),
      run: () => document.editor && act(document.editor, formatting, id),
    }));

export function writingCommands(context: CommandContext): Command[] {
  const { document, formatting, toggleOutline, showLink, chooseImage, showParagraph, showPage } = context;
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
    ...(formatting.can.paragraphs
      ? [{ id: 'paragraph', group, label: t('format.paragraph'), run: showParagraph } as const]
      : []),
    ...officialCommands(context),
    ...(showPage ? [{ id: 'page', group, label: t('format.page'), run: showPage } as const] : []),
    {
      id: 'tab',
      group,
      inText: true,
      label: t('keys.tab'),
      keys: ['Tab'],
      run: () => document.editor?.commands.keyboardShortcut('Tab'),
    },
    {
      id: 'leave',
      group,
      inText: true,
      label: t('keys.leave'),
      keys: ['Escape Tab'],
      run: () => document.editor?.commands.blur(),
    },
    ...formatCommands(context),
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
