import type { Message } from '../../contract/text.ts';
import type { MetricName } from '../../contract/versions.ts';
import { asWritten, message } from '../../texts/message.ts';

/** Figures as they are read. */

export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
export const megabytes = (bytes: number): string => `${(bytes / 1024 ** 2).toFixed(1)} MB`;
const milliseconds = (ms: number): Message => message('archive.milliseconds', { ms: ms.toFixed(1) });
const plain = (value: number): string => value.toFixed(3);

/** What is written the same in both languages. */
const same =
  (format: (value: number) => string) =>
  (value: number): Message =>
    asWritten(format(value));

const share = same(percent);

const units: Readonly<Record<MetricName, (value: number) => Message>> = {
  top1: share,
  top3: share,
  mrr: same(plain),
  'held-out-top1': share,
  'held-out-top3': share,
  'held-out-mrr': same(plain),
  'learned-top1': share,
  ece: same(plain),
  p50: milliseconds,
  p95: milliseconds,
  memory: same(megabytes),
  size: same(megabytes),
};

export const none = '—';
const nothing = asWritten(none);

export const figure = (name: MetricName, value: number | null): Message =>
  value === null ? nothing : units[name](value);

/** With its sign, so that better and worse are told apart at a glance. */
export function difference(name: MetricName, before: number | null, after: number | null): Message {
  if (before === null || after === null) return nothing;
  const change = after - before;
  const sign = change > 0 ? '+' : change < 0 ? '−' : '±';
  const size = Math.abs(change);
  return units[name] === share
    ? message('archive.points', { sign, points: (size * 100).toFixed(1) })
    : message('archive.signed', { sign, size: units[name](size) });
}

/** Date and time of day in a zone: 2026-11-24 08:00. @param at milliseconds since the epoch */
export const moment = (at: number, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at);
