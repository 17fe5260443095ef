import { vi } from 'vitest';
import { systemClock } from '../../src-main/base/clock.ts';
import { silentLog } from '../../src-main/base/log.ts';
import type { Client } from '../../src-main/contract/index.ts';
import { createDispatch, createEventHub, type EventHub } from '../../src-main/shell/dispatch.ts';
import { startLoopback } from '../../src-main/shell/loopback/loopback.ts';
import type { Bridge } from '../../src-renderer/client/bridge.ts';
import { createElectronClient } from '../../src-renderer/client/electron.ts';
import { createLoopbackClient } from '../../src-renderer/client/loopback.ts';
import { enterShell } from '../support/enter-shell.ts';
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
  const disconnect = connectPage(
    contents as never,
    createDispatch(fake.handlers, silentLog),
    hub,
    () => undefined,
  );
  return {
    client: createElectronClient(standIn.exposed.bumo as Bridge),
    hub,
    fake,
    close: async () => disconnect(),
  };
};

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
  const session = await enterShell(new URL(server.openingUrl()));
  const realFetch = globalThis.fetch;
  // What a browser adds by itself.
  const browserFetch: typeof fetch = (input, init) =>
    realFetch(input, { ...init, headers: { ...(init?.headers as Record<string, string>), origin: base } });
  vi.stubGlobal('localStorage', { getItem: () => session });
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
