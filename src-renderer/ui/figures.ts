/** Formats figures of exams and versions. Pure. */

/** One digit after the point: 67.3%. */
export const share = (value: number): string => `${(value * 100).toFixed(1)}%`;

/** Whole percent, for chosen shares. */
export const wholeShare = (value: number): string => `${Math.round(value * 100)}%`;

/** A difference with its sign: +1.2, −0.4, 0. @param value a share, 0–1 */
export function points(value: number): string {
  const rounded = Math.round(value * 1000) / 10;
  if (rounded === 0) return '0';
  return `${rounded > 0 ? '+' : '−'}${Math.abs(rounded).toFixed(1)}`;
}

export const three = (value: number): string => value.toFixed(3);

/** A test's probability; below a thousandth it is shown as that. */
export function pValue(p: number): string {
  if (p < 0.001) return '<0.001';
  return p < 0.1 ? p.toFixed(3) : p.toFixed(2);
}

/** Milliseconds without a unit: one digit below 100. */
export const ms = (value: number): string => (value < 100 ? value.toFixed(1) : String(Math.round(value)));

/** The direction of a change; 0 below the last shown digit. */
export function direction(before: number, after: number): 'up' | 'down' | 'same' {
  const change = points(after - before);
  if (change === '0') return 'same';
  return change.startsWith('+') ? 'up' : 'down';
}
