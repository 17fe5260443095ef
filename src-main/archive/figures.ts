import type { MetricName } from '../contract/versions.ts';

/** Figures as they are read. */

export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
export const megabytes = (bytes: number): string => `${(bytes / 1024 ** 2).toFixed(1)} MB`;
const milliseconds = (ms: number): string => `${ms.toFixed(1)} ms`;
const plain = (value: number): string => value.toFixed(3);

const units: Readonly<Record<MetricName, (value: number) => string>> = {
  top1: percent,
  top3: percent,
  mrr: plain,
  'held-out-top1': percent,
  'held-out-top3': percent,
  'held-out-mrr': plain,
  'learned-top1': percent,
  ece: plain,
  p50: milliseconds,
  p95: milliseconds,
  memory: megabytes,
  size: megabytes,
};

export const none = '—';

export const figure = (name: MetricName, value: number | null): string =>
  value === null ? none : units[name](value);

/** With its sign, so that better and worse are told apart at a glance. */
export function difference(name: MetricName, before: number | null, after: number | null): string {
  if (before === null || after === null) return none;
  const change = after - before;
  const sign = change > 0 ? '+' : change < 0 ? '−' : '±';
  const size = units[name](Math.abs(change));
  // A difference of shares is in percentage points.
  return sign + (units[name] === percent ? size.replace('%', 'pp') : size);
}

/** Date and time of day in a zone: 2026-11-24 08:00. @param at milliseconds since the epoch */
export const moment = (at: number, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at);
