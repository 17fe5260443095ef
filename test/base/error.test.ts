import { expect, test } from 'vitest';
import { CodedError, messageOf } from '../../src-main/base/error.ts';
import { asWritten, render } from '../../src-main/texts/message.ts';

const otherwise = (reason: string) => ({
  code: 'engine-failed',
  text: asWritten(`出错：${reason}`, `failed: ${reason}`),
});

test('an error meant for the writer keeps its code and both sentences', () => {
  const text = asWritten('磁盘已满。', 'The disk is full.');
  expect(messageOf(new CodedError('disk-full', text), otherwise)).toEqual({ code: 'disk-full', text });
});

test('anything else that is thrown becomes the sentence given, with its reason', () => {
  const said = (error: unknown) => render(messageOf(error, otherwise).text, 'en');
  expect(messageOf(new Error('no memory'), otherwise)).toEqual(otherwise('no memory'));
  expect(said(new TypeError())).toBe('failed: TypeError');
  expect(said('a word')).toBe('failed: a word');
  expect(said(undefined)).toBe('failed: undefined');
  // What only looks like one of ours was not made by us.
  expect(messageOf({ code: 'disk-full', text: {} }, otherwise).code).toBe('engine-failed');
});

test('what is left crosses a structured clone unchanged', () => {
  const message = messageOf(new Error('坏'), otherwise);
  expect(structuredClone(message)).toEqual(message);
});
