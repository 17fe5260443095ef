import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Answers one request in some dishonest way; false leaves it to the honest server. */
export type Trick = (
  file: string,
  body: Buffer,
  request: IncomingMessage,
  response: ServerResponse,
) => boolean;

export interface LyingServer {
  readonly endpoint: string;
  /** Requests as they came: method, file, range. */
  readonly requests: readonly { method: string; file: string; range: string | undefined }[];
  /** Body bytes that were sent for a file. */
  served(file: string): number;
}

function honest(body: Buffer, request: IncomingMessage, response: ServerResponse): number {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? -1);
  const etag = '"v1"';
  const matches = !request.headers['if-range'] || request.headers['if-range'] === etag;
  const headers = { etag, 'content-type': 'application/octet-stream' };
  if (start >= body.length) {
    response.writeHead(416).end();
    return 0;
  }
  const partial = start >= 0 && matches;
  const part = partial ? body.subarray(start) : body;
  const range = partial ? { 'content-range': `bytes ${start}-${body.length - 1}/${body.length}` } : {};
  response.writeHead(partial ? 206 : 200, { ...headers, ...range, 'content-length': part.length });
  if (request.method === 'HEAD') response.end();
  else response.end(part);
  return request.method === 'HEAD' ? 0 : part.length;
}

/** A hub that serves a folder's files under any path that ends in their name, until its trick is asked. */
export async function lyingServer(folder: string, trick: Trick = () => false): Promise<LyingServer> {
  const requests: { method: string; file: string; range: string | undefined }[] = [];
  const bytes = new Map<string, number>();
  const server = createServer((request, response) => {
    const file = (request.url ?? '').split('?')[0]?.split('/').at(-1) ?? '';
    requests.push({ method: request.method ?? '', file, range: request.headers.range });
    let body: Buffer;
    try {
      body = readFileSync(join(folder, file));
    } catch {
      response.writeHead(404).end();
      return;
    }
    if (request.method === 'GET' && trick(file, body, request, response)) return;
    bytes.set(file, (bytes.get(file) ?? 0) + honest(body, request, response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}`, requests, served: (file) => bytes.get(file) ?? 0 };
}
