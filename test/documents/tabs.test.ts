import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { CodedError } from '../../src-main/base/error.ts';
import type { Handlers } from '../../src-main/contract/index.ts';
import { asWritten } from '../../src-main/texts/message.ts';
import { Tabs } from '../../src-renderer/documents/tabs.svelte.ts';
import { settled, watchedClient } from '../support/watched-client.ts';

afterEach(() => {
  vi.useRealTimers();
});

/** The store of drafts as windows share it: a write that does not follow the newest state is refused. */
function store() {
  const drafts = new Map<string, { content: string; revision: string }>();
  const listeners = new Set<(revision: string) => void>();
  const removed: string[] = [];
  let full = false;
  const handlers: Partial<Handlers> = {
    'drafts.get': ({ id }) => {
      const draft = drafts.get(id);
      return { draft: draft ? { id, ...draft, updatedAt: 1, journal: [] } : null };
    },
    'drafts.put': ({ id, content, revision, based }) => {
      if (full) throw new CodedError('disk-full', asWritten('满了。', 'Full.'));
      if (based !== (drafts.get(id)?.revision ?? null))
        throw new CodedError('draft-behind', asWritten('旧的。', 'Old.'));
      drafts.set(id, { content, revision });
      for (const listener of listeners) listener(revision);
      return {};
    },
    'drafts.remove': ({ id }) => {
      removed.push(id);
      return {};
    },
  };
  return {
    handlers,
    drafts,
    removed,
    fill: (is: boolean) => {
      full = is;
    },
    stored: () =>
      JSON.parse(drafts.get('tabs')?.content ?? 'null') as {
        list: { id: string }[];
        active: string;
      } | null,
    /** A window that hears of every write, at once, unless it is deaf. */
    async window(deaf = false) {
      const errors: unknown[] = [];
      const { client, calls } = watchedClient(handlers);
      const tabs = new Tabs(client, (error) => errors.push(error));
      await tabs.load();
      if (!deaf) listeners.add((revision) => tabs.told(revision));
      return { tabs, errors, calls };
    },
  };
}
const ids = (tabs: Tabs) => tabs.list.map(({ id }) => id);
/** Several answers of the store follow one change. */
async function quiet() {
  for (let i = 0; i < 12; i++) await settled();
}

describe('the tabs of a window', () => {
  test('come back as they were, with the one in front', async () => {
    const world = store();
    const { tabs } = await world.window();
    expect([ids(tabs), tabs.active]).toEqual([['main'], 'main']);
    const id = tabs.add();
    tabs.rename(id, '通知', '/通知.docx');
    await quiet();
    const { tabs: next } = await world.window();
    expect(next.list).toEqual([
      { id: 'main', title: '' },
      { id, title: '通知', path: '/通知.docx' },
    ]);
    expect(next.active).toBe(id);
  });

  test('begin anew where what is stored is no list, and are stored then', async () => {
    for (const content of ['', '{', '7', '{"list":[],"active":"x"}', '{"list":[{"id":"a"}],"active":"b"}']) {
      const world = store();
      world.drafts.set('tabs', { content, revision: 'r' });
      const { tabs, errors } = await world.window();
      expect(ids(tabs)).toEqual(['main']);
      tabs.add();
      await quiet();
      expect([world.stored()?.list.length, errors]).toEqual([2, []]);
    }
  });

  test('open next to the one in front; one of a document that was parted stays behind it', async () => {
    const { tabs } = await store().window();
    const first = tabs.add();
    tabs.activate('main');
    const second = tabs.add();
    expect(ids(tabs)).toEqual(['main', second, first]);
    tabs.insert({ id: 'doc-x', title: '另存' });
    expect([ids(tabs), tabs.active]).toEqual([['main', second, 'doc-x', first], second]);
  });

  test('are gone through round', async () => {
    const { tabs } = await store().window();
    const other = tabs.add();
    tabs.step(1);
    expect(tabs.active).toBe('main');
    tabs.step(-1);
    expect(tabs.active).toBe(other);
    tabs.activate('unknown');
    expect(tabs.active).toBe(other);
  });

  test('that close leave the neighbour in front, the last one an empty document; its draft goes a little later', async () => {
    vi.useFakeTimers();
    const world = store();
    const { tabs } = await world.window();
    const second = tabs.add();
    tabs.activate('main');
    tabs.close('main');
    expect([ids(tabs), tabs.active]).toEqual([[second], second]);
    tabs.close(second);
    expect(tabs.list).toHaveLength(1);
    expect(tabs.active).not.toBe(second);
    tabs.close('unknown');
    expect(world.removed).toEqual([]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(world.removed.sort()).toEqual(['main', 'main.file', second, `${second}.file`].sort());
  });

  test('are not stored anew by a name that they have, or by the tab that is in front', async () => {
    const { tabs, calls } = await store().window();
    tabs.rename('main', '通知', null);
    await quiet();
    const before = calls('drafts.put').length;
    tabs.rename('main', '通知', null);
    tabs.activate('main');
    await quiet();
    expect(calls('drafts.put')).toHaveLength(before);
  });

  test('that could not be stored are told of, and stored with the next change', async () => {
    const world = store();
    const { tabs, errors } = await world.window();
    world.fill(true);
    tabs.add();
    await quiet();
    expect([errors.length, world.stored()]).toEqual([1, null]);
    world.fill(false);
    tabs.rename('main', '通知', null);
    await quiet();
    expect(world.stored()?.list).toHaveLength(2);
  });
});

describe('two windows', () => {
  test('show what the other opened, closed and named', async () => {
    const world = store();
    const one = await world.window();
    const two = await world.window();
    const id = one.tabs.add();
    await quiet();
    expect([ids(two.tabs), two.tabs.active]).toEqual([['main', id], 'main']);
    two.tabs.rename(id, '通知', null);
    two.tabs.close('main');
    await quiet();
    expect(one.tabs.list).toEqual([{ id, title: '通知' }]);
  });

  test('that open one each at the same time have both, and so has the store', async () => {
    const world = store();
    const one = await world.window();
    const two = await world.window();
    const [a, b] = [one.tabs.add(), two.tabs.add()];
    await quiet();
    expect(ids(one.tabs).sort()).toEqual(['main', a, b].sort());
    expect(ids(two.tabs)).toEqual(ids(one.tabs));
    expect(world.stored()?.list.map(({ id }) => id)).toEqual(ids(one.tabs));
    expect([one.tabs.active, two.tabs.active]).toEqual([a, b]);
    expect([one.errors, two.errors]).toEqual([[], []]);
  });

  test('store the tab in front where they missed what the other did, too', async () => {
    const world = store();
    const one = await world.window();
    const other = one.tabs.add();
    await quiet();
    const two = await world.window(true);
    one.tabs.rename('main', '通知', null);
    await quiet();
    two.tabs.activate('main');
    await quiet();
    expect(world.stored()?.active).toBe('main');
    expect(two.tabs.list).toEqual([
      { id: 'main', title: '通知' },
      { id: other, title: '' },
    ]);
  });

  test('read nothing for what they wrote themselves, and everything after events may have been missed', async () => {
    const world = store();
    const one = await world.window();
    one.tabs.add();
    await quiet();
    const read = one.calls('drafts.get').length;
    expect(read).toBe(1);
    one.tabs.told(null);
    await quiet();
    expect(one.calls('drafts.get')).toHaveLength(read + 1);
  });

  test('end with one list, whatever they do in whatever order', async () => {
    const act = fc.record({
      who: fc.constantFrom(0, 1),
      what: fc.constantFrom('add' as const, 'close' as const, 'rename' as const, 'wait' as const),
      at: fc.nat(5),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 12 }), async (script) => {
        const world = store();
        const windows = [await world.window(), await world.window()];
        for (const { who, what, at } of script) {
          const { tabs } = windows[who] ?? { tabs: null };
          if (!tabs) continue;
          const id = tabs.list[at % tabs.list.length]?.id ?? '';
          if (what === 'add') tabs.add();
          else if (what === 'close' && tabs.list.length > 1) tabs.close(id);
          else if (what === 'rename') tabs.rename(id, `名${at}`, null);
          else await settled();
        }
        await quiet();
        const [one, two] = windows;
        expect(one?.tabs.list).toEqual(two?.tabs.list);
        for (const { tabs } of windows) expect(ids(tabs)).toContain(tabs.active);
        const stored = world.stored();
        if (stored) expect(stored.list).toEqual(one?.tabs.list);
        expect([one?.errors, two?.errors]).toEqual([[], []]);
      }),
      { numRuns: 40 },
    );
  });
});
