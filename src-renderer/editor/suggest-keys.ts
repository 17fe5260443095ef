import type { Open, SuggestEvent } from './suggest-state.ts';

export interface Key {
  readonly key: string;
  /** Physical key, e.g. `Digit1`: Alt with a digit types a sign on some layouts. */
  readonly code: string;
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
}

const digitOf = (text: string): number | null => {
  const digit = /^(?:Digit|Numpad)?([1-9])$/.exec(text)?.[1];
  return digit === undefined ? null : Number(digit);
};

function whileArmed(open: Open, key: string, rows: number): SuggestEvent | null {
  if (key === 'ArrowDown') return { type: 'move', by: 1 };
  if (key === 'ArrowUp') return { type: 'move', by: -1 };
  if (key === 'Enter') return { type: 'choose', row: open.selected };
  const digit = digitOf(key);
  return digit !== null && digit <= rows ? { type: 'choose', row: digit - 1 } : null;
}

/**
 * What a key means to the open list; null leaves it to the text. Digits and Enter are taken only
 * while the caret rests at the gap: a writer who typed on means them for the text.
 */
export function readKey(open: Open, key: Key): SuggestEvent | null {
  const rows = open.shown?.candidates.length ?? 0;
  if (key.ctrl || key.shift) return null;
  if (key.alt) {
    const digit = digitOf(key.code);
    return digit !== null && digit <= rows ? { type: 'choose', row: digit - 1 } : null;
  }
  if (key.key === 'Escape') return { type: 'dismiss' };
  if (rows === 0) return null;
  if (open.armed) return whileArmed(open, key.key, rows);
  return key.key === 'ArrowDown' || key.key === 'Tab' ? { type: 'move', by: 1 } : null;
}
