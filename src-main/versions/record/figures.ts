import type { Bilingual } from '../../contract/schemas.ts';
import type { MetricName } from '../../contract/versions.ts';
import { render } from '../../texts/message.ts';

/** Figures as they are read. */

export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
export const megabytes = (bytes: number): string => `${(bytes / 1024 ** 2).toFixed(1)} MB`;
const milliseconds = (ms: number): Bilingual => ({ zh: `${ms.toFixed(1)} 毫秒`, en: `${ms.toFixed(1)} ms` });
const plain = (value: number): string => value.toFixed(3);

/** What is written the same in both languages. */
const same =
  (format: (value: number) => string) =>
  (value: number): Bilingual => ({ zh: format(value), en: format(value) });

const units: Readonly<Record<MetricName, (value: number) => Bilingual>> = {
  top1: same(percent),
  top3: same(percent),
  mrr: same(plain),
  'held-out-top1': same(percent),
  'held-out-top3': same(percent),
  'held-out-mrr': same(plain),
  'learned-top1': same(percent),
  ece: same(plain),
  p50: milliseconds,
  p95: milliseconds,
  memory: same(megabytes),
  size: same(megabytes),
};

export const none = '—';
const nothing: Bilingual = { zh: none, en: none };

export const figure = (name: MetricName, value: number | null): Bilingual =>
  value === null ? nothing : units[name](value);

/** With its sign, so that better and worse are told apart at a glance. */
export function difference(name: MetricName, before: number | null, after: number | null): Bilingual {
  if (before === null || after === null) return nothing;
  const change = after - before;
  const sign = change > 0 ? '+' : change < 0 ? '−' : '±';
  const size = units[name](Math.abs(change));
  // A difference of shares is in percentage points.
  const written = (text: string, points: string) => sign + text.replace('%', points);
  return { zh: written(render(size, 'zh'), '个百分点'), en: written(render(size, 'en'), 'points') };
}

/** Date and time of day in a zone: 2026-11-24 08:00. @param at milliseconds since the epoch */
export const moment = (at: number, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at);
