import { readFileSync } from 'node:fs';

/** A word of a sentence, what may stand there with the same meaning, and what would turn the meaning round. */
export interface OtherWord {
  /** The sentence with `[MASK]` for the word. */
  readonly text: string;
  readonly word: string;
  readonly acceptable: readonly string[];
  readonly opposite: readonly string[];
  /** Weights are fitted on `fit` alone; both halves share no sentence. */
  readonly half: 'fit' | 'kept';
}

export function readOtherWords(): OtherWord[] {
  const lines = readFileSync(new URL('other-words.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line) => JSON.parse(line) as OtherWord);
}

export interface Judged {
  readonly items: number;
  /** Shares of the items: one of the first three is acceptable, the first is, one of three is opposite, an empty list. */
  readonly acceptable: number;
  readonly first: number;
  readonly opposite: number;
  readonly empty: number;
}

/** @param lists the words that were offered for each item, best first */
export function judge(items: readonly OtherWord[], lists: readonly (readonly string[])[]): Judged {
  const share = (holds: (item: OtherWord, list: readonly string[]) => boolean) =>
    items.filter((item, i) => holds(item, lists[i] ?? [])).length / Math.max(1, items.length);
  return {
    items: items.length,
    acceptable: share(({ acceptable }, list) => list.slice(0, 3).some((word) => acceptable.includes(word))),
    first: share(({ acceptable }, list) => acceptable.includes(list[0] ?? '')),
    opposite: share(({ opposite }, list) => list.slice(0, 3).some((word) => opposite.includes(word))),
    empty: share((_, list) => list.length === 0),
  };
}
