import { fileURLToPath } from 'node:url';
import { createApp } from '../../../src-main/app/app.ts';
import { connectParent, type ForkChild, forkNode } from '../../../src-main/base/child.ts';
import { systemClock } from '../../../src-main/base/clock.ts';
import { reasonOf } from '../../../src-main/base/error.ts';
import { silentLog } from '../../../src-main/base/log.ts';
import { childEntry, resolvePaths } from '../../../src-main/base/paths.ts';
import { createDispatch } from '../../../src-main/shell/dispatch.ts';
import { writeEndpoint } from '../../../src-main/shell/loopback/endpoint.ts';
import { startLoopback } from '../../../src-main/shell/loopback/loopback.ts';
import { appVersion } from '../../../src-main/version.ts';
import type { FromApps, ToApps } from './apps.ts';
import { lendProcesses } from './lease.ts';

/** Serves one app after another, each over a data folder of its own, as the browser shell does. */

const lent = new Map([
  [
    childEntry('engine/engine-process'),
    lendProcesses(forkNode, fileURLToPath(new URL('./engine-process.ts', import.meta.url))),
  ],
  [
    childEntry('documents/parser-process'),
    lendProcesses(forkNode, fileURLToPath(new URL('./parser-process.ts', import.meta.url))),
  ],
]);
const fork: ForkChild = (entry, options) => (lent.get(entry)?.fork ?? forkNode)(entry, options);

const parent = connectParent();
const apps = new Map<number, Promise<{ readonly url: string; close(): Promise<void> }>>();
const answer = (message: FromApps) => parent.send(message);

async function open(home: string, models: string) {
  const paths = resolvePaths({ BUMO_HOME: home, BUMO_MODELS: models });
  const app = await createApp({
    paths,
    fork,
    shell: 'browser',
    version: appVersion,
    log: silentLog,
    clock: systemClock,
    environment: {},
  });
  const { port, session, openingUrl, close } = await startLoopback({
    dispatch: createDispatch(app.handlers, silentLog),
    hub: app.hub,
    clock: systemClock,
    renderer: paths.renderer,
    port: 0,
  });
  writeEndpoint(home, { port, running: { port, session } });
  return {
    url: openingUrl(),
    async close() {
      writeEndpoint(home, { port, running: null });
      await close();
      await app.close();
    },
  };
}

async function handle(request: ToApps): Promise<void> {
  const { id } = request;
  try {
    if (request.kind === 'open') {
      const app = open(request.home, request.models);
      apps.set(id, app);
      answer({ id, kind: 'opened', url: (await app).url });
      return;
    }
    const app = apps.get(id);
    apps.delete(id);
    await (await app)?.close();
    answer({ id, kind: 'closed' });
  } catch (error) {
    answer({ id, kind: 'failed', reason: reasonOf(error) });
  }
}

parent.onMessage((request) => void handle(request as ToApps));
parent.onGone(() => {
  for (const one of lent.values()) one.close();
  process.exit(0);
});
