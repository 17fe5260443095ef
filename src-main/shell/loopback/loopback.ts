import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isAbsolute } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../../base/clock.ts';
import type { Envelope } from '../../contract/index.ts';
import { closedPath, enterPath, openingPath } from '../../contract/session.ts';
import { badInput, type Dispatch, type EventHub } from '../dispatch.ts';
import { readInterfaceFile } from '../files.ts';
import { pageHeaders } from '../policy.ts';
import { BodyError, readJson } from './body.ts';
import { streamEvents } from './events.ts';
import { createGate, type Gate, isOurHost, isOurOrigin } from './gate.ts';
import { strangerHeaders, strangerPage } from './stranger-page.ts';

/** The app in a browser: an HTTP server on 127.0.0.1 for browsers of this user. */

export interface LoopbackOptions {
  readonly dispatch: Dispatch;
  readonly hub: EventHub;
  readonly clock: Clock;
  /** Folder of the built interface. */
  readonly renderer: string;
  /** 0 chooses a free port. */
  readonly port: number;
  /** Called with the documents that a second start hands over. */
  readonly onFiles?: (paths: readonly string[]) => void;
}

export interface Loopback {
  readonly port: number;
  /** The secret that grants access. */
  readonly session: string;
  /** Creates a URL that opens the app once. */
  openingUrl(): string;
  close(): Promise<void>;
}

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
  // `close` is also emitted after a completed response; aborting then has no effect.
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

function turnAway(response: ServerResponse, status: number): void {
  response.writeHead(status, { ...strangerHeaders, 'content-type': 'text/html; charset=utf-8' });
  response.end(strangerPage);
}

async function enter(gate: Gate, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { token } = (await readJson(request).catch(() => ({}))) as { readonly token?: unknown };
  const session = typeof token === 'string' ? gate.redeem(token) : null;
  if (session === null) reply(response, 401, 'text/plain', 'unknown token');
  else reply(response, 200, 'application/json; charset=utf-8', JSON.stringify({ session }));
}

/** What a second start asks for: a link, and documents to open. */
const LinkInput = z.object({ files: z.array(z.string().min(1).max(4096).refine(isAbsolute)).max(100) });

async function giveLink(
  { onFiles }: LoopbackOptions,
  link: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const asked = LinkInput.safeParse(await readJson(request).catch(() => ({ files: [] })));
  if (!asked.success) return reply(response, 400, 'text/plain', 'bad request');
  const { files } = asked.data;
  if (files.length > 0) onFiles?.(files);
  reply(response, 200, 'application/json', JSON.stringify({ url: link }));
}

const openingUrl = (port: number, gate: Gate) =>
  `http://127.0.0.1:${port}${openingPath}#${gate.issueToken()}`;

/** What a request without the session gets. @returns false where it needs the session */
async function serveAnyone(
  { renderer }: LoopbackOptions,
  gate: Gate,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  if (request.method === 'POST' && path === enterPath && isOurOrigin(request))
    await enter(gate, request, response);
  else if (request.method !== 'GET' || path === '/events' || path === '/link') return false;
  // A page that lost its server asks here. The answer says only whether this server knows its secret.
  else if (path === '/known') reply(response, 200, 'text/plain', gate.isKnown(request) ? 'yes' : 'no');
  else if (path === closedPath) turnAway(response, 401);
  // The interface itself is the same for everyone and holds no data.
  else await handlePage(path === openingPath ? '/' : path, response, renderer);
  return true;
}

function route(options: LoopbackOptions, gate: Gate, port: number) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = URL.parse(request.url ?? '/', `http://127.0.0.1:${port}`);
    const path = safeDecode(url?.pathname ?? '');
    if (!url || path === null) return reply(response, 400, 'text/plain', 'bad request');
    if (!isOurHost(request, port)) return turnAway(response, 421);
    if (await serveAnyone(options, gate, path, request, response)) return;
    const status = gate.refuse(request);
    if (status !== null) return turnAway(response, status);
    if (request.method === 'POST' && path === '/link')
      return giveLink(options, openingUrl(port, gate), request, response);
    if (request.method === 'POST' && path.startsWith('/call/')) {
      return handleCall(path.slice('/call/'.length), request, response, options.dispatch);
    }
    if (request.method !== 'GET') return reply(response, 405, 'text/plain', 'method not allowed');
    if (path === '/events') return streamEvents(request, response, options.hub, options.clock);
    return reply(response, 404, 'text/plain; charset=utf-8', 'not found');
  };
}

function safeDecode(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

/** @throws the system's error if the port is in use */
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
    session: gate.session,
    openingUrl: () => openingUrl(port, gate),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
