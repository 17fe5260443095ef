/** How many characters the word at a gap has, as far as the writer says; null for any number. */
export type LengthChoice = number | null;

/** What ← and → step through, in the order of the row. Longer words are rare, and their row would be wide. */
export const lengthChoices: readonly LengthChoice[] = [null, 1, 2, 3, 4];

/** The choice to the left or to the right; the ends stay where they are. */
export function nextLength(choice: LengthChoice, by: 1 | -1): LengthChoice {
  const at = lengthChoices.indexOf(choice) + by;
  return lengthChoices[Math.min(lengthChoices.length - 1, Math.max(0, at))] ?? null;
}
