import type { SampleItem } from '../../contract/learning.ts';

/** A sample as far as its truth is concerned. */
type Claim = Pick<SampleItem, 'id' | 'at' | 'text' | 'answer' | 'source' | 'origin'>;

/** One text that several answers are claimed for. */
export interface Conflict<T extends Claim> {
  readonly text: string;
  /** The claim that counts; null where none does until the writer chooses. */
  readonly counts: T | null;
  readonly claims: readonly T[];
}

const byText = <T extends Claim>(claims: readonly T[]): Iterable<[string, T[]]> =>
  Map.groupBy(claims, ({ text }) => text);

const answersOf = (claims: readonly Claim[]): Set<string> => new Set(claims.map(({ answer }) => answer));

/**
 * Finds texts with different answers. What was said outweighs what was only seen, and the newest outweighs
 * what was said before; where the newest moment itself holds several answers (one import), none counts.
 * Sentences from templates are left aside: several terms may well fit one of them.
 */
export function conflictsAmong<T extends Claim>(all: readonly T[]): Conflict<T>[] {
  const conflicts: Conflict<T>[] = [];
  for (const [text, claims] of byText(all.filter(({ origin }) => origin !== 'template'))) {
    if (answersOf(claims).size < 2) continue;
    const explicit = claims.filter(({ source }) => source !== 'implicit');
    const strong = explicit.length > 0 ? explicit : claims;
    const newest = Math.max(...strong.map(({ at }) => at));
    const last = strong.filter(({ at }) => at === newest);
    conflicts.push({ text, counts: answersOf(last).size === 1 ? (last[0] ?? null) : null, claims });
  }
  return conflicts;
}
