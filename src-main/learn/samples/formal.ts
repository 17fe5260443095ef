import type { ReadDb } from '../../store/db.ts';
import { formalWords } from '../../store/pairs.ts';

const pairsOf = (text: string): Set<string> =>
  new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, i) => text.slice(i, i + 2)));

/**
 * The formal words for a word, from the writer's style pairs.
 * @param context the text around it; pairs whose plain sentence has more in common with it come first
 */
export function formalFor(db: ReadDb, word: string, context: string): string[] {
  const around = pairsOf(context);
  const likeness = (plain: string) => [...pairsOf(plain)].filter((two) => around.has(two)).length;
  const scored = formalWords(db, word).map(({ formal, plain }) => ({ formal, score: likeness(plain) }));
  // The sort is stable, so that among equals the newest comes first.
  return [...new Set(scored.toSorted((a, b) => b.score - a.score).map(({ formal }) => formal))];
}
