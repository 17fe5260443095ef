import { own } from './own.ts';

/**
 * Maps bullets of symbol fonts to similar Unicode characters. Symbol fonts have their own codes, which files write in
 * the private use area (U+F000 + code) or as the plain character.
 */

/** Code → sign; a table for each font that Word's bullets come from. */
const wingdings: Readonly<Record<number, string>> = {
  34: '✂',
  40: '☎',
  42: '✉',
  70: '☞',
  74: '☺',
  75: '😐',
  76: '☹',
  108: '●',
  109: '❍',
  110: '■',
  111: '□',
  112: '❐',
  113: '❑',
  114: '❒',
  115: '⬧',
  116: '⧫',
  117: '◆',
  118: '❖',
  119: '⬥',
  158: '·',
  159: '•',
  161: '○',
  164: '◉',
  167: '▪',
  168: '◻',
  170: '✦',
  171: '★',
  173: '✹',
  178: '✧',
  181: '✪',
  216: '➢',
  219: '➲',
  220: '➲',
  223: '←',
  224: '→',
  225: '↑',
  226: '↓',
  232: '➔',
  240: '⇨',
  251: '✗',
  252: '✓',
  253: '☒',
  254: '☑',
};

const wingdings2: Readonly<Record<number, string>> = {
  79: '✗',
  80: '✓',
  81: '☒',
  82: '☑',
  151: '●',
  163: '□',
  174: '◆',
  243: '✱',
};

const wingdings3: Readonly<Record<number, string>> = {
  125: '▶',
  132: '▶',
  134: '▶',
  102: '←',
  103: '→',
  104: '↑',
  105: '↓',
};

const symbol: Readonly<Record<number, string>> = {
  42: '∗',
  45: '−',
  167: '♣',
  168: '♦',
  169: '♥',
  170: '♠',
  172: '←',
  173: '↑',
  174: '→',
  175: '↓',
  176: '°',
  180: '×',
  183: '•',
  214: '√',
  215: '⋅',
  222: '⇒',
  224: '◊',
};

const webdings: Readonly<Record<number, string>> = {
  60: '◼',
  61: '◼',
  52: '▶',
  97: '✓',
  99: '□',
  103: '■',
  110: '●',
  114: '✗',
};

const tables: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  wingdings,
  'wingdings 2': wingdings2,
  'wingdings 3': wingdings3,
  symbol,
  webdings,
};

/** Whether a font has signs instead of letters. */
export const isSymbolFont = (name: string | undefined): boolean =>
  own(tables, name?.toLowerCase()) !== undefined;

const fallback = '•';

/** @param font of the level; undefined for none @returns the text in characters that ordinary fonts have */
export function bulletText(text: string, font: string | undefined): string {
  const table = own(tables, font?.toLowerCase());
  return [...text]
    .map((character) => {
      const code = character.codePointAt(0) ?? 0;
      const isPrivate = code >= 0xe000 && code <= 0xf8ff;
      if (!isPrivate && !(table && code > 0x20 && code < 0x100)) return character;
      const low = code & 0xff;
      return (table ? table[low] : (wingdings[low] ?? symbol[low])) ?? fallback;
    })
    .join('');
}
