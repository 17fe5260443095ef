import type { Replacement } from '../documents/replace.ts';

/** `OLD=NEW`, cut at the first `=`; `\=` is a `=` of the text. Null for what is none. */
export function parseReplacement(text: string): Replacement | null {
  const cut = /(?<!\\)=/.exec(text);
  if (!cut || cut.index === 0) return null;
  const plain = (part: string) => part.replaceAll('\\=', '=');
  return { old: plain(text.slice(0, cut.index)), next: plain(text.slice(cut.index + 1)) };
}
