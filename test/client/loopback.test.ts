import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLoopbackClient } from '../../src-renderer/client/loopback.ts';

/** The browser's stream, opened and broken by the test. */
class Stream {
  static last: Stream;
  readonly listeners = new Map<string, () => void>();
  constructor() {
    Stream.last = this;
  }
  addEventListener(name: string, listener: () => void): void {
    this.listeners.set(name, listener);
  }
  close(): void {}
}

const asked: string[] = [];
const json = (value: unknown) =>
  new Response(JSON.stringify(value), { headers: { 'content-type': 'application/json' } });

beforeEach(() => {
  asked.length = 0;
  vi.stubGlobal('EventSource', Stream);
  vi.stubGlobal('fetch', async (address: string) => {
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
  Stream.last.listeners.get('open')?.();
  expect(await state).toEqual({ phase: 'none' });
  expect(asked).toEqual(['/call/engine.state']);
});

test('a stream that cannot be opened keeps no call waiting', async () => {
  const client = createLoopbackClient();
  client.on('engine', () => undefined);
  const state = client.call('engine.state', {});
  Stream.last.listeners.get('error')?.();
  await expect(state).rejects.toMatchObject({ code: 'disconnected' });
});

test('without a subscription there is nothing to wait for', async () => {
  await createLoopbackClient().call('engine.state', {});
  expect(asked).toEqual(['/call/engine.state']);
});
