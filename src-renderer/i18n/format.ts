/** Figures as people read them. Pure: the words around them come from the messages. */

const units = ['B', 'KB', 'MB', 'GB'] as const;

/** Decimal units, as download pages and file managers show them. */
export function formatBytes(bytes: number): string {
  let value = Math.max(0, bytes);
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits)} ${units[unit]}`;
}

const counts = new Intl.NumberFormat('en');

/** A count with its thousands apart, as both languages write it. */
export const formatCount = (count: number): string => counts.format(count);

/** Whole percent; what is above nothing and below one shows as `<1%`, never as a flat 0 %. */
export function formatPercent(probability: number): string {
  if (probability > 0 && probability < 0.01) return '<1%';
  if (probability < 1 && probability > 0.99) return '>99%';
  return `${Math.round(probability * 100)}%`;
}

export interface Duration {
  readonly n: number;
  readonly unit: 'seconds' | 'minutes' | 'hours';
}

/** Rounded up to the unit that a waiting person thinks in. */
export function durationOf(seconds: number): Duration {
  const whole = Math.max(1, Math.ceil(seconds));
  if (whole < 60) return { n: whole, unit: 'seconds' };
  if (whole < 3600) return { n: Math.ceil(whole / 60), unit: 'minutes' };
  return { n: Math.ceil(whole / 360) / 10, unit: 'hours' };
}
