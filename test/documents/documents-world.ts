import { afterEach, beforeEach, vi } from 'vitest';
import type { Handlers } from '../../src-main/contract/index.ts';
import { Documents } from '../../src-renderer/documents/documents.svelte.ts';
import { Tabs } from '../../src-renderer/documents/tabs.svelte.ts';
import { AppState } from '../../src-renderer/state/app-state.svelte.ts';
import { documentOf, HeadlessEditor } from '../support/headless-editor.ts';
import { standInPage } from '../support/page-stand-in.ts';
import { watchedClient } from '../support/watched-client.ts';

/** The documents of a window without a page, over a store of drafts. Time stands still until a test moves it. */

export function holdTime(): void {
  beforeEach(() => {
    standInPage();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
}

/** Answers arrive without the clock. */
export const arrived = async () => {
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
};
export const contentOf = (...texts: string[]): string => JSON.stringify(documentOf(...texts).toJSON());

export function documentsWorld(own: Partial<Handlers> = {}, stored: Readonly<Record<string, string>> = {}) {
  const drafts = new Map(
    Object.entries(stored).map(([id, content]) => [id, { content, revision: `r-${id}` }]),
  );
  const watched = watchedClient({
    'drafts.get': ({ id }) => {
      const draft = drafts.get(id);
      return { draft: draft ? { id, ...draft, updatedAt: 1, journal: [] } : null };
    },
    'drafts.put': ({ id, content, revision = '' }) => {
      drafts.set(id, { content, revision });
      return {};
    },
    ...own,
  });
  const app = new AppState(watched.client);
  const tabs = new Tabs(watched.client, () => undefined);
  const documents = new Documents({ app, tabs, session: 'w', announce: () => undefined });
  const show = async (id: string) => {
    tabs.activate(id);
    await documents.show(id);
    return documents.current;
  };
  /** Shows a document and gives it an editor, as the page does. */
  const edit = async (id: string, ...texts: string[]) => {
    const open = await show(id);
    const editor = new HeadlessEditor(documentOf(...(texts.length > 0 ? texts : [''])));
    editor.onTransactions = (all) => open?.followed(all);
    open?.attach(editor.editor, true);
    await arrived();
    return { open, editor };
  };
  return { ...watched, app, tabs, documents, drafts, show, edit };
}
