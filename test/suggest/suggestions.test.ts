import { describe, expect, test } from 'vitest';
import { CodedError } from '../../src-main/base/error.ts';
import type { Handlers, Suggestion } from '../../src-main/contract/index.ts';
import { asWritten, render } from '../../src-main/texts/message.ts';
import { type Announcement, Suggestions } from '../../src-renderer/suggest/suggestions.svelte.ts';
import type { GapRun } from '../../src-renderer/text/gap-context.ts';
import { maskConversion } from '../../src-renderer/text/mask-conversion.ts';
import { documentOf, HeadlessEditor } from '../support/headless-editor.ts';
import { manualClock } from '../support/manual-clock.ts';
import { settled, watchedClient } from '../support/watched-client.ts';

const key = (name: string, change = {}) => ({
  key: name,
  code: '',
  ctrl: false,
  alt: false,
  shift: false,
  ...change,
});

/** A document with suggestions: each gap is answered with 天 and 生, the first request by the suggestion `s1`. */
function world(texts: readonly string[], own: Partial<Handlers> = {}) {
  let asked = 0;
  const watched = watchedClient({
    'suggest.fill': ({ requestId, text }): Suggestion => ({
      requestId,
      stage: 'full',
      gaps: [...text.matchAll(/(?:\[MASK\])+/g)].map(({ 0: found, index }) => ({
        start: index,
        end: index + found.length,
        candidates: ['天', '生'].map((word, i) => ({ word, probability: 0.5 - i / 10 })),
        suggestionId: `s${++asked}`,
      })),
      milliseconds: 1,
      modelId: 'm',
      version: 'base',
      provider: 'cpu',
    }),
    ...own,
  });
  const clock = manualClock();
  const announced: Announcement[] = [];
  const declined: GapRun[] = [];
  const errors: string[] = [];
  let signals = true;
  const suggestions = new Suggestions({
    client: watched.client,
    signals: () => signals,
    selectionOpens: () => true,
    documentId: 'd',
    session: 'w',
    schedule: (ms, run) => clock.after(ms, run),
    onError: (text) => errors.push(render(text, 'zh')),
    onAnswer: () => undefined,
    announce: (what) => announced.push(what),
    onDeclined: (place) => declined.push(place),
    indents: () => true,
  });
  const editor = new HeadlessEditor(documentOf(...texts), [maskConversion()]);
  editor.onTransactions = (all, moved) => suggestions.follow(all, moved, false);
  suggestions.attach(editor.editor);
  return {
    suggestions,
    editor,
    clock,
    announced,
    declined,
    errors,
    rest: async () => {
      clock.advance(400);
      await settled();
    },
    quiet: () => {
      signals = false;
    },
    given: () =>
      watched
        .calls('feedback.give')
        .map(({ kind, suggestionId, word }) => `${kind} ${suggestionId} ${word ?? '-'}`),
    calls: watched.calls,
    words: () => suggestions.list.open?.shown?.candidates.map(({ word }) => word) ?? null,
  };
}

/** A document whose gap at 3 is filled with 天. */
async function filled(texts: readonly string[] = ['今天_气_', '别处'], own: Partial<Handlers> = {}) {
  const one = world(texts, own);
  one.editor.select(3);
  await one.rest();
  one.suggestions.send({ type: 'choose', row: 0 });
  await settled();
  return one;
}

describe('a word of the list', () => {
  test('is taken into the text, told of, and can be judged there', async () => {
    const one = await filled();
    expect(one.editor.text).toBe('今天天气_\n别处');
    expect(one.editor.focused).toBe(1);
    expect(one.given()).toEqual(['accepted s1 天']);
    expect(one.announced.at(-1)).toEqual({ type: 'accepted', word: '天' });
    expect(one.suggestions.placed).toEqual({ from: 3, to: 4, word: '天' });
    expect(one.suggestions.feedback.judged).toEqual({ suggestionId: 's1', word: '天', place: 'text' });
  });

  test('is one step back, which says that it was changed; the place is left alone', async () => {
    const one = await filled();
    one.editor.type('好', 4);
    one.editor.undo();
    expect(one.editor.text).toBe('今天天气_\n别处');
    expect(one.declined).toEqual([]);
    one.editor.undo();
    await one.rest();
    expect(one.editor.text).toBe('今天_气_\n别处');
    expect(one.given()).toEqual(['accepted s1 天', 'changed s1 天']);
    expect(one.declined).toHaveLength(1);
    expect(one.suggestions.list.open).toBeNull();
    expect(one.suggestions.placed).toBeNull();
    expect(one.suggestions.feedback.judged).toBeNull();
  });

  test('was kept when the next one is taken; the next one is judged then', async () => {
    const one = await filled();
    one.editor.select(5);
    await one.rest();
    one.suggestions.send({ type: 'choose', row: 1 });
    await settled();
    expect(one.editor.text).toBe('今天天气生\n别处');
    expect(one.given()).toContain('kept s1 天');
    expect(one.given().filter((call) => call.startsWith('kept'))).toHaveLength(1);
    expect(one.suggestions.feedback.judged?.word).toBe('生');
  });

  test('says nothing of what the writer did not say, where they do not want that', async () => {
    const one = await filled();
    one.quiet();
    one.editor.undo();
    await settled();
    expect(one.given()).toEqual(['accepted s1 天']);
  });
});

describe('the bar', () => {
  test('goes when the writer goes to another paragraph', async () => {
    const one = await filled();
    one.editor.select(9);
    expect(one.suggestions.feedback.judged).toBeNull();
    one.editor.select(2);
    expect(one.suggestions.feedback.judged).toBeNull();
  });

  test('goes when a list opens at another gap', async () => {
    const one = await filled();
    one.editor.select(5);
    expect(one.suggestions.list.open).not.toBeNull();
    expect(one.suggestions.feedback.judged).toBeNull();
  });

  test('is told ✓ once by two presses, and says what was kept', async () => {
    const one = await filled();
    for (const code of ['KeyY', 'KeyY']) expect(one.suggestions.feedback.takeKey(code)).toBe(true);
    await settled();
    expect(one.given()).toEqual(['accepted s1 天', 'right s1 天']);
    expect(one.suggestions.feedback.at).toMatchObject({ step: 'kept', kind: 'right' });
  });

  test('is told by undo that nothing changed about the word that was said to be right', async () => {
    const one = await filled();
    one.suggestions.feedback.takeKey('KeyY');
    one.editor.undo();
    await settled();
    expect(one.given()).toEqual(['accepted s1 天', 'right s1 天']);
  });

  test('does not say that something is undone once the writer is elsewhere', async () => {
    const answers: (() => void)[] = [];
    const one = await filled(['今天_气_', '别处'], {
      'feedback.undo': () => new Promise((resolve) => answers.push(() => resolve({}))),
    });
    const { feedback } = one.suggestions;
    feedback.send({ type: 'right' });
    await settled();
    feedback.send({ type: 'undo' });
    feedback.send({ type: 'undo' });
    one.editor.select(5);
    await one.rest();
    one.suggestions.send({ type: 'choose', row: 0 });
    await settled();
    expect(answers).toHaveLength(1);
    answers[0]?.();
    await settled();
    expect(feedback.at.step).toBe('ask');
    expect(feedback.judged?.suggestionId).not.toBe('s1');
  });

  test('says what failed, and can be told again', async () => {
    let fails = true;
    const one = await filled(['今天_气'], {
      'feedback.give': ({ kind }) => {
        if (fails && kind === 'right') throw new CodedError('disk-full', asWritten('满了。', 'Full.'));
        return { id: 'f' };
      },
    });
    one.suggestions.feedback.send({ type: 'right' });
    await settled();
    expect(one.errors).toEqual(['满了。']);
    fails = false;
    one.suggestions.feedback.send({ type: 'right' });
    await settled();
    expect(one.suggestions.feedback.at.step).toBe('kept');
  });
});

test('a word without a suggestion cannot be judged, and ends what was asked about the last one', async () => {
  let unknown = false;
  const one = await filled(['今天_气_'], {
    'suggest.fill': ({ requestId, text }) => ({
      requestId,
      stage: 'full',
      gaps: [
        {
          start: text.indexOf('[MASK]'),
          end: text.indexOf('[MASK]') + 6,
          candidates: [{ word: '天', probability: 0.5 }],
          suggestionId: unknown ? null : 's1',
        },
      ],
      milliseconds: 1,
      modelId: 'm',
      version: 'base',
      provider: 'cpu',
    }),
  });
  one.suggestions.feedback.takeKey('KeyN');
  unknown = true;
  one.editor.select(5);
  await one.rest();
  expect(one.suggestions.feedback.at.step).toBe('correct');
  one.suggestions.send({ type: 'choose', row: 0 });
  await settled();
  expect(one.suggestions.feedback.judged).toBeNull();
  expect(one.given()).toEqual(['accepted s1 天', 'kept s1 天']);
});

describe("the writer's own word", () => {
  test('takes the place of a word that was taken, which was wrong', async () => {
    const one = await filled();
    one.suggestions.feedback.takeKey('KeyN');
    one.suggestions.submitOwn('  地方 ');
    one.suggestions.submitOwn('地方');
    await settled();
    expect(one.editor.text).toBe('今天地方气_\n别处');
    expect(one.given()).toEqual(['accepted s1 天', 'wrong s1 地方']);
    expect(one.announced.at(-1)).toEqual({ type: 'replaced', word: '地方' });
    expect(one.suggestions.feedback.at).toMatchObject({ step: 'kept', kind: 'wrong', own: '地方' });
    one.editor.undo();
    expect(one.editor.text).toBe('今天天气_\n别处');
  });

  test('takes the place of the gap whose words were all wrong; the bar goes to the text with it', async () => {
    const one = world(['今天_气']);
    one.editor.select(3);
    await one.rest();
    one.suggestions.feedback.send({
      type: 'open',
      judged: { suggestionId: 's1', word: '', place: 'list' },
      step: 'correct',
    });
    one.suggestions.submitOwn('地');
    await settled();
    expect(one.editor.text).toBe('今天地气');
    expect(one.suggestions.list.open).toBeNull();
    expect(one.suggestions.feedback.judged?.place).toBe('text');
    expect(one.suggestions.feedback.at).toMatchObject({ step: 'kept', own: '地' });
    expect(one.suggestions.placed).toEqual({ from: 3, to: 4, word: '地' });
  });

  test('that is empty leaves the text as it is, and says that the word was wrong', async () => {
    const one = await filled();
    one.suggestions.feedback.takeKey('KeyN');
    one.suggestions.submitOwn(' ');
    await settled();
    expect(one.editor.text).toBe('今天天气_\n别处');
    expect(one.given()).toEqual(['accepted s1 天', 'wrong s1 -']);
  });
});

describe('keys', () => {
  test('belong to the list first: Escape closes it, tells that it was dismissed, and then closes the bar', async () => {
    const one = world(['今天_气']);
    one.editor.select(3);
    await one.rest();
    expect(one.suggestions.takeKey(key('Escape'))).toBe(true);
    await settled();
    expect(one.given()).toEqual(['dismissed s1 天']);
    expect(one.suggestions.takeKey(key('Escape'))).toBe(false);
    const other = await filled();
    expect(other.suggestions.takeKey(key('a'))).toBe(false);
    expect(other.suggestions.takeKey(key('Escape'))).toBe(true);
    expect(other.suggestions.feedback.judged).toBeNull();
  });

  test('of a list that closes end the judgement of its rows', async () => {
    const one = world(['今天_气']);
    one.editor.select(3);
    await one.rest();
    one.suggestions.feedback.send({
      type: 'open',
      judged: { suggestionId: 's1', word: '', place: 'list' },
      step: 'correct',
    });
    one.suggestions.send({ type: 'dismiss' });
    expect(one.suggestions.feedback.judged).toBeNull();
  });
});

describe('where the writer is', () => {
  test('is not looked at while an input method is at work, but after it', async () => {
    const one = world(['今天_气']);
    one.editor.onTransactions = (all, moved) => one.suggestions.follow(all, moved, true);
    one.editor.select(3);
    expect(one.suggestions.list.open).toBeNull();
    one.suggestions.lookAgain();
    expect(one.suggestions.list.open).not.toBeNull();
  });

  test('is asked about again when the writer wants the list that they closed', async () => {
    const one = world(['今天_气']);
    one.editor.select(3);
    await one.rest();
    one.suggestions.send({ type: 'dismiss' });
    one.editor.select(4);
    expect(one.suggestions.list.open).toBeNull();
    one.suggestions.lookAgain(true);
    await one.rest();
    expect(one.words()).toEqual(['天', '生']);
    expect(one.suggestions.list.open?.armed).toBe(true);
    // An open one is asked for anew.
    one.suggestions.lookAgain(true);
    await one.rest();
    expect(one.calls('suggest.fill')).toHaveLength(3);
  });

  test('does not matter to a transaction that changes nothing', async () => {
    const one = world(['_气']);
    one.editor.dispatch(one.editor.state.tr.setMeta('x', 1));
    expect(one.suggestions.list.open).toBeNull();
    one.editor.select(1);
    expect(one.suggestions.list.open).not.toBeNull();
  });

  test('is asked about after a pause in typing, which leads out of the list', async () => {
    const one = world(['今天_气']);
    one.editor.select(3);
    await one.rest();
    one.suggestions.send({ type: 'move', by: 1 });
    one.editor.type('很', 5);
    expect(one.suggestions.list.open?.armed).toBe(false);
    one.clock.advance(119);
    await settled();
    expect(one.calls('suggest.fill')).toHaveLength(1);
    one.clock.advance(1);
    await settled();
    expect(one.calls('suggest.fill')).toHaveLength(2);
  });

  test('is also where they just made a gap', async () => {
    const one = world(['今天', '别处']);
    one.editor.select(1);
    one.editor.dispatch(one.editor.state.tr.insert(6, documentOf('_').firstChild?.content ?? []));
    expect(one.suggestions.list.open?.run).toEqual({ from: 6, to: 7 });
  });

  test('is a gap whose list stays closed through edits before it', async () => {
    const one = world(['今天_气']);
    one.editor.select(3);
    await one.rest();
    one.suggestions.send({ type: 'dismiss' });
    one.editor.dispatch(one.editor.state.tr.insertText('很久', 1));
    expect(one.suggestions.list.open).toBeNull();
  });
});

describe('a word that is never to be offered', () => {
  test('at one gap is not in its later answers, but in those of another gap', async () => {
    const one = world(['今天_气', '别处_']);
    one.editor.select(3);
    await one.rest();
    expect(await one.suggestions.never('天', 'once')).toBe(true);
    expect(one.words()).toEqual(['生']);
    one.editor.type('很好', 5);
    one.editor.select(3);
    await one.rest();
    expect(one.words()).toEqual(['生']);
    one.editor.select(11);
    await one.rest();
    expect(one.words()).toEqual(['天', '生']);
    for (const word of ['生', '天']) await one.suggestions.never(word, 'once');
    one.editor.type('很好', 10);
    one.editor.select(13);
    await one.rest();
    expect(one.words()).toEqual([]);
    expect(one.calls('never.add')).toEqual([]);
  });

  test.each([
    ['document', { word: '天', scope: 'document', documentId: 'd' }],
    ['everywhere', { word: '天', scope: 'everywhere' }],
  ] as const)('in scope %s is stored, and gone from the list once it is', async (scope, input) => {
    const one = world(['今天_气']);
    one.editor.select(3);
    await one.rest();
    expect(await one.suggestions.never('天', scope)).toBe(true);
    expect(one.calls('never.add')).toEqual([input]);
    expect(one.words()).toEqual(['生']);
  });

  test('stays where that could not be stored, which the writer is told', async () => {
    const one = world(['今天_气'], {
      'never.add': () => {
        throw new CodedError('disk-full', asWritten('满了。', 'Full.'));
      },
    });
    one.editor.select(3);
    await one.rest();
    expect(await one.suggestions.never('天', 'everywhere')).toBe(false);
    expect(one.errors).toEqual(['满了。']);
    expect(one.words()).toEqual(['天', '生']);
  });
});

test('an inline word is adopted like one of the list; one without a suggestion is not judged', async () => {
  const one = await filled();
  one.editor.type('很好', 5);
  const word = { word: '很好', probability: 0.5 };
  one.suggestions.adopt(word, null, 7);
  expect(one.suggestions.placed?.word).toBe('天');
  one.suggestions.adopt(word, 'i1', 7);
  await settled();
  expect(one.given()).toEqual(['accepted s1 天', 'kept s1 天', 'accepted i1 很好']);
  expect(one.suggestions.feedback.judged).toEqual({ suggestionId: 'i1', word: '很好', place: 'text' });
});

describe('a phrase', () => {
  const origin = { kind: 'own-documents' as const, documents: 3, titles: ['通知'] };
  const phrase = { word: '很好', probability: 0.5, origin };

  test('that was taken counts as taken and is not asked about; the bar of the word before it goes', async () => {
    const one = await filled();
    one.editor.type('很好', 5);
    expect(one.suggestions.feedback.judged).not.toBeNull();
    one.suggestions.adopt(phrase, 'i1', 7);
    await settled();
    expect(one.given()).toEqual(['accepted s1 天', 'kept s1 天', 'accepted i1 很好']);
    expect(one.suggestions.feedback.judged).toBeNull();
    one.editor.undo();
    await settled();
    expect(one.given().at(-1)).toBe('changed i1 很好');
  });

  test('that was typed, taken in part or sent away is told of; a part of a word of the model is not', async () => {
    const one = await filled();
    const before = one.given().length;
    const ofModel = { ...phrase, origin: { ...origin, kind: 'model' as const } };
    one.suggestions.ended('typed', phrase, '很好', 'i1');
    one.suggestions.ended('part', phrase, '很', 'i2');
    one.suggestions.ended('part', ofModel, '很', 'i3');
    one.suggestions.ended('dismissed', ofModel, '很好', 'i4');
    await settled();
    expect(one.given().slice(before)).toEqual(['kept i1 很好', 'accepted i2 很', 'dismissed i4 很好']);
  });
});

test('another document has neither the list, nor the bar, nor the words of the old one', async () => {
  const one = await filled();
  one.suggestions.forget();
  expect(one.suggestions.feedback.judged).toBeNull();
  one.editor.select(5);
  one.suggestions.forget();
  expect(one.suggestions.list.open).toBeNull();
  expect(one.suggestions.placed).toBeNull();
  one.editor.undo();
  await settled();
  expect(one.given()).toEqual(['accepted s1 天']);
  expect(one.declined).toEqual([]);
});

test('a dispatch that put another document in place ends the words, too', async () => {
  const one = await filled();
  one.editor.dispatch(one.editor.state.tr.setMeta('opened', true));
  one.editor.erase(3, 4);
  await settled();
  expect(one.given()).toEqual(['accepted s1 天']);
});

test('stopped, it waits for no answer', async () => {
  let aborted = 0;
  const one = world(['今天_气'], {
    'suggest.fill': (_input, { signal }) =>
      new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => {
          aborted++;
          reject(signal.reason);
        }),
      ),
  });
  one.editor.select(3);
  await one.rest();
  one.suggestions.stop();
  await settled();
  expect([aborted, one.errors]).toEqual([1, []]);
});
