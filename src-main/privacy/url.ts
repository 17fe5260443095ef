import lists from '../../resources/privacy/labels.json' with { type: 'json' };
import type { Detector } from './hit.ts';
import { anyOf } from './words.ts';

/** Printable ASCII without quotation marks and angle brackets. */
const ascii = /[!#-;=?-_a-z{|}~]+/g;
/** Chinese words inside a URL that continues after them: ?wd=天气&token=…. */
const bridge = /[\u4e00-\u9fff]{1,40}(?=[&/?=#%@])/y;

/** Runs of characters that may contain a URL; none crosses a `[MASK]`. */
function* runs(text: string): Generator<{ start: number; text: string }> {
  const piece = new RegExp(ascii.source, 'y');
  const first = new RegExp(ascii.source, 'g');
  for (let match = first.exec(text); match; match = first.exec(text)) {
    let end = first.lastIndex;
    for (;;) {
      bridge.lastIndex = end;
      if (!bridge.test(text)) break;
      piece.lastIndex = bridge.lastIndex;
      end = piece.test(text) ? piece.lastIndex : bridge.lastIndex;
    }
    first.lastIndex = end;
    let start = match.index;
    for (const part of text.slice(start, end).split('[MASK]')) {
      yield { start, text: part };
      start += part.length + '[MASK]'.length;
    }
  }
}

const forms = [
  String.raw`[A-Za-z][A-Za-z0-9+.-]{1,19}:(?:[a-z]{1,12}:)?\/\/`,
  String.raw`www\.`,
  String.raw`(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24}(?::\d{1,5})?(?=[/?#])`,
];
const head = new RegExp(`(?<![A-Za-z0-9.+-])(?:${forms.join('|')})`, 'g');

const secretKey = new RegExp(`^(?:${anyOf(lists.secretKey)})$|(?:${anyOf(lists.secretKeyEnd)})$`);

function hasSecretParameter(url: string): boolean {
  const from = url.search(/[?#;]/);
  if (from < 0) return false;
  return url
    .slice(from + 1)
    .split(/[?&#;]/)
    .some((pair) => {
      const equals = pair.indexOf('=');
      if (equals <= 0 || equals === pair.length - 1) return false;
      // Keys may be inside the path of a fragment (#/login?token=…) or percent-encoded.
      const key = pair.slice(0, Math.min(equals, 80)).replace(/%5F/gi, '').replace(/%2D/gi, '');
      return secretKey.test((key.split('/').at(-1) ?? '').replace(/[^A-Za-z]/g, '').toLowerCase());
    });
}

/** Whether the authority holds `user:password@` or `token@`. A bare `git@` is a public user name. */
function hasUserInfo(url: string): boolean {
  const start = url.indexOf('//');
  if (start < 0) return false;
  const authority = url.slice(start + 2).split(/[/?#]/, 1)[0] ?? '';
  const at = authority.lastIndexOf('@');
  return at > 0 && authority.slice(0, at) !== 'git';
}

/** Secrets in a path: a signed JWT, chat webhooks, a bot's key. */
const secretPath = new RegExp(
  [
    String.raw`[/=.]eyJ[A-Za-z0-9_-]{8,400}\.`,
    String.raw`hooks\.slack\.com\/services\/\w`,
    String.raw`\/bot\d{6,12}:[\w-]{20}`,
    String.raw`\/(?:open-apis\/bot\/v2\/hook|api\/webhooks)\/[\w-]{8}`,
  ].join('|'),
);

const hasSecret = (url: string): boolean =>
  hasUserInfo(url) || hasSecretParameter(url) || secretPath.test(url);

/** Offsets where a URL starts. A URL that is a parameter of another one is part of it. */
function starts(text: string): number[] {
  const found: number[] = [];
  for (const match of text.matchAll(head)) {
    const first = found.length === 0;
    if (first || /[,;|()'{}]/.test(text[match.index - 1] ?? '')) found.push(match.index);
  }
  return found;
}

/** Removes the sentence's punctuation from the end of a URL. */
function trimmed(url: string, quote: string): string {
  const inner = quote === "'" && url.includes("'") ? url.slice(0, url.indexOf("'")) : url;
  const end = inner.replace(/[.,;:!?'|]{1,9}$/, '');
  return end.endsWith(')') && !end.includes('(') ? end.replace(/\){1,9}$/, '') : end;
}

/** URLs that carry a secret. The whole URL is replaced, so that no piece of the secret remains. */
export const findSecretUrls: Detector = function* ({ raw }) {
  for (const { start: base, text } of runs(raw)) {
    if (!text.includes('=') && !text.includes('//')) continue;
    const heads = starts(text);
    for (const [i, start] of heads.entries()) {
      const quote = start > 0 ? (text[start - 1] ?? '') : '';
      const url = trimmed(text.slice(start, heads[i + 1] ?? text.length), quote);
      if (hasSecret(url)) yield { kind: 'url-secret', start: base + start, end: base + start + url.length };
    }
  }
};
