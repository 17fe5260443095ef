import type { Documents } from '../documents/documents.svelte.ts';
import type { OpenDocument } from '../documents/open-document.svelte.ts';
import type { Tabs } from '../documents/tabs.svelte.ts';
import type { Formatting } from '../format/actions.ts';
import type { AppState } from '../state/app-state.svelte.ts';
import type { PanelName } from '../state/side-panel.ts';

export type CommandGroup = 'documents' | 'writing' | 'suggestions' | 'app';

export interface Command {
  readonly id: string;
  readonly label: string;
  readonly group: CommandGroup;
  /** Keys as `nameOf` names them. */
  readonly keys?: readonly string[];
  /** Whether the text box handles the key itself. */
  readonly inText?: boolean;
  /** Whether it also works while a dialog is open. */
  readonly anywhere?: boolean;
  readonly run: () => unknown;
}

export interface CommandContext {
  readonly app: AppState;
  readonly documents: Documents;
  readonly tabs: Tabs;
  readonly document: OpenDocument;
  readonly panels: readonly PanelName[];
  readonly toggleOutline: () => void;
  readonly showPalette: () => void;
  readonly showShortcuts: () => void;
  readonly showLink: () => void;
  readonly formatting: Formatting;
  readonly showParagraph: () => void;
  /** Null for a document without pages. */
  readonly showPage: (() => void) | null;
  readonly chooseImage: () => void;
  readonly closeTab: () => void;
}
