import type { Source } from './source.ts';

/** The spellings that a file prefers where Markdown allows several; new blocks follow them. */
export interface Habits {
  readonly eol: string;
  readonly bullet: string;
  /** The sign after the number of an ordered item. */
  readonly delimiter: string;
  /** The space between a bullet and its text. */
  readonly space: string;
  readonly emphasis: string;
  readonly strong: string;
  readonly fence: string;
  readonly rule: string;
  /** Spaces at the end of a line, or a backslash. */
  readonly lineBreak: 'spaces' | 'backslash';
}

/** The most frequent match of a pattern's first group; the default where nothing is found. */
function favourite(text: string, pattern: RegExp, usual: string): string {
  const counts = new Map<string, number>();
  for (const [, found = ''] of text.matchAll(pattern)) counts.set(found, (counts.get(found) ?? 0) + 1);
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best), [usual, 0] as const)[0];
}

export function habitsOf(source: Source | null): Habits {
  const text = source?.text ?? '';
  const breaks = favourite(text, /\S(\\| {2,})(?:\r\n|\n|\r)[ \t>]*\S/g, '\\');
  return {
    eol: favourite(text, /(\r\n|\n|\r)/g, '\n'),
    bullet: favourite(text, /^[ \t>]*([-*+])[ \t]+\S/gm, '-'),
    delimiter: favourite(text, /^[ \t>]*\d{1,9}([.)])[ \t]+\S/gm, '.'),
    space: favourite(text, /^[ \t>]*[-*+]( {1,4})\S/gm, ' '),
    emphasis: favourite(text, /(?<![*_\w])([*_])(?=[^\s*_])[^*_\r\n]*[^\s*_]\1(?![*_\w])/g, '*'),
    strong: favourite(text, /(?<![*_\w])(\*\*|__)(?=[^\s*_])[^*_\r\n]*[^\s*_]\1(?![*_\w])/g, '**'),
    fence: favourite(text, /^[ \t>]*(`{3}|~{3})/gm, '```').slice(0, 3),
    rule: favourite(text, /^(?:\r\n|\n|\r)(-{3,}|\*{3,}|_{3,}|- - -|\* \* \*)[ \t]*$/gm, '---'),
    lineBreak: breaks.startsWith(' ') ? 'spaces' : 'backslash',
  };
}
