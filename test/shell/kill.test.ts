import { join } from 'node:path';
import { Node } from '@tiptap/pm/model';
import { Transform } from '@tiptap/pm/transform';
import { afterAll, expect, test } from 'vitest';
import { type Rng, seededRng } from '../../src-main/base/rng.ts';
import type { Draft, DraftNews } from '../../src-main/contract/index.ts';
import { sessionHeader } from '../../src-main/contract/session.ts';
import { documentSchema } from '../../src-main/documents/schema/extensions.ts';
import { createAutosave } from '../../src-renderer/draft/autosave.ts';
import { entryOf, replay } from '../../src-renderer/draft/journal.ts';
import { codeOf } from '../../src-renderer/ui/error-text.ts';
import { enterShell } from '../support/enter-shell.ts';
import { startShellProcess } from '../support/shell-process.ts';
import { tempDir } from '../support/temp.ts';

/**
 * The whole app killed while text is typed: the real shell in a process of its own, and a client that types into
 * several tabs with the interface's own autosave and dies at the same moment.
 */

const kills = 200;
const lanes = 5;
const schema = documentSchema();
/** What may be missing, and what a timer of a busy machine is late by. */
const mostLostMs = 1000;
/** Milliseconds by which a timer of a free machine may be late. */
const timerSlack = 2;

interface Shell {
  readonly kill: () => Promise<void>;
  call(method: string, input: unknown): Promise<unknown>;
}

/** A lane that fails leaves the shells of the others behind. */
const running = new Set<Shell>();
afterAll(async () => {
  for (const shell of running) await shell.kill();
});

async function startShell(home: string): Promise<Shell> {
  const { kill, url: opening } = await startShellProcess({
    BUMO_HOME: home,
    BUMO_MODELS: join(home, 'models'),
  });
  const url = new URL(opening);
  const headers = {
    [sessionHeader]: await enterShell(url),
    origin: url.origin,
    'content-type': 'application/json',
  };
  const shell: Shell = {
    async kill() {
      running.delete(shell);
      await kill();
    },
    async call(method, input) {
      const body = JSON.stringify(input);
      const response = await fetch(`${url.origin}/call/${method}`, { method: 'POST', headers, body });
      const envelope = (await response.json()) as { ok: boolean; value: unknown; error: { code: string } };
      if (!envelope.ok) throw envelope.error;
      return envelope.value;
    },
  };
  running.add(shell);
  return shell;
}

/** A document as it was typed, with every version of it since the app started. */
class Page {
  readonly versions: { at: number; text: string }[];
  doc: Node;
  readonly autosave: ReturnType<typeof createAutosave<Transform['steps'][number]>>;

  constructor(id: string, shell: Shell, draft: Draft | null, isAlive: () => boolean) {
    const kept = draft && Node.fromJSON(schema, JSON.parse(draft.content));
    const restored = kept && replay(kept, draft.journal);
    if (restored) expect(restored.whole).toBe(true);
    this.doc = restored?.doc ?? schema.node('doc', null, [schema.node('paragraph')]);
    this.versions = [{ at: 0, text: this.text }];
    const nobodyElse = () => {
      throw new Error('one window writes each document');
    };
    this.autosave = createAutosave({
      session: crypto.randomUUID(),
      draft,
      page: {
        read: () => JSON.stringify(this.doc.toJSON()),
        entryOf,
        busy: () => false,
        follow: nobodyElse,
        adopt: nobodyElse,
        part: nobodyElse,
      },
      store: {
        put: async (content, revision, based) =>
          void (await shell.call('drafts.put', { id, content, revision, based })),
        append: async (entry, revision, based) =>
          void (await shell.call('drafts.append', { id, entry, revision, based })),
        since: async (revisions) => (await shell.call('drafts.since', { id, revisions })) as DraftNews,
        isBehind: (error) => codeOf(error) === 'draft-behind',
        isAway: () => false,
      },
      copy: { write: () => false, clear: () => undefined },
      schedule(ms, run) {
        const timer = setTimeout(() => isAlive() && run(), ms);
        return () => clearTimeout(timer);
      },
      onState: () => undefined,
      calmMs: 300,
    });
  }

  get text(): string {
    return this.doc.textBetween(0, this.doc.content.size, '\n');
  }

  /** Types a character, begins a paragraph or deletes one, somewhere near the end. */
  type(random: Rng, letter: string): void {
    const change = new Transform(this.doc);
    const end = this.doc.content.size - 1;
    const dice = random();
    if (dice < 0.05) change.split(end);
    else if (dice < 0.15 && this.text.length > 2) change.delete(Math.max(1, end - 1), end);
    else change.insert(dice < 0.3 ? Math.max(1, end - 1) : end, schema.text(letter));
    this.doc = change.doc;
    this.versions.push({ at: performance.now(), text: this.text });
    this.autosave.changed(change.steps);
  }

  /** What may come back after a kill: the newest version that was a second old, and all that came after it. */
  acceptable({ killedAt, stalled }: Pick<Left, 'killedAt' | 'stalled'>): string[] {
    const old = this.versions.findLastIndex(({ at }) => at <= killedAt - mostLostMs - stalled);
    return this.versions.slice(Math.max(0, old)).map(({ text }) => text);
  }
}

interface Left {
  readonly killedAt: number;
  /** Milliseconds for which the machine did not let the page run though it was to. */
  readonly stalled: number;
  readonly tabs: readonly string[];
  readonly pages: ReadonlyMap<string, Page>;
}

const draftOf = async (shell: Shell, id: string) =>
  ((await shell.call('drafts.get', { id })) as { draft: Draft | null }).draft;

/** Reads every tab back: each is a version of its last second, not older and not another. */
async function check(shell: Shell, left: Left): Promise<void> {
  const tabs = JSON.parse((await draftOf(shell, 'tabs'))?.content ?? '{}') as { list: { id: string }[] };
  expect(tabs.list.map(({ id }) => id)).toEqual(left.tabs);
  for (const [id, page] of left.pages) {
    const draft = await draftOf(shell, id);
    const back = draft ? new Page(id, shell, draft, () => false).text : '';
    expect(page.acceptable(left), `${id}: ${back.slice(-20)}`).toContain(back);
  }
}

async function writeUntilKilled(shell: Shell, random: Rng, before: readonly string[]): Promise<Left> {
  let alive = true;
  // Now and then the writer opens another document; that the list is kept is waited for, as the interface shows it.
  const tabs = before.length < 3 || random() < 0.05 ? [...before, `doc-${before.length}`] : [...before];
  const content = JSON.stringify({ list: tabs.map((id) => ({ id, title: id })), active: tabs[0] });
  await shell.call('drafts.put', { id: 'tabs', content });
  const pages = new Map<string, Page>();
  for (const id of tabs) pages.set(id, new Page(id, shell, await draftOf(shell, id), () => alive));
  const dies = performance.now() + random() * 1200;
  let stalled = 0;
  let current = pages.get(tabs[Math.floor(random() * tabs.length)] ?? '');
  while (performance.now() < dies) {
    current?.type(random, String.fromCodePoint(0x4e00 + Math.floor(random() * 20_000)));
    if (random() < 0.02) {
      current?.autosave.flush();
      current = pages.get(tabs[Math.floor(random() * tabs.length)] ?? '');
    }
    const pause = random() * 12;
    const from = performance.now();
    await new Promise((resolve) => setTimeout(resolve, pause));
    stalled += Math.max(0, performance.now() - from - pause - timerSlack);
  }
  const killed = shell.kill();
  alive = false;
  const killedAt = performance.now();
  await killed;
  return { killedAt, stalled, tabs, pages };
}

async function lane(seed: number, count: number): Promise<number> {
  const home = join(tempDir(), `home-${seed}`);
  const random = seededRng(seed);
  let left: Left = { killedAt: 0, stalled: 0, tabs: [], pages: new Map() };
  let typed = 0;
  for (let kill = 0; kill <= count; kill++) {
    const shell = await startShell(home);
    if (left.tabs.length > 0) await check(shell, left);
    if (kill === count) await shell.kill();
    else left = await writeUntilKilled(shell, random, left.tabs);
    typed += [...left.pages.values()].reduce((sum, page) => sum + page.versions.length - 1, 0);
  }
  return typed;
}

test(`the app killed at ${kills} random moments loses a second of typing at most, and no tab`, async () => {
  const seeds = Array.from({ length: lanes }, (_, i) => 4000 + i);
  const typed = await Promise.all(seeds.map((seed) => lane(seed, kills / lanes)));
  // So much was typed that a loss would have had its chance.
  expect(typed.reduce((sum, one) => sum + one, 0)).toBeGreaterThan(kills * 20);
});
