/** Figures of exams and of versions in service, as people read them. Pure. */

/** One digit after the point: 67.3%. */
export const share = (value: number): string => `${(value * 100).toFixed(1)}%`;

/** Whole percent, for shares that are chosen and not measured. */
export const wholeShare = (value: number): string => `${Math.round(value * 100)}%`;

/** With its sign, so that better and worse are told apart at a glance: +1.2, −0.4, 0. @param value a share, 0–1 */
export function points(value: number): string {
  const rounded = Math.round(value * 1000) / 10;
  if (rounded === 0) return '0';
  return `${rounded > 0 ? '+' : '−'}${Math.abs(rounded).toFixed(1)}`;
}

export const three = (value: number): string => value.toFixed(3);

/** Probabilities of a test: what is below a thousandth is told as that. */
export function pValue(p: number): string {
  if (p < 0.001) return '<0.001';
  return p < 0.1 ? p.toFixed(3) : p.toFixed(2);
}

/** Milliseconds without a unit: one digit below 100. */
export const ms = (value: number): string => (value < 100 ? value.toFixed(1) : String(Math.round(value)));

/** Which way a change went; below the last digit that is shown it went none. */
export function direction(before: number, after: number): 'up' | 'down' | 'same' {
  const change = points(after - before);
  if (change === '0') return 'same';
  return change.startsWith('+') ? 'up' : 'down';
}
