import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { sessionHeader } from '../../src-main/contract/session.ts';
import { eventParser } from '../../src-renderer/client/event-stream.ts';
import { createLoopbackClient } from '../../src-renderer/client/loopback.ts';

const asked: string[] = [];
/** The stream of events, opened or refused by the test. */
let stream: PromiseWithResolvers<Response>;
const json = (value: unknown) =>
  new Response(JSON.stringify(value), { headers: { 'content-type': 'application/json' } });
const events = (body: ReadableStream | null = new ReadableStream()) =>
  new Response(body, { headers: { 'content-type': 'text/event-stream' } });

beforeEach(() => {
  asked.length = 0;
  stream = Promise.withResolvers();
  vi.stubGlobal('localStorage', { getItem: () => 'secret' });
  vi.stubGlobal('fetch', async (address: string, { headers = {} }: RequestInit = {}) => {
    expect(new Headers(headers).get(sessionHeader)).toBe('secret');
    if (address === '/events') return stream.promise;
    asked.push(address);
    return address === '/known' ? new Response('yes') : json({ ok: true, value: { phase: 'none' } });
  });
});
afterEach(() => void vi.unstubAllGlobals());

test('the first calls wait for the stream, so that nothing changes unseen between the two', async () => {
  const client = createLoopbackClient();
  client.on('engine', () => undefined);
  const state = client.call('engine.state', {});
  await Promise.resolve();
  expect(asked).toEqual([]);
  stream.resolve(events());
  expect(await state).toEqual({ phase: 'none' });
  expect(asked).toEqual(['/call/engine.state']);
});

test('a stream that cannot be opened keeps no call waiting', async () => {
  const client = createLoopbackClient();
  client.on('engine', () => undefined);
  const state = client.call('engine.state', {});
  stream.reject(new TypeError('no network'));
  await expect(state).rejects.toMatchObject({ code: 'disconnected' });
});

test('without a subscription there is nothing to wait for', async () => {
  await createLoopbackClient().call('engine.state', {});
  expect(asked).toEqual(['/call/engine.state']);
});

test('events are delivered whole, however the stream is cut, and heartbeats are none', () => {
  const sent = ': open\n\nevent: engine\ndata: {"a":"字"}\n\n: still here\n\nevent: notice\ndata: 1\n\n';
  for (let cut = 0; cut <= sent.length; cut++) {
    const got: string[] = [];
    const take = eventParser((name, data) => got.push(`${name} ${data}`));
    take(sent.slice(0, cut));
    take(sent.slice(cut));
    expect(got).toEqual(['engine {"a":"字"}', 'notice 1']);
  }
});
