import type { Client } from '../../src-main/contract/index.ts';
import type { AppState } from '../state/app-state.svelte.ts';
import type { Incoming } from './asking.ts';
import type { FileDesk } from './file-desk.svelte.ts';

/** The document's side of opening and saving. */
export interface FileActionsOptions {
  readonly app: Pick<AppState, 'info' | 'attempt' | 'notify' | 'tell'> & { readonly client: Client };
  readonly documentId: string;
  readonly desk: FileDesk;
  /** Whether the document has text. */
  readonly written: () => boolean;
  /** Its first words. */
  readonly beginning: () => string;
  readonly onNew: (incoming: Incoming | null) => void;
  /** Another document is in place. */
  readonly onOpened: () => void;
}
