import type { Editor } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { EditorState, Selection } from '@tiptap/pm/state';
import type { Client, Draft, DraftChange } from '../../src-main/contract/index.ts';
import { type Autosave, createAutosave, type SaveState } from '../draft/autosave.ts';
import { readDraft } from '../draft/draft-content.ts';
import { entryOf, replay } from '../draft/journal.ts';
import { statesOf, takeUp } from '../draft/left-text.ts';
import { createPageCopy, type FoundText, findTexts } from '../draft/page-copy.ts';
import { type Change, followIn, rebasing } from '../draft/rebase.ts';
import { codeOf } from '../ui/error-text.ts';
import { schedule } from '../ui/schedule.ts';
import { isDead, oneAtATime } from './page-lock.ts';

export interface DraftLinkOptions {
  readonly client: Client;
  /** Unique to the window. */
  readonly page: string;
  readonly id: string;
  readonly draft: Draft | null;
  readonly editor: () => Editor | null;
  readonly onState: (state: SaveState, error?: unknown) => void;
  /** The draft is shown in place of the document. */
  readonly onAdopted: () => void;
  /** Stores a text as a document of its own, under this id. */
  readonly onParted: (id: string, content: string) => Promise<void>;
}

const busyMs = 100;

/** Connects an editor with its draft: changes are stored, and other windows' changes are applied. */
export class DraftLink {
  readonly #options: DraftLinkOptions;
  readonly #autosave: Autosave<Change>;
  /** Id of the document for a text that cannot be merged with the draft. */
  #apart: string | null = null;

  constructor(options: DraftLinkOptions) {
    const { client, page, id, draft, onState } = options;
    this.#options = options;
    this.#autosave = createAutosave<Change>({
      session: crypto.randomUUID(),
      draft,
      page: {
        read: () => JSON.stringify(this.#editor().getJSON()),
        entryOf: (changes) => entryOf(changes.map(({ step }) => step)),
        // Before the editor is there, there is nothing to change.
        busy: () => this.#options.editor()?.view.composing ?? true,
        follow: (others, own) => this.#follow(others, own),
        adopt: (next) => this.#adopt(next),
        part: (other) => this.#part(other),
      },
      store: {
        put: async (content, revision, based) =>
          void (await client.call('drafts.put', { id, content, revision, based })),
        append: async (entry, revision, based) =>
          void (await client.call('drafts.append', { id, entry, revision, based })),
        since: (revisions) => client.call('drafts.since', { id, revisions: [...revisions] }),
        isBehind: (error) => codeOf(error) === 'draft-behind',
        isAway: (error) => codeOf(error) === 'disconnected',
      },
      copy: createPageCopy(localStorage, page, id),
      schedule,
      onState,
    });
  }

  /** @param whole whether the whole draft could be read */
  async attach(editor: Editor, whole: boolean): Promise<void> {
    editor.registerPlugin(rebasing());
    // Entries of the present schema must not follow content of an older one.
    if (!whole || this.#isRenewed()) this.#autosave.replaced();
    await oneAtATime(async () => {
      const dead = (page: string) => isDead(page, this.#options.page);
      for (const found of await findTexts(localStorage, dead))
        if (found.documentId === this.#options.id) await this.#takeUp(found);
    });
  }

  changed(changes: readonly Change[]): void {
    this.#autosave.changed(changes);
  }

  replaced(): void {
    this.#autosave.replaced();
  }

  flush(): void {
    this.#autosave.flush();
  }

  told(revision: string | null): void {
    this.#autosave.told(revision);
  }

  reconnected(): void {
    this.#autosave.reconnected();
  }

  /** Before the editor is destroyed. */
  stop(): void {
    this.#autosave.stop();
  }

  #isRenewed(): boolean {
    const { draft } = this.#options;
    return draft !== null && JSON.stringify(readDraft(draft).content) !== draft.content;
  }

  #editor(): Editor {
    const editor = this.#options.editor();
    if (!editor) throw new Error('invariant broken: a draft is written with an editor');
    return editor;
  }

  #follow(others: readonly DraftChange[], own: readonly Change[]): readonly Change[] | null {
    const { state, view } = this.#editor();
    const followed = followIn(state, own, others);
    if (followed) view.dispatch(followed.transaction);
    return followed?.changes ?? null;
  }

  #documentOf(draft: Draft): Node {
    const { content, journal } = readDraft(draft);
    return replay(this.#editor().schema.nodeFromJSON(content), journal).doc;
  }

  #adopt(draft: Draft): void {
    const { state, view } = this.#editor();
    const doc = this.#documentOf(draft);
    const near = Math.min(state.selection.head, doc.content.size);
    const selection = Selection.near(doc.resolve(near));
    view.updateState(EditorState.create({ doc, plugins: state.plugins, selection }));
    view.dispatch(view.state.tr.setMeta('opened', true));
    this.#apart = null;
    this.#options.onAdopted();
  }

  async #part(draft: Draft | null): Promise<void> {
    const content = draft ? this.#documentOf(draft).toJSON() : this.#editor().getJSON();
    // Text that is typed meanwhile goes into the same document.
    this.#apart ??= `doc-${crypto.randomUUID()}`;
    await this.#options.onParted(this.#apart, JSON.stringify(content));
  }

  /** A text that a dead page left becomes an edit of this document, or a new document. */
  async #takeUp({ text, remove }: FoundText): Promise<void> {
    const { client, id, onParted, editor } = this.#options;
    const news = await client.call('drafts.since', { id, revisions: statesOf(text) });
    while (editor()?.view.composing) await new Promise<void>((resolve) => void schedule(busyMs, resolve));
    const shown = editor();
    if (!shown) return;
    const own = this.#autosave.unstored.map(({ step }) => step);
    const edit = takeUp(shown.state, text, news, this.#autosave.kept, own);
    if (edit) shown.view.dispatch(edit);
    else await onParted(`doc-${crypto.randomUUID()}`, text.content);
    this.#autosave.copyNow();
    remove();
  }
}
