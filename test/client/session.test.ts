import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { sessionHeader } from '../../src-main/contract/session.ts';
import { clearButSession, enter } from '../../src-renderer/client/session.ts';

const items = new Map<string, string>();
const replaced = vi.fn();

/** A server that knows the token `good` and the secret `s`. */
async function answer(address: string, { headers = {}, body }: RequestInit = {}): Promise<Response> {
  if (address === '/known')
    return new Response(new Headers(headers).get(sessionHeader) === 's' ? 'yes' : 'no');
  const { token } = JSON.parse(String(body));
  return token === 'good' ? Response.json({ session: 's' }) : new Response(null, { status: 401 });
}

beforeEach(() => {
  items.clear();
  replaced.mockClear();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
  });
  vi.stubGlobal('history', { replaceState: replaced });
  vi.stubGlobal('fetch', answer);
});
afterEach(() => void vi.unstubAllGlobals());

const at = (pathname: string, hash = '') => vi.stubGlobal('location', { pathname, hash });

test('a link brings the session, which later pages have too, and its token stays in no history', async () => {
  at('/open', '#good');
  expect(await enter()).toBe(true);
  expect(replaced).toHaveBeenCalledWith(null, '', '/');
  at('/');
  expect(await enter()).toBe(true);
  at('/open', '#used');
  expect(await enter()).toBe(true);
});

test('without a session, or with one of an earlier start, the page is not known', async () => {
  at('/');
  expect(await enter()).toBe(false);
  at('/open', '#used');
  expect(await enter()).toBe(false);
  items.set('bumo-session', 'of an earlier start');
  at('/');
  expect(await enter()).toBe(false);
});

test('removing what the page stores leaves the session', () => {
  items.set('bumo-session', 's');
  items.set('draft', 'text');
  const storage = { ...localStorage, clear: () => items.clear() } as Storage;
  clearButSession(storage);
  expect([...items]).toEqual([['bumo-session', 's']]);
});
