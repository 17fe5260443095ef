import lists from '../../resources/privacy/network.json' with { type: 'json' };
import type { Detector } from './hit.ts';
import { after, before, scan } from './scan.ts';
import { anyOf } from './words.ts';

/** IP and MAC addresses in running text. Those behind a label are field values. */

const port = String.raw`(?:[:/]\d{1,5})?`;
const ipv4 = new RegExp(
  String.raw`(?<![\d.A-Za-z_-])(?:\d{1,3}\.){3}\d{1,3}${port}(?![\d_A-Za-z]|\.\d)`,
  'g',
);
/** Full, or shortened by `::`. At least three groups, so that 12:30 and std::vector do not match. */
const ipv6 =
  /(?<![0-9A-Za-z:.])(?:(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|(?=(?:[0-9a-f]{0,4}:){3})(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,6})(?:\/\d{1,3})?(?![0-9A-Za-z:])/gi;
const mac =
  /(?<![0-9A-Za-z:.-])(?:[0-9a-f]{2}(?::[0-9a-f]{2}){5}|[0-9a-f]{2}(?:-[0-9a-f]{2}){5}|[0-9a-f]{4}(?:\.[0-9a-f]{4}){2})(?![0-9A-Za-z:.-])/gi;

/** Loopback, masks and broadcast: the same on every machine. */
const everywhere = /^(?:127\.|0\.0\.0\.0|255\.)/;
/** Ranges of private networks that hardly are versions. */
const privateRange = /^(?:192\.168|172\.(?:1[6-9]|2\d|3[01]))\./;
const topic = new RegExp(anyOf(lists.topic), 'i');
const version = new RegExp(`(?:${anyOf(lists.version)})[ :]?(?:为|是|到|至)?$`, 'i');
const numbered = new RegExp(`^ ?(?:${anyOf(lists.numbered)})`);

/** Four numbers with dots may also be a version or a section. */
function isAddress(text: string, start: number, end: number): boolean {
  const [address = ''] = text.slice(start, end).split(/[:/]/);
  if (everywhere.test(address) || address.split('.').some((part) => Number(part) > 255)) return false;
  const [front, back] = [before(text, start), after(text, end)];
  if (version.test(front) || numbered.test(back)) return false;
  return privateRange.test(address) || topic.test(front) || topic.test(back);
}

export const findNetworkAddresses: Detector = function* ({ folded }) {
  for (const range of scan(folded, ipv4, ({ index, 0: { length } }) =>
    isAddress(folded, index, index + length) ? index + length : null,
  ))
    yield { kind: 'ip', ...range };
  for (const {
    index,
    0: { length },
  } of folded.matchAll(ipv6))
    yield { kind: 'ip', start: index, end: index + length };
  for (const {
    index,
    0: { length },
  } of folded.matchAll(mac))
    yield { kind: 'device', start: index, end: index + length };
};
