import type { Node } from '@tiptap/pm/model';
import { EditorState, type Transaction } from '@tiptap/pm/state';
import type { Step } from '@tiptap/pm/transform';
import type { Draft, DraftNews } from '../../src-main/contract/index.ts';
import { documentSchema } from '../../src-main/documents/schema/extensions.ts';
import { openWritable } from '../../src-main/store/db.ts';
import { appendDraft, changesSince, getDraft, putDraft, removeDraft } from '../../src-main/store/drafts.ts';
import { migrate } from '../../src-main/store/migrate.ts';
import { createAutosave, type SaveState } from '../../src-renderer/draft/autosave.ts';
import { entryOf, replay } from '../../src-renderer/draft/journal.ts';
import { statesOf, takeUp } from '../../src-renderer/draft/left-text.ts';
import { createPageCopy, findTexts } from '../../src-renderer/draft/page-copy.ts';
import { type Change, changesOf, followIn, isOthers } from '../../src-renderer/draft/rebase.ts';
import { manualClock } from '../support/manual-clock.ts';

/** Windows over the real store of drafts, without a browser: a document in several of them, and time by hand. */

const schema = documentSchema();
const id = 'main';
export const textOf = (doc: Node): string => doc.textBetween(0, doc.content.size, '\n');
const emptyDocument = () => schema.node('doc', null, [schema.node('paragraph')]);

function documentOf(draft: Draft | null): Node {
  if (!draft) return emptyDocument();
  const { doc, whole } = replay(parsed(draft.content), draft.journal);
  if (!whole) throw new Error('the journal cannot be followed');
  return doc;
}
const parsed = (content: string) => schema.nodeFromJSON(JSON.parse(content));

class Away extends Error {}

/** The page storage of one browser. */
function fakeStorage() {
  const items = new Map<string, string>();
  return {
    items,
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
    key: (index: number) => [...items.keys()][index] ?? null,
    get length() {
      return items.size;
    },
  };
}

export type Trouble = 'none' | 'away' | 'mute' | 'full';

export function draftWorld(latency = 0) {
  const clock = manualClock();
  const db = openWritable(':memory:');
  migrate(db);
  const storage = fakeStorage();
  const windows = new Set<Window>();
  /** Texts that were given a document of their own. */
  const parted: string[] = [];
  let trouble: Trouble = 'none';
  let made = 0;

  const later = <T>(value: () => T): Promise<T> =>
    new Promise((resolve, reject) => {
      const run = () => {
        try {
          resolve(value());
        } catch (error) {
          reject(error as Error);
        }
      };
      if (latency === 0) run();
      else clock.after(latency, run);
    });

  /** A request: it may not arrive, be refused, or its answer be lost. */
  async function call<T>(work: () => T): Promise<T> {
    const before = trouble;
    await later(() => undefined);
    if (before === 'away' || trouble === 'away') throw new Away();
    if (trouble === 'full') throw new Error('the disk is full');
    const value = work();
    if (trouble === 'mute') throw new Away();
    await later(() => undefined);
    return value;
  }

  function tell(revision: string | null): void {
    for (const one of windows)
      void later(() => trouble !== 'away' && one.alive && one.autosave.told(revision));
  }

  const store = {
    put: (content: string, revision: string, based: string | null) =>
      call(() => {
        putDraft(db, { id, content, revision, based, updatedAt: clock.now() });
        tell(revision);
      }),
    append: (entry: string, revision: string, based: string) =>
      call(() => {
        appendDraft(db, { id, entry, revision, based });
        tell(revision);
      }),
    since: (revisions: readonly string[]) =>
      call((): DraftNews => {
        const known = changesSince(db, id, revisions);
        return known ? { known: true, ...known } : { known: false, draft: getDraft(db, id) };
      }),
    isBehind: (error: unknown) => (error as { code?: string }).code === 'draft-behind',
    isAway: (error: unknown) => error instanceof Away,
  };

  class Window {
    state: EditorState;
    alive = true;
    composing = false;
    said: SaveState[] = [];
    readonly name = `w${++made}`;
    readonly autosave: ReturnType<typeof createAutosave<Change>>;

    constructor(draft: Draft | null) {
      this.state = EditorState.create({ doc: documentOf(draft) });
      this.autosave = createAutosave<Change>({
        session: this.name,
        draft,
        page: {
          read: () => JSON.stringify(this.state.doc.toJSON()),
          entryOf: (changes) => entryOf(changes.map(({ step }) => step)),
          busy: () => this.composing,
          follow: (others, own) => {
            const followed = followIn(this.state, own, others);
            if (followed) this.apply(followed.transaction);
            return followed?.changes ?? null;
          },
          adopt: (next) => {
            this.state = EditorState.create({ doc: documentOf(next) });
          },
          part: (other) => call(() => void parted.push(textOf(other ? documentOf(other) : this.state.doc))),
        },
        store,
        copy: createPageCopy(storage, this.name, id),
        schedule: (ms, run) => clock.after(ms, () => this.alive && run()),
        onState: (said) => this.said.push(said),
      });
      windows.add(this);
    }

    apply(transaction: Transaction): void {
      if (!this.alive) return;
      this.state = this.state.apply(transaction);
      if (!isOthers(transaction) && transaction.docChanged) this.autosave.changed(changesOf(transaction));
    }

    /** Fractions say where, so that any place of any document can be meant. */
    insert(where: number, text: string): void {
      this.apply(this.state.tr.insert(this.#placeOf(where), schema.text(text)));
    }

    erase(where: number): string {
      const at = this.#placeOf(where);
      const { doc } = this.state;
      const gone = doc.textBetween(Math.max(1, at - 1), at);
      if (gone) this.apply(this.state.tr.delete(at - 1, at));
      return gone;
    }

    split(where: number): void {
      this.apply(this.state.tr.split(this.#placeOf(where)));
    }

    /** Another document takes its place, as opening a file does. */
    replace(text: string): void {
      this.state = EditorState.create({
        doc: schema.node('doc', null, [schema.node('paragraph', null, [schema.text(text)])]),
      });
      this.autosave.replaced();
    }

    kill(): void {
      this.alive = false;
      windows.delete(this);
    }

    get text(): string {
      return textOf(this.state.doc);
    }

    #placeOf(where: number): number {
      const places: number[] = [];
      this.state.doc.descendants((node, pos) => {
        if (!node.isTextblock) return;
        for (let i = 0; i <= node.content.size; i++) places.push(pos + 1 + i);
      });
      return places[Math.floor(where * places.length)] ?? 1;
    }
  }

  /** What dead windows left, as a window that opens the document takes it over. */
  async function takeOver(one: Window): Promise<void> {
    const dead = async (page: string) => ![...windows].some(({ name }) => name === page);
    for (const { text, remove } of await findTexts(storage, dead)) {
      const news = await store.since(statesOf(text));
      const own: Step[] = one.autosave.unstored.map(({ step }) => step);
      const edit = takeUp(one.state, text, news, one.autosave.kept, own);
      if (edit) one.apply(edit);
      else parted.push(textOf(parsed(text.content)));
      one.autosave.copyNow();
      remove();
    }
  }

  return {
    clock,
    windows,
    parted,
    storage,
    open: (): Window => new Window(getDraft(db, id)),
    takeOver,
    reconnect() {
      for (const one of windows) one.autosave.reconnected();
    },
    remove() {
      removeDraft(db, id);
      tell(null);
    },
    set trouble(now: Trouble) {
      trouble = now;
    },
    get stored(): string {
      return textOf(documentOf(getDraft(db, id)));
    },
    get journal(): number {
      return getDraft(db, id)?.journal.length ?? 0;
    },
    async wait(ms: number) {
      // Writes are asynchronous: what they schedule comes between the timers.
      for (let past = 0; past <= ms; past += 50) {
        clock.advance(Math.min(50, ms - past));
        for (let i = 0; i < 30; i++) await Promise.resolve();
      }
    },
  };
}

export type World = ReturnType<typeof draftWorld>;
export type Window = ReturnType<World['open']>;
