import type { Replacement } from '../documents/replace.ts';

/** Parses `OLD=NEW`, split at the first `=`; `\=` stands for `=`. Null if it is malformed. */
export function parseReplacement(text: string): Replacement | null {
  const cut = /(?<!\\)=/.exec(text);
  if (!cut || cut.index === 0) return null;
  const plain = (part: string) => part.replaceAll('\\=', '=');
  return { old: plain(text.slice(0, cut.index)), next: plain(text.slice(cut.index + 1)) };
}
