import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

export interface ModelServer {
  /** What `HF_ENDPOINT` is set to. */
  readonly endpoint: string;
  close(): Promise<void>;
}

/** Serves one model's folder under the hub's paths, honestly, from 127.0.0.1. */
export async function serveModel(repository: string, folder: string): Promise<ModelServer> {
  const prefix = `/${repository}/resolve/main/`;
  const server = createServer(async (request, response) => {
    const path = request.url ?? '';
    const name = path.startsWith(prefix) ? path.slice(prefix.length).split('?')[0] : undefined;
    const file = name && !name.includes('/') ? join(folder, name) : undefined;
    const size = file ? (await stat(file).catch(() => undefined))?.size : undefined;
    if (!file || size === undefined) {
      response.writeHead(404).end();
      return;
    }
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const partial = start > 0 && start < size;
    response.writeHead(partial ? 206 : 200, {
      'content-length': partial ? size - start : size,
      'accept-ranges': 'bytes',
      ...(partial ? { 'content-range': `bytes ${start}-${size - 1}/${size}` } : {}),
    });
    if (request.method === 'HEAD') response.end();
    else createReadStream(file, { start: partial ? start : 0 }).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
