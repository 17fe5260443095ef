import { createApp } from './app.ts';
import { forkNode } from './base/child.ts';
import { systemClock } from './base/clock.ts';
import { CodedError } from './base/error.ts';
import { type Log, silentLog } from './base/log.ts';
import type { Paths } from './base/paths.ts';
import type { Output } from './cli/output.ts';
import { createDispatch } from './shell/dispatch.ts';
import { startLoopback } from './shell/loopback/loopback.ts';
import { appVersion } from './version.ts';

/** Composition root of the browser shell. */

export interface ServerOptions {
  readonly paths: Paths;
  readonly environment: NodeJS.ProcessEnv;
  readonly port: number;
  readonly log?: Log;
}

export interface Server {
  readonly url: string;
  close(): Promise<void>;
}

export async function startServer({
  paths,
  environment,
  port,
  log = silentLog,
}: ServerOptions): Promise<Server> {
  const app = await createApp({
    paths,
    fork: forkNode,
    shell: 'browser',
    version: appVersion,
    log,
    clock: systemClock,
    environment,
  });
  try {
    const dispatch = createDispatch(app.handlers, log);
    const loopback = await startLoopback({
      dispatch,
      hub: app.hub,
      clock: systemClock,
      renderer: paths.renderer,
      port,
    });
    return {
      url: loopback.openingUrl(),
      async close() {
        await loopback.close();
        await app.close();
      },
    };
  } catch (error) {
    await app.close();
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    throw new CodedError('bad-input', {
      zh: `端口 ${port} 已被占用，请换一个，或用 --port 0 自动选择。`,
      en: `Port ${port} is taken. Choose another, or --port 0 for a free one.`,
    });
  }
}

/** Serves until the process is told to end. */
export async function serve(options: ServerOptions & { readonly output: Output }): Promise<void> {
  const { output } = options;
  const server = await startServer(options);
  output.result({ url: server.url }, [
    output.pick({ zh: `请在浏览器中打开：${server.url}`, en: `Open in your browser: ${server.url}` }),
  ]);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  await server.close();
}
