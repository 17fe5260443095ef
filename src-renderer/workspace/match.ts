/** Finds commands by a typed text. Pure. */

/** How well a query matches a label: lower is better; null for no match. */
export function closeness(label: string, query: string): number | null {
  const text = label.toLowerCase();
  const wanted = query.trim().toLowerCase();
  if (wanted === '') return 0;
  const at = text.indexOf(wanted);
  if (at >= 0) return at;
  // Characters in order with others between them: `查替` matches 查找和替换.
  let from = 0;
  for (const letter of wanted.replace(/\s+/g, '')) {
    const next = text.indexOf(letter, from);
    if (next < 0) return null;
    from = next + 1;
  }
  return 1000 + from;
}

/** The matches, best first; equal ones keep their order. */
export function search<T>(all: readonly T[], query: string, words: (one: T) => string): T[] {
  return all
    .map((one) => ({ one, score: closeness(words(one), query) }))
    .filter((found): found is { one: T; score: number } => found.score !== null)
    .sort((a, b) => a.score - b.score)
    .map(({ one }) => one);
}
