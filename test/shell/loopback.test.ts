import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../src-main/base/clock.ts';
import { silentLog } from '../../src-main/base/log.ts';
import { sessionHeader } from '../../src-main/contract/session.ts';
import { createDispatch, createEventHub } from '../../src-main/shell/dispatch.ts';
import { bodyLimit } from '../../src-main/shell/loopback/body.ts';
import { type Loopback, startLoopback } from '../../src-main/shell/loopback/loopback.ts';
import { fakeHandlers } from '../support/fake-handlers.ts';
import { tempDir } from '../support/temp.ts';

interface Reply {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: string;
}

let server: Loopback;
let session: Record<string, string>;
let base: string;

/** A raw request: fetch would not let us lie about Host and paths. */
function send(method: string, path: string, headers: Record<string, string> = {}, body = ''): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port: server.port, method, path, headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString('utf8');
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
      );
    });
    call.on('error', reject);
    call.end(body);
  });
}

const tokenOf = (url: string) => new URL(url).hash.slice(1);

const enter = (token: string, headers: Record<string, string> = {}) =>
  send(
    'POST',
    '/enter',
    { 'content-type': 'application/json', origin: base, ...headers },
    JSON.stringify({ token }),
  );

const call = (headers: Record<string, string>, body = '{}', method = 'app.info') =>
  send(
    'POST',
    `/call/${method}`,
    { 'content-type': 'application/json', origin: base, ...session, ...headers },
    body,
  );

beforeEach(async () => {
  const renderer = join(tempDir(), 'renderer');
  mkdirSync(join(renderer, 'assets'), { recursive: true });
  writeFileSync(join(renderer, 'index.html'), '<!doctype html><title>补墨</title>');
  writeFileSync(join(renderer, 'assets', 'a.js'), 'export {};');
  writeFileSync(join(renderer, '..', 'secret.json'), '{"secret":true}');
  const dispatch = createDispatch(fakeHandlers().handlers, silentLog);
  server = await startLoopback({ dispatch, hub: createEventHub(), clock: systemClock, renderer, port: 0 });
  base = `http://127.0.0.1:${server.port}`;
  session = { [sessionHeader]: JSON.parse((await enter(tokenOf(server.openingUrl()))).body).session };
});
afterEach(() => server.close());

describe('the way in', () => {
  test('a token works once and becomes a secret that no other port is sent', async () => {
    const url = server.openingUrl();
    // A fragment stays in the browser.
    expect(new URL(url).search).toBe('');
    const first = await enter(tokenOf(url));
    expect(JSON.parse(first.body)).toEqual({ session: server.session });
    expect(first.headers['set-cookie']).toBeUndefined();
    expect((await enter(tokenOf(url))).status).toBe(401);
    expect((await enter('guess')).status).toBe(401);
    expect((await send('POST', '/enter', { origin: base }, 'no JSON')).status).toBe(401);
  });

  test('without the secret there is the interface, a page that says what to do, and no data', async () => {
    expect((await send('GET', '/')).status).toBe(200);
    const page = await send('GET', '/closed');
    expect(page.status).toBe(401);
    expect(page.body).toContain('请从补墨打印的链接打开');
    expect((await call({ [sessionHeader]: '' })).status).toBe(401);
    expect((await call({ [sessionHeader]: server.session.replace(/.$/, '_') })).status).toBe(401);
    expect(
      (await call({ [sessionHeader]: '', cookie: `bumo-${server.port}=${server.session}` })).status,
    ).toBe(401);
    expect((await send('GET', '/events')).status).toBe(401);
    expect((await send('GET', '/events', { ...session, 'sec-fetch-site': 'same-site' })).status).toBe(403);
  });
});

describe('the way back', () => {
  test('another link is given to whoever has the secret, and to nobody else', async () => {
    const given = await send('POST', '/link', { ...session, origin: base });
    const { url } = JSON.parse(given.body) as { url: string };
    expect((await enter(tokenOf(url))).status).toBe(200);
    expect((await send('POST', '/link', { origin: base })).status).toBe(401);
    expect((await send('POST', '/link', { ...session, origin: 'http://evil.example' })).status).toBe(403);
    expect((await send('GET', '/link', session)).status).toBe(404);
  });

  test('a page can ask whether it is known; another site learns nothing', async () => {
    expect((await send('GET', '/known', session)).body).toBe('yes');
    expect((await send('GET', '/known')).body).toBe('no');
    expect((await send('GET', '/known', { host: 'evil.example', ...session })).body).not.toMatch(
      /^(yes|no)$/,
    );
    expect((await send('GET', '/known', session)).headers['access-control-allow-origin']).toBeUndefined();
  });

  test('the page of a stranger looks like the app, says which command helps, and may run nothing', async () => {
    const page = await send('GET', '/closed');
    expect(page.body).toContain('npm run --silent cli -- open');
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain("script-src 'none'");
    const style = /<style>([\s\S]*)<\/style>/.exec(page.body)?.[1] ?? '';
    expect(policy).toContain(`'sha256-${createHash('sha256').update(style).digest('base64')}'`);
  });
});

describe('strangers', () => {
  test.each(['evil.example', 'evil.example:80', '127.0.0.1', 'localhost.evil.example'])(
    'a Host of %s is refused (DNS rebinding)',
    async (host) => {
      expect((await call({ host })).status).toBe(421);
      expect((await enter(tokenOf(server.openingUrl()), { host })).status).toBe(421);
      expect((await send('GET', '/', { host })).status).toBe(421);
    },
  );

  test.each(['http://evil.example', 'null', 'http://127.0.0.1:1', 'https://127.0.0.1'])(
    'an Origin of %s is refused',
    async (origin) => {
      expect((await call({ origin })).status).toBe(403);
      expect((await enter(tokenOf(server.openingUrl()), { origin })).status).toBe(403);
    },
  );

  test('a POST without an origin and a request from another site are refused', async () => {
    const headers = { 'content-type': 'application/json', ...session };
    expect((await send('POST', '/call/app.info', headers, '{}')).status).toBe(403);
    expect((await call({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  });
});

describe('what is served', () => {
  test('the interface, under a strict policy', async () => {
    const page = await send('GET', '/');
    expect(page.status).toBe(200);
    expect(page.headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; " +
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
        "require-trusted-types-for 'script'; trusted-types svelte-trusted-html ProseMirrorClipboard bumo-inert " +
        'bumo-guide',
    );
    expect(page.headers['x-content-type-options']).toBe('nosniff');
    expect(page.headers['x-dns-prefetch-control']).toBe('off');
    expect(page.headers['cache-control']).toBe('no-store');
    expect((await send('GET', '/assets/a.js')).headers['content-type']).toMatch(/javascript/);
  });

  test.each([
    '/../secret.json',
    '/%2e%2e/secret.json',
    '/..%2fsecret.json',
    '/assets/..%2f..%2fsecret.json',
    '/..%5csecret.json',
    '/assets/%00.js',
    '/%ff',
    '//evil.example/a.js',
  ])('nothing outside the interface: %s', async (path) => {
    const reply = await send('GET', path);
    expect(reply.status).toBeGreaterThanOrEqual(400);
    expect(reply.body).not.toContain('secret');
  });

  test('only what the table has, by POST and as JSON', async () => {
    expect(JSON.parse((await call({})).body)).toMatchObject({ ok: true, value: { version: '1.2.3' } });
    expect(JSON.parse((await call({}, '{}', 'nothing.here')).body)).toMatchObject({
      error: { code: 'unknown-method' },
    });
    expect((await send('PUT', '/call/app.info', { ...session, origin: base })).status).toBe(405);
    expect((await call({ 'content-type': 'text/plain' })).status).toBe(415);
    expect((await call({}, '{"a":')).status).toBe(400);
  });

  test('a body over the limit is refused before it is read', async () => {
    const reply = await call({ 'content-length': String(bodyLimit + 1) }, '').catch(() => null);
    expect(reply?.status ?? 413).toBe(413);
  });
});
