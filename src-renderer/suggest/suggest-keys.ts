import { canNarrow, type Open, type SuggestEvent } from './suggest-state.ts';

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

/** ← and → in a list that the writer went into. They move no caret and write nothing, with or without an answer. */
function sideways(open: Open, key: string): SuggestEvent | null {
  if (!canNarrow(open)) return null;
  if (key === 'ArrowRight') return { type: 'narrow', by: 1 };
  return key === 'ArrowLeft' ? { type: 'narrow', by: -1 } : null;
}

/** Keys of a list that the writer went into. */
function inList(open: Open, key: string, rows: number): SuggestEvent | null {
  const digit = digitOf(key);
  if (rows === 0) {
    const waits = digit !== null || ['ArrowDown', 'ArrowUp', 'Enter'].includes(key);
    return waits ? { type: 'await' } : null;
  }
  if (key === 'ArrowDown') return { type: 'move', by: 1 };
  if (key === 'ArrowUp') return { type: 'move', by: -1 };
  if (key === 'Enter') return { type: 'choose', row: open.selected };
  return digit !== null && digit <= rows ? { type: 'choose', row: digit - 1 } : null;
}

/** Chords that mean the list wherever the writer is. */
function chord(open: Open, { code, key }: Key): SuggestEvent | null {
  if (key === 'Enter') return { type: 'choose', row: open.selected };
  const digit = digitOf(code);
  return digit === null ? null : { type: 'choose', row: digit - 1 };
}

/**
 * What a key means to the open list; null leaves it to the text. A list opens by itself, so that typing goes on as if
 * it were not there: it takes ↓, which leads into it, Escape, and chords with Alt. What a key means depends on the
 * list being open, never on whether its answer has come.
 */
export function readKey(open: Open, key: Key): SuggestEvent | null {
  const rows = open.shown?.candidates.length ?? 0;
  if (key.ctrl || key.shift) return null;
  if (!key.alt && key.key === 'Escape') return { type: 'dismiss' };
  const entered = open.armed && !key.alt;
  const by = entered ? sideways(open, key.key) : null;
  if (by) return by;
  // A writer who narrowed the words looks at the list: a key that is meant for a word must not become text.
  const narrowed = entered && open.length !== null;
  if (rows === 0 && open.asking === null && !narrowed) return null;
  if (key.alt) return chord(open, key);
  if (open.armed) return inList(open, key.key, rows);
  return key.key === 'ArrowDown' ? { type: 'move', by: 1 } : null;
}
