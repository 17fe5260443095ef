import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../base/clock.ts';
import type { Envelope } from '../../contract/index.ts';
import { badInput, type Dispatch, type EventHub } from '../dispatch.ts';
import { readInterfaceFile } from '../files.ts';
import { pageHeaders } from '../policy.ts';
import { BodyError, readJson } from './body.ts';
import { streamEvents } from './events.ts';
import { createGate, type Gate, isOurHost } from './gate.ts';

/** The app in a browser: HTTP on 127.0.0.1, for this user's browser alone. */

export interface LoopbackOptions {
  readonly dispatch: Dispatch;
  readonly hub: EventHub;
  readonly clock: Clock;
  /** Folder of the built interface. */
  readonly renderer: string;
  /** 0 takes a free one. */
  readonly port: number;
}

export interface Loopback {
  readonly port: number;
  /** An address that opens the app once. */
  openingUrl(): string;
  close(): Promise<void>;
}

const strangerPage = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>补墨</title>
<p>请从补墨打印的链接打开本页；链接只能用一次。若已失效，请重新启动补墨。</p>
<p lang="en">Open this page by the link that Bumo prints; it works once. If it is used up, start Bumo again.</p></html>`;

function reply(response: ServerResponse, status: number, type: string, body: string | Uint8Array): void {
  response.writeHead(status, { ...pageHeaders, 'content-type': type });
  response.end(body);
}

const replyJson = (response: ServerResponse, status: number, envelope: Envelope) =>
  reply(response, status, 'application/json; charset=utf-8', JSON.stringify(envelope));

async function handleCall(
  method: string,
  request: IncomingMessage,
  response: ServerResponse,
  dispatch: Dispatch,
): Promise<void> {
  const gone = new AbortController();
  // `close` also follows a finished answer, when there is nothing left to abort.
  response.on('close', () => gone.abort());
  try {
    const input = await readJson(request);
    replyJson(response, 200, await dispatch(method, input, { signal: gone.signal }));
  } catch (error) {
    if (response.destroyed) return;
    if (!(error instanceof BodyError)) throw error;
    response.setHeader('connection', 'close');
    replyJson(response, error.status, badInput(error.message));
  }
}

async function handlePage(path: string, response: ServerResponse, renderer: string): Promise<void> {
  const file = await readInterfaceFile(renderer, path);
  if (file) reply(response, 200, file.type, file.body);
  else reply(response, 404, 'text/plain; charset=utf-8', 'not found');
}

function enter(gate: Gate, token: string, response: ServerResponse): void {
  const cookie = gate.redeem(token);
  if (cookie === null) {
    reply(response, 401, 'text/html; charset=utf-8', strangerPage);
    return;
  }
  // To a clean address: the token stays neither in the history nor in a bookmark.
  response.writeHead(303, { ...pageHeaders, 'set-cookie': cookie, location: '/' });
  response.end();
}

function route(options: LoopbackOptions, gate: Gate, port: number) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = URL.parse(request.url ?? '/', `http://127.0.0.1:${port}`);
    const path = safeDecode(url?.pathname ?? '');
    if (!url || path === null) return reply(response, 400, 'text/plain', 'bad request');
    const token = url.searchParams.get('token');
    if (request.method === 'GET' && path === '/' && token !== null && isOurHost(request, port)) {
      return enter(gate, token, response);
    }
    const status = gate.refuse(request);
    if (status !== null) return reply(response, status, 'text/html; charset=utf-8', strangerPage);
    if (request.method === 'POST' && path.startsWith('/call/')) {
      return handleCall(path.slice('/call/'.length), request, response, options.dispatch);
    }
    if (request.method !== 'GET') return reply(response, 405, 'text/plain', 'method not allowed');
    if (path === '/events') return streamEvents(request, response, options.hub, options.clock);
    return handlePage(path, response, options.renderer);
  };
}

function safeDecode(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

/** @throws the system's error where the port is taken */
export async function startLoopback(options: LoopbackOptions): Promise<Loopback> {
  const server = createServer({ requestTimeout: 60_000, headersTimeout: 10_000, maxHeaderSize: 16_384 });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const gate = createGate(port);
  const handle = route(options, gate, port);
  server.on('request', (request, response) => {
    handle(request, response).catch(() => {
      if (!response.headersSent) reply(response, 500, 'text/plain', 'internal error');
      else response.destroy();
    });
  });
  return {
    port,
    openingUrl: () => `http://127.0.0.1:${port}/?token=${gate.issueToken()}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
