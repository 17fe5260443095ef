/** Times as text in exported tables: readable, and exact to the millisecond when read back. */

/**
 * Local date and time with the offset: 2026-11-24 08:00:00.123+08:00. A number outside the range of dates is written
 * as it is.
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

/** @returns milliseconds since the epoch; NaN if the text is not a time */
export const readStamp = (text: string): number =>
  /^\d+$/.test(text) ? Number(text) : Date.parse(text.trim().replace(' ', 'T'));

/** IANA name of the machine's time zone. */
export const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
