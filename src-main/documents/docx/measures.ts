/** Numbers and lengths as WordprocessingML writes them (ECMA-376 part 1, 22.9.2.15 and 17.18.81). */

const perUnit: Readonly<Record<string, number>> = {
  pt: 1,
  in: 72,
  cm: 72 / 2.54,
  mm: 72 / 25.4,
  pc: 12,
  pi: 12,
};

/** Word's limit of a length: 22 inches. Larger ones are damage or an attack. */
const mostPoints = 1584;

/** English Metric Units in a pixel of 96 to the inch. */
export const emuPerPixel = 9525;

/** Points in whole twips, a twentieth of a point each. */
export const twips = (points: number): number => Math.round(points * 20);

/** Points in whole CSS pixels. */
export const pixels = (points: number): number => Math.round((points * 4) / 3);

const rounded = (points: number): number => Math.round(points * 1000) / 1000;

const clamped = (value: number, least: number, most: number): number =>
  Math.min(most, Math.max(least, value));

/** A whole number; null for anything else. A fraction is truncated, as in Word. */
export function integer(text: string | undefined): number | null {
  if (text === undefined || text.trim() === '') return null;
  const value = Math.trunc(Number(text));
  return Number.isFinite(value) ? clamped(value, -2_147_483_648, 2_147_483_647) + 0 : null;
}

/**
 * @param perPoint units of a bare number in a point: 20 for twips, 2 for half-points, 8 for eighths
 * @returns points, clamped to ±22 inches; null where the text is no length
 */
export function length(text: string | undefined, perPoint = 20): number | null {
  if (text === undefined || text.trim() === '') return null;
  const unit = /[a-z]{2}$/.exec(text)?.[0];
  const value = unit ? Number(text.slice(0, -2)) * (perUnit[unit] ?? Number.NaN) : Number(text) / perPoint;
  // The sum turns -0 into 0.
  return Number.isFinite(value) ? rounded(clamped(value, -mostPoints, mostPoints)) + 0 : null;
}

/** A percentage: `50%`, or a number of which `perPercent` make one per cent. */
export function percentage(text: string | undefined, perPercent = 1): number | null {
  if (text === undefined || text.trim() === '') return null;
  const value = text.endsWith('%') ? Number(text.slice(0, -1)) : Number(text) / perPercent;
  return Number.isFinite(value) ? rounded(clamped(value, 0, 1000)) : null;
}
