import { DocumentLayout } from '../../src-main/contract/index.ts';
import { goBack } from '../health/go-back.ts';
import { t } from '../i18n/index.svelte.ts';
import { startLearning } from '../learn/start-learning.ts';
import type { PanelName } from '../state/side-panel.ts';
import { orderedCommands } from '../suggest/ghost/keys.ts';
import { askAtBlank, goToPlace } from '../text/places.ts';
import { chainInText } from '../ui/chain-in-text.ts';
import type { Command, CommandContext } from './command.ts';
import { neverGhost, tellWhy } from './ghost-commands.ts';
import { writingCommands } from './writing-commands.ts';

/** All commands with their keys, for the palette, the shortcut sheet and the keyboard. */

function documentCommands({ documents, document, tabs, closeTab }: CommandContext): Command[] {
  const { files } = document;
  const group = 'documents';
  return [
    { id: 'new', group, label: t('file.new'), keys: ['Ctrl+Alt+N'], run: () => documents.add(null) },
    ...DocumentLayout.options.map((layout) => ({
      id: `new-${layout}`,
      group: 'documents' as const,
      label: t('layout.new', { name: t(`layout.${layout}`) }),
      run: () => files.take({ layout }),
    })),
    { id: 'open', group, label: t('file.open'), keys: ['Ctrl+O'], run: () => files.open() },
    { id: 'save', group, label: t('file.save'), keys: ['Ctrl+S'], run: () => files.save() },
    { id: 'saveAs', group, label: t('file.saveAs'), keys: ['Ctrl+Shift+S'], run: () => files.saveAs() },
    { id: 'pdf', group, label: t('file.print'), keys: ['Ctrl+P'], run: () => files.exportPdf() },
    { id: 'nextTab', group, label: t('command.nextTab'), keys: ['Alt+PageDown'], run: () => tabs.step(1) },
    {
      id: 'previousTab',
      group,
      label: t('command.previousTab'),
      keys: ['Alt+PageUp'],
      run: () => tabs.step(-1),
    },
    { id: 'closeTab', group, label: t('command.closeTab'), keys: ['Ctrl+Alt+W'], run: closeTab },
  ];
}

/** Requests words for the gap or blank at the caret. */
function askHere({ document: { editor, suggestions } }: CommandContext): void {
  const asked = editor?.isEditable ? askAtBlank(editor.state) : null;
  if (editor && asked) editor.view.dispatch(asked);
  suggestions.lookAgain(true);
}

function gapCommands(context: CommandContext): Command[] {
  const { document } = context;
  const group = 'suggestions';
  const inText = true;
  return [
    {
      id: 'gap',
      group,
      inText,
      label: t('command.gap'),
      keys: ['Ctrl+M'],
      run: () => document.editor && void chainInText(document.editor).insertGap().run(),
    },
    {
      id: 'ask',
      group,
      inText,
      label: t('command.ask'),
      keys: ['Ctrl+Space'],
      run: () => askHere(context),
    },
    {
      id: 'nextGap',
      group,
      label: t('command.nextGap'),
      keys: ['F8'],
      run: () => document.editor && goToPlace(document.editor, 1),
    },
    {
      id: 'previousGap',
      group,
      label: t('command.previousGap'),
      keys: ['Shift+F8'],
      run: () => document.editor && goToPlace(document.editor, -1),
    },
    {
      id: 'enterList',
      group,
      inText,
      label: t('keys.enterList'),
      keys: ['ArrowDown'],
      run: () => document.suggestions.send({ type: 'move', by: 1 }),
    },
    { id: 'choose', group, inText, label: t('keys.choose'), keys: ['Alt+1', 'Alt+9'], run: () => undefined },
  ];
}

function feedbackCommands(context: CommandContext): Command[] {
  const { feedback } = context.document.suggestions;
  const group = 'suggestions';
  const inText = true;
  return [
    {
      id: 'judgeRight',
      group,
      inText,
      label: t('keys.right'),
      keys: ['Alt+Y'],
      run: () => feedback.takeKey('KeyY'),
    },
    {
      id: 'judgeWrong',
      group,
      inText,
      label: t('keys.wrong'),
      keys: ['Alt+N'],
      run: () => feedback.takeKey('KeyN'),
    },
    { id: 'why', group, label: t('command.why'), keys: ['Alt+/'], run: () => tellWhy(context) },
    {
      id: 'neverHere',
      group,
      label: t('command.neverHere'),
      keys: ['Alt+Delete'],
      run: () => neverGhost(context, 'document'),
    },
    {
      id: 'neverAnywhere',
      group,
      label: t('command.neverAnywhere'),
      keys: ['Alt+Shift+Delete'],
      run: () => neverGhost(context, 'everywhere'),
    },
  ];
}

/** Commands of the suggestion that is shown in the text, and of its switch. */
function inlineCommands({ app, document: { ghosts } }: CommandContext): Command[] {
  const group = 'suggestions';
  const keys = app.settings?.inlineKeys;
  const enabled = app.settings?.inlineEnabled ?? false;
  return [
    ...orderedCommands.map((id) => ({
      id,
      group: 'suggestions' as const,
      label: `${t('settings.inline')}：${t(`settings.keys.${id}`)}`,
      inText: true,
      ...(keys && { keys: [keys[id]] }),
      run: () => ghosts.command(id),
    })),
    { id: 'inline', group, label: t('command.inline'), run: () => app.change({ inlineEnabled: !enabled }) },
    {
      id: 'snooze',
      group,
      label: t('command.snooze'),
      run: () => ghosts.snooze(ghosts.snoozedUntil === null ? 30 : null),
    },
  ];
}

const panelKeys: Partial<Record<PanelName, string>> = { settings: 'Ctrl+,', help: 'F1' };

function appCommands({ app, panels, showPalette, showShortcuts }: CommandContext): Command[] {
  const group = 'app';
  return [
    { id: 'palette', group, label: t('command.palette'), keys: ['Ctrl+K'], run: showPalette },
    { id: 'shortcuts', group, label: t('command.shortcuts'), keys: ['Ctrl+/'], run: showShortcuts },
    ...panels.map(
      (name) =>
        ({
          id: name,
          group,
          label: t(`${name}.title`),
          ...(panelKeys[name] ? { keys: [panelKeys[name]] } : {}),
          run: () => app.arrange({ type: 'toggle', panel: name }),
        }) as const,
    ),
    { id: 'ownDocuments', group, label: t('own.title'), run: () => app.openLearning('documents') },
    { id: 'learn', group, label: t('run.start'), run: () => startLearning(app) },
    {
      id: 'back',
      group,
      label: t('command.back'),
      keys: ['Ctrl+Alt+Z'],
      anywhere: true,
      run: () => goBack(app),
    },
    { id: 'light', group, label: t('command.light'), run: () => app.change({ theme: 'light' }) },
    { id: 'dark', group, label: t('command.dark'), run: () => app.change({ theme: 'dark' }) },
    { id: 'systemTheme', group, label: t('command.systemTheme'), run: () => app.change({ theme: 'system' }) },
    {
      id: 'language',
      group,
      label: app.settings?.language === 'en' ? '简体中文' : 'English',
      run: () => app.change({ language: app.settings?.language === 'en' ? 'zh' : 'en' }),
    },
  ];
}

export const commandsOf = (context: CommandContext): Command[] => [
  ...documentCommands(context),
  ...writingCommands(context),
  ...gapCommands(context),
  ...feedbackCommands(context),
  ...inlineCommands(context),
  ...appCommands(context),
];

/** The command of a key that the text box does not handle. */
export const commandFor = (commands: readonly Command[], key: string | null): Command | undefined =>
  key === null ? undefined : commands.find((one) => !one.inText && one.keys?.includes(key));
