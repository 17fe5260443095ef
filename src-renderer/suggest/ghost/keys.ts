import type { InlineKeys } from '../../../src-main/contract/index.ts';

/** Keys as they are written in the settings: `Ctrl+ArrowRight`, `Alt+]`, `Tab`. */

export interface Pressed {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

export type InlineCommand = keyof InlineKeys;

/** In the order in which palette and settings show them. */
export const orderedCommands = [
  'accept',
  'acceptPart',
  'acceptClause',
  'acceptCharacter',
  'next',
  'previous',
  'dismiss',
] as const satisfies readonly InlineCommand[];

/** Signs that Alt changes on some layouts, by the physical key that gives them. */
const signOf: Readonly<Record<string, string>> = { BracketLeft: '[', BracketRight: ']' };

const letter = /^Key([A-Z])$/;

/** The name of a pressed key; null for a modifier alone. Ctrl and ⌘ are the same. */
export function nameOf({ key, code, ctrlKey, metaKey, altKey, shiftKey }: Pressed): string | null {
  if (['Control', 'Meta', 'Alt', 'Shift', 'Process', 'Dead'].includes(key)) return null;
  // With Alt, some systems write another sign in the place of a letter.
  const plain = /^[a-z]$/i.test(key) ? key : (letter.exec(code)?.[1] ?? key);
  const base = altKey ? (signOf[code] ?? plain) : key;
  const parts = [
    ctrlKey || metaKey ? 'Ctrl' : '',
    altKey ? 'Alt' : '',
    shiftKey ? 'Shift' : '',
    base === ' ' ? 'Space' : base.length === 1 ? base.toUpperCase() : base,
  ];
  return parts.filter((part) => part !== '').join('+');
}

/** The command that a pressed key stands for while a ghost is shown. */
export function commandOf(pressed: Pressed, keys: InlineKeys): InlineCommand | null {
  const name = nameOf(pressed);
  if (name === null) return null;
  const found = Object.entries(keys).find(([, bound]) => bound === name);
  return found ? (found[0] as InlineCommand) : null;
}
