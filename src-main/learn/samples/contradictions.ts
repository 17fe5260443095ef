import type { SampleItem } from '../../contract/learning.ts';

/** The fields of a sample that decide a contradiction. */
type Claim = Pick<SampleItem, 'id' | 'at' | 'text' | 'answer' | 'source' | 'origin'>;

/** A text with several different answers. */
export interface Conflict<T extends Claim> {
  readonly text: string;
  /** The claim that is used; null if none is until the writer chooses. */
  readonly counts: T | null;
  readonly claims: readonly T[];
}

const byText = <T extends Claim>(claims: readonly T[]): Iterable<[string, T[]]> =>
  Map.groupBy(claims, ({ text }) => text);

const answersOf = (claims: readonly Claim[]): Set<string> => new Set(claims.map(({ answer }) => answer));

/**
 * Finds texts with different answers. Explicit feedback takes precedence over implicit, and the newest over older.
 * If the newest claims are of one moment (one import) and differ, none is used. Sentences from templates are left
 * out, because several terms may fit one template.
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
