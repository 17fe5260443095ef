import { expect, test } from 'vitest';
import { CodedError } from '../../src-main/base/error.ts';
import type { Handlers } from '../../src-main/contract/index.ts';
import { asWritten, render } from '../../src-main/texts/message.ts';
import { Feedback } from '../../src-renderer/suggest/feedback.svelte.ts';
import { settled, watchedClient } from '../support/watched-client.ts';

const judged = { suggestionId: 's1', word: '天', place: 'text' } as const;

function asking(own: Partial<Handlers> = {}) {
  const watched = watchedClient({ 'feedback.give': () => ({ id: 'f1' }), ...own });
  const errors: string[] = [];
  const feedback = new Feedback(watched.client, (text) => errors.push(render(text, 'zh')));
  feedback.send({ type: 'open', judged, step: 'ask' });
  return { feedback, errors, ...watched };
}

test('what is given is named by the store, and taken back by that name', async () => {
  const { feedback, calls } = asking();
  expect(feedback.send({ type: 'right' })).toBe(true);
  expect(feedback.send({ type: 'right' })).toBe(false);
  await settled();
  expect(feedback.at).toEqual({ step: 'kept', id: 'f1', kind: 'right', own: null });
  feedback.send({ type: 'undo' });
  await settled();
  expect(calls('feedback.undo')).toEqual([{ id: 'f1' }]);
  expect(feedback.at.step).toBe('undone');
  expect(calls('feedback.give')).toEqual([{ suggestionId: 's1', kind: 'right', word: '天' }]);
});

test('what could not be given or taken back is told, and can be tried again', async () => {
  let fails = true;
  const refuse = () => {
    if (fails) throw new CodedError('disk-full', asWritten('满了。', 'Full.'));
  };
  const { feedback, errors, calls } = asking({
    'feedback.give': () => {
      refuse();
      return { id: 'f1' };
    },
    'feedback.undo': () => {
      refuse();
      return {};
    },
  });
  feedback.send({ type: 'right' });
  await settled();
  expect([feedback.at.step, errors]).toEqual(['ask', ['满了。']]);
  fails = false;
  feedback.send({ type: 'right' });
  await settled();
  fails = true;
  feedback.send({ type: 'undo' });
  await settled();
  expect([feedback.at.step, errors.length]).toEqual(['kept', 2]);
  fails = false;
  feedback.send({ type: 'undo' });
  await settled();
  expect([feedback.at.step, calls('feedback.undo').length]).toEqual(['undone', 2]);
});

test('that a word was taken is told without a bar', async () => {
  const { feedback, calls } = asking();
  feedback.send({ type: 'close' });
  await feedback.accepted('s2', '地');
  expect(calls('feedback.give')).toEqual([{ suggestionId: 's2', kind: 'accepted', word: '地' }]);
  expect(feedback.judged).toBeNull();
});

test('keys judge the word of the bar, and are no keys of it without one', async () => {
  const { feedback, calls } = asking();
  expect(feedback.takeKey('KeyX')).toBe(false);
  expect(feedback.takeKey('KeyN')).toBe(true);
  expect(feedback.at.step).toBe('correct');
  feedback.send({ type: 'close' });
  expect(feedback.takeKey('KeyY')).toBe(false);
  await settled();
  expect(calls('feedback.give')).toEqual([]);
});
