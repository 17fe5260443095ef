import { vi } from 'vitest';
import { systemClock } from '../../src-main/base/clock.ts';
import { silentLog } from '../../src-main/base/log.ts';
import type { Client } from '../../src-main/contract/index.ts';
import { createDispatch, createEventHub, type EventHub } from '../../src-main/shell/dispatch.ts';
import { startLoopback } from '../../src-main/shell/loopback/loopback.ts';
import type { Bridge } from '../../src-renderer/client/bridge.ts';
import { createElectronClient } from '../../src-renderer/client/electron.ts';
import { createLoopbackClient } from '../../src-renderer/client/loopback.ts';
import { createFakeClient } from '../support/fake-client.ts';
import { type FakeHandlers, fakeHandlers } from '../support/fake-handlers.ts';

/** Every way from an interface to the handlers, set up around the same fake handlers. */

export interface Connected {
  readonly client: Client;
  readonly hub: EventHub;
  readonly fake: FakeHandlers;
  close(): Promise<void>;
}

type Connect = () => Promise<Connected>;

const electron: Connect = async () => {
  vi.doMock('electron', () => import('../support/electron-stand-in.ts'));
  const standIn = await import('../support/electron-stand-in.ts');
  const { connectPage } = await import('../../src-main/shell/electron/ipc.ts');
  await import('../../src-main/shell/electron/preload.ts');
  const fake = fakeHandlers();
  const hub = createEventHub();
  const contents = new standIn.FakeContents();
  const disconnect = connectPage(contents as never, createDispatch(fake.handlers, silentLog), hub);
  return {
    client: createElectronClient(standIn.exposed.bumo as Bridge),
    hub,
    fake,
    close: async () => disconnect(),
  };
};

/** Just enough of a browser's EventSource, over fetch. */
function eventSourceClass(cookie: string, origin: string) {
  return class {
    readonly #stop = new AbortController();
    readonly #listeners = new Map<string, (message: { data: string }) => void>();
    constructor(address: string) {
      void this.#read(address).catch(() => undefined);
    }
    addEventListener(name: string, listener: (message: { data: string }) => void): void {
      this.#listeners.set(name, listener);
    }
    close(): void {
      this.#stop.abort();
    }
    async #read(address: string): Promise<void> {
      const response = await fetch(address, { headers: { cookie, origin }, signal: this.#stop.signal });
      let text = '';
      for await (const chunk of (response.body ?? new ReadableStream()).pipeThrough(
        new TextDecoderStream(),
      )) {
        text += chunk;
        for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
          const block = text.slice(0, end);
          text = text.slice(end + 2);
          const name = /^event: (.*)$/m.exec(block)?.[1];
          const data = /^data: (.*)$/m.exec(block)?.[1];
          if (name && data) this.#listeners.get(name)?.({ data });
        }
      }
    }
  };
}

const loopback: Connect = async () => {
  const fake = fakeHandlers();
  const hub = createEventHub();
  const server = await startLoopback({
    dispatch: createDispatch(fake.handlers, silentLog),
    hub,
    clock: systemClock,
    renderer: '/nowhere',
    port: 0,
  });
  const base = `http://127.0.0.1:${server.port}`;
  const entered = await fetch(server.openingUrl(), { redirect: 'manual' });
  const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
  // What a browser adds by itself.
  const browserFetch: typeof fetch = (input, init) => {
    return realFetch(input, {
      ...init,
      headers: { ...(init?.headers as Record<string, string>), cookie, origin: base },
    });
  };
  const realFetch = globalThis.fetch;
  vi.stubGlobal('EventSource', eventSourceClass(cookie, base));
  vi.stubGlobal('fetch', browserFetch);
  return {
    client: createLoopbackClient(base),
    hub,
    fake,
    async close() {
      vi.unstubAllGlobals();
      await server.close();
    },
  };
};

const fake: Connect = async () => {
  const handlers = fakeHandlers();
  const hub = createEventHub();
  return {
    client: createFakeClient(handlers.handlers, hub),
    hub,
    fake: handlers,
    close: async () => undefined,
  };
};

export const transports: readonly [string, Connect][] = [
  ['Electron', electron],
  ['loopback', loopback],
  ['the fake', fake],
];
