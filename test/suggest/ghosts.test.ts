import { EditorState } from '@tiptap/pm/state';
import { describe, expect, test } from 'vitest';
import { type Handlers, Settings } from '../../src-main/contract/index.ts';
import { mapThrough } from '../../src-renderer/suggest/ghost/caret.ts';
import { optionsOf, sameOptions } from '../../src-renderer/suggest/ghost/ghost-options.ts';
import { Ghosts } from '../../src-renderer/suggest/ghost/ghosts.svelte.ts';
import { documentOf, HeadlessEditor } from '../support/headless-editor.ts';
import { manualClock } from '../support/manual-clock.ts';
import { settled, watchedClient } from '../support/watched-client.ts';

const on = Settings.parse({ inlineEnabled: true, inlineDelayMs: 200 });

/** A document where words are offered at the caret: 生效, 生成 and 收到, by the suggestion `s1`. */
function world(own: Partial<Handlers> = {}) {
  const watched = watchedClient({
    'suggest.next': ({ requestId }) => ({
      requestId,
      candidates: [
        { word: '生效', probability: 0.8 },
        { word: '生成', probability: 0.1 },
        { word: '收到', probability: 0.05 },
      ],
      suggestionId: 's1',
      milliseconds: 1,
      modelId: 'm',
      version: 'base',
    }),
    ...own,
  });
  const clock = manualClock();
  const completed: unknown[] = [];
  const ended: unknown[] = [];
  const announced: string[] = [];
  let busy = false;
  const ghosts = new Ghosts({
    client: watched.client,
    documentId: 'd',
    session: 'w',
    schedule: (ms, run) => clock.after(ms, run),
    busy: () => busy,
    announce: (word) => announced.push(word),
    onCompleted: ({ word }, ...what) => completed.push([word, ...what]),
    onEnded: (how, _candidate, ...what) => ended.push([how, ...what]),
  });
  const editor = new HeadlessEditor(documentOf('这批货的订单一直', ''));
  editor.onTransactions = (all) => ghosts.follow(all);
  ghosts.attach(editor.editor);
  editor.select(9);
  ghosts.apply(on);
  const offer = async () => {
    editor.type('没', 9);
    clock.advance(200);
    await settled();
  };
  return {
    ...watched,
    clock,
    ghosts,
    editor,
    completed,
    ended,
    announced,
    offer,
    occupy: (is: boolean) => (busy = is),
  };
}
const words = ({ ghosts }: ReturnType<typeof world>) => ghosts.ghost?.candidates.map(({ word }) => word);

describe('a word at the caret', () => {
  test('is offered once the writer rests, and told of', async () => {
    const one = world();
    one.editor.type('没', 9);
    one.clock.advance(199);
    await settled();
    expect(one.calls('suggest.next')).toEqual([]);
    one.clock.advance(1);
    await settled();
    expect(words(one)).toEqual(['生效', '生成', '收到']);
    expect(one.announced).toEqual(['生效']);
    expect(one.calls('suggest.next')).toMatchObject([
      { gapKey: 'w-inline', documentId: 'd', level: 'moderate', before: '这批货的订单一直没', after: '' },
    ]);
  });

  test('is taken as a step of its own, and handed on as taken', async () => {
    const one = world();
    await one.offer();
    expect(one.ghosts.command('accept')).toBe(true);
    expect(one.editor.text).toBe('这批货的订单一直没生效\n');
    expect(one.completed).toEqual([['生效', 's1', 12]]);
    expect(one.ghosts.ghost).toBeNull();
    one.editor.type('了');
    one.editor.undo();
    expect(one.editor.text).toBe('这批货的订单一直没生效\n');
    one.editor.undo();
    expect(one.editor.text).toBe('这批货的订单一直没\n');
  });

  test('is exchanged for the next one, taken in part, or dismissed, by its keys', async () => {
    const one = world();
    await one.offer();
    one.ghosts.command('next');
    expect([one.ghosts.ghost?.index, one.announced.at(-1)]).toEqual([1, '生成']);
    one.ghosts.command('previous');
    expect(one.ghosts.ghost?.index).toBe(0);
    one.ghosts.command('previous');
    expect(one.ghosts.ghost?.index).toBe(2);
    one.ghosts.command('next');
    one.ghosts.command('acceptCharacter');
    expect(one.editor.text).toBe('这批货的订单一直没生\n');
    one.ghosts.command('dismiss');
    expect(one.ghosts.ghost).toBeNull();
    expect(one.ended).toEqual([['part', '生', 's1']]);
    for (const command of ['accept', 'dismiss', 'next'] as const)
      expect(one.ghosts.command(command)).toBe(false);
  });

  test('stays while it is typed along, and goes with the caret', async () => {
    const one = world();
    await one.offer();
    one.editor.type('生');
    expect(one.ghosts.ghost?.taken).toBe('生');
    // It is the same word: nothing new is told.
    expect(one.announced).toEqual(['生效']);
    one.editor.select(3);
    expect(one.ghosts.ghost).toBeNull();
  });

  test('is not offered while something else has the attention, and hidden when the writer looks elsewhere', async () => {
    const one = world();
    one.occupy(true);
    await one.offer();
    expect(one.calls('suggest.next')).toEqual([]);
    one.occupy(false);
    await one.offer();
    expect(one.ghosts.ghost).not.toBeNull();
    one.ghosts.hide();
    expect(one.ghosts.ghost).toBeNull();
  });

  test('that an input method left is asked about like a typed one', async () => {
    const one = world();
    const { doc } = one.editor.state;
    one.ghosts.send({ type: 'composing', active: true });
    one.editor.type('没', 9);
    one.ghosts.send({ type: 'composing', active: false });
    one.ghosts.composed(doc);
    one.clock.advance(200);
    await settled();
    expect(words(one)).toEqual(['生效', '生成', '收到']);
  });

  test('goes on where an input method left its beginning', async () => {
    const one = world();
    await one.offer();
    const { doc } = one.editor.state;
    one.ghosts.send({ type: 'composing', active: true });
    one.editor.type('sheng');
    expect(one.ghosts.ghost).toBeNull();
    one.editor.erase(10, 15);
    one.editor.type('生');
    one.ghosts.send({ type: 'composing', active: false });
    one.ghosts.composed(doc);
    expect(one.ghosts.ghost?.taken).toBe('生');
    one.clock.advance(1000);
    await settled();
    expect(one.calls('suggest.next')).toHaveLength(1);
  });

  test('that fails is not told of', async () => {
    const one = world({
      'suggest.next': () => {
        throw new Error('the engine is away');
      },
    });
    await one.offer();
    expect([one.ghosts.ghost, one.announced]).toEqual([null, []]);
    await one.offer();
    expect(one.calls('suggest.next')).toHaveLength(2);
  });
});

test('what is offered is drawn when it comes and when it goes, without a step of the history', async () => {
  const one = world();
  let drawn = 0;
  one.editor.onTransactions = (all) => {
    if (all.every((each) => each.getMeta('addToHistory') === false)) drawn++;
    one.ghosts.follow(all);
  };
  await one.offer();
  expect(drawn).toBe(1);
  one.ghosts.hide();
  expect(drawn).toBe(2);
  one.editor.undo();
  expect(one.editor.text).toBe('这批货的订单一直\n');
});

describe('a request', () => {
  const waiting = () => {
    const aborted: string[] = [];
    const one = world({
      'suggest.next': ({ requestId }, { signal }) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => {
            aborted.push(requestId);
            reject(signal.reason);
          }),
        ),
    });
    return { one, aborted };
  };

  test('is given up when the writer types on, and when the document is closed', async () => {
    const { one, aborted } = waiting();
    await one.offer();
    one.editor.type('了');
    await settled();
    expect(aborted).toHaveLength(1);
    one.clock.advance(200);
    await settled();
    one.ghosts.stop();
    await settled();
    expect(aborted).toHaveLength(2);
  });

  test('is not made after the document was closed', async () => {
    const one = world();
    one.editor.type('没', 9);
    one.ghosts.stop();
    one.clock.advance(1000);
    one.ghosts.hide();
    one.ghosts.composed(documentOf(''));
    await settled();
    expect(one.calls('suggest.next')).toEqual([]);
  });
});

describe('quiet for a while', () => {
  test('ends by itself, or when the writer says so', async () => {
    const one = world();
    one.ghosts.snooze(30);
    expect(one.ghosts.snoozedUntil).not.toBeNull();
    await one.offer();
    expect(one.ghosts.ghost).toBeNull();
    one.clock.advance(30 * 60_000);
    expect(one.ghosts.snoozedUntil).toBeNull();
    await one.offer();
    expect(one.ghosts.ghost).not.toBeNull();
    one.ghosts.snooze(30);
    expect(one.ghosts.ghost).toBeNull();
    one.ghosts.snooze(null);
    one.ghosts.snooze(60);
    // The time of the first one is over; the second one goes on.
    one.clock.advance(31 * 60_000);
    expect(one.ghosts.snoozedUntil).not.toBeNull();
  });
});

describe('settings', () => {
  test('say whether, when and how sure', () => {
    expect(optionsOf(null, false)).toEqual({ enabled: false, delayMs: 250, level: 'moderate' });
    expect(optionsOf({ ...on, inlineLevel: 'quiet' }, false)).toEqual({
      enabled: true,
      delayMs: 200,
      level: 'quiet',
    });
    expect(optionsOf(on, true).enabled).toBe(false);
  });

  test('that are the same leave a word that is offered', async () => {
    const one = world();
    await one.offer();
    one.ghosts.apply({ ...on, theme: 'dark' });
    expect(one.ghosts.ghost).not.toBeNull();
    one.ghosts.apply({ ...on, inlineEnabled: false });
    expect(one.ghosts.ghost).toBeNull();
    const options = optionsOf(on, false);
    for (const change of [{ enabled: false }, { delayMs: 1 }, { level: 'eager' } as const])
      expect(sameOptions(options, { ...options, ...change })).toBe(false);
  });
});

test('a position is followed through a dispatch, and lost with what stood before it', () => {
  const first = EditorState.create({ doc: documentOf('今天天气') });
  const one = first.tr.insertText('很', 1);
  const two = first.apply(one).tr.delete(3, 4);
  const map = mapThrough([one, two]);
  expect([1, 2, 3, 5].map(map)).toEqual([1, 3, null, 5]);
});
