/** Moments in tables: read by people, and read back to the millisecond. */

/**
 * Local date and time with its offset: 2026-11-24 08:00:00.123+08:00; the bare number where a date cannot say it.
 * @param at milliseconds since the epoch
 * @param timeZone IANA name
 */
export function stamp(at: number, timeZone: string): string {
  if (Number.isNaN(new Date(at).getTime())) return String(at);
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  const zone = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(at);
  const offset = zone.find(({ type }) => type === 'timeZoneName')?.value.replace('GMT', '') || '+00:00';
  const thousandths = String(at % 1000).padStart(3, '0');
  const text = `${day.format(at)}.${thousandths}${offset}`;
  return readStamp(text) === at ? text : String(at);
}

/** @returns milliseconds since the epoch; NaN for anything that is no moment */
export const readStamp = (text: string): number =>
  /^\d+$/.test(text) ? Number(text) : Date.parse(text.trim().replace(' ', 'T'));

/** Of the machine. */
export const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
