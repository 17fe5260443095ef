import { describe, expect, test } from 'vitest';
import { InlineKeys } from '../../src-main/contract/index.ts';
import { commandOf, nameOf } from '../../src-renderer/suggest/ghost/keys.ts';

const keys = InlineKeys.parse({});

describe('keys', () => {
  const press = (key: string, change = {}) => ({
    key,
    code: '',
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    ...change,
  });

  test('are named as the settings write them, whatever the layout makes of Alt', () => {
    expect(nameOf(press('Tab'))).toBe('Tab');
    expect(nameOf(press('ArrowRight', { ctrlKey: true }))).toBe('Ctrl+ArrowRight');
    expect(nameOf(press('ArrowRight', { metaKey: true }))).toBe('Ctrl+ArrowRight');
    expect(nameOf(press('Ω', { code: 'KeyZ', metaKey: true, altKey: true }))).toBe('Ctrl+Alt+Z');
    expect(nameOf(press('‘', { altKey: true, code: 'BracketRight' }))).toBe('Alt+]');
    expect(nameOf(press('j', { ctrlKey: true }))).toBe('Ctrl+J');
    expect(nameOf(press('Shift', { shiftKey: true }))).toBeNull();
  });

  test('mean a command only as they are bound', () => {
    expect(commandOf(press('Tab'), keys)).toBe('accept');
    expect(commandOf(press('Tab', { shiftKey: true }), keys)).toBeNull();
    expect(commandOf(press('Tab'), { ...keys, accept: 'Ctrl+Enter' })).toBeNull();
  });

  test('of settings from before there were so many stay what they were', () => {
    const old = {
      accept: 'Tab',
      acceptPart: 'Ctrl+ArrowRight',
      next: 'Alt+End',
      previous: 'Alt+[',
      dismiss: 'F2',
    };
    const read = InlineKeys.parse(old);
    expect(commandOf(press('End', { altKey: true }), read)).toBe('next');
    expect(commandOf(press('ArrowRight', { ctrlKey: true }), read)).toBe('acceptPart');
    expect(commandOf(press('ArrowRight', { altKey: true }), read)).toBe('acceptCharacter');
  });
});
