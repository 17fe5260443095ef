import { createApp } from './app/app.ts';
import { HandedFiles } from './app/handed-files.ts';
import { forkNode } from './base/child.ts';
import { systemClock } from './base/clock.ts';
import { withCrashNotes } from './base/crash-notes.ts';
import { CodedError } from './base/error.ts';
import { type Log, silentLog } from './base/log.ts';
import type { Paths } from './base/paths.ts';
import type { Output } from './cli/output.ts';
import { createDispatch } from './shell/dispatch.ts';
import { type Endpoint, readEndpoint, writeEndpoint } from './shell/loopback/endpoint.ts';
import { type Loopback, type LoopbackOptions, startLoopback } from './shell/loopback/loopback.ts';
import { message } from './texts/message.ts';
import { appVersion } from './version.ts';

/** Composition root of the browser shell. */

export interface ServerOptions {
  readonly paths: Paths;
  readonly environment: NodeJS.ProcessEnv;
  /** 0 takes the one of last time, or a free one. */
  readonly port: number;
  readonly log?: Log;
  /** Documents to open in the first page. */
  readonly files?: readonly string[];
}

export interface Server {
  readonly url: string;
  close(): Promise<void>;
}

const isTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';

/** Pages that are open find the app at the port of last time; where another program has it, any will do. */
async function listen(options: LoopbackOptions, before: Endpoint): Promise<Loopback> {
  if (options.port !== 0 || before.port === null) return startLoopback(options);
  try {
    return await startLoopback({ ...options, port: before.port });
  } catch (error) {
    if (!isTaken(error)) throw error;
    return startLoopback(options);
  }
}

export async function startServer({
  paths,
  environment,
  port,
  log = silentLog,
  files = [],
}: ServerOptions): Promise<Server> {
  const handed = new HandedFiles();
  handed.hand(files);
  const onFiles = (paths: readonly string[]) => handed.hand(paths);
  const app = await createApp({
    paths,
    fork: withCrashNotes(forkNode, paths.home, systemClock),
    shell: 'browser',
    version: appVersion,
    log,
    clock: systemClock,
    environment,
    handed,
  });
  try {
    const { home, renderer } = paths;
    const dispatch = createDispatch(app.handlers, log);
    const before = readEndpoint(home);
    handed.onArrival(() => app.hub.emit('handed', {}));
    const options = { dispatch, hub: app.hub, clock: systemClock, renderer, port, onFiles };
    const loopback = await listen(options, before);
    const endpoint: Endpoint = { port: before.port ?? loopback.port, running: null };
    writeEndpoint(home, { ...endpoint, running: { port: loopback.port, session: loopback.session } });
    return {
      url: loopback.openingUrl(),
      async close() {
        writeEndpoint(home, endpoint);
        await loopback.close();
        await app.close();
      },
    };
  } catch (error) {
    await app.close();
    if (!isTaken(error)) throw error;
    throw new CodedError('bad-input', message('cli.port-taken', { port }));
  }
}

/** Settles when the process is asked to end. */
export const stopSignal = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });

/** Serves until the process is asked to end. */
export async function serve(options: ServerOptions & { readonly output: Output }): Promise<void> {
  const { output } = options;
  const server = await startServer(options);
  const { url } = server;
  output.done({ url }, message('cli.open-at', { url }));
  await stopSignal();
  await server.close();
}
