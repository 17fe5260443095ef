import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach } from 'vitest';

/** Local servers that answer as engines do. */

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Answered {
  readonly status?: number;
  readonly body?: unknown;
}

const open: Server[] = [];

afterEach(async () => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

/** @returns its address. It is gone after the test. */
export async function serverOf(answer: (asked: Asked) => Answered): Promise<string> {
  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    const { status = 200, body = '' } = answer({ method, path: url, headers, body: await bodyOf(request) });
    response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const browserHeaders = ['origin', 'referer', 'sec-fetch-mode', 'sec-fetch-dest', 'sec-fetch-site'];

interface App {
  readonly name: string;
  readonly deployments?: readonly { readonly name: string; readonly [key: string]: unknown }[];
  readonly [key: string]: unknown;
}

/**
 * Ray Serve 2.60 as far as its REST API shows it: a PUT replaces every application, a sender that looks like a browser
 * may not change anything, and reads no environment.
 */
export class FakeRay {
  config: { applications: App[]; [key: string]: unknown };
  readonly puts: unknown[] = [];
  token: string | null = null;
  /** Applications that a program started: they have no configuration. */
  readonly programs: string[] = [];

  constructor(shares: unknown) {
    this.config = {
      http_options: { host: '127.0.0.1', port: 8000 },
      applications: [
        {
          name: 'bumo',
          import_path: 'bumo_ray:build',
          route_prefix: '/',
          runtime_env: { env_vars: { BUMO_PACKAGE: 'served' } },
          deployments: [
            { name: 'Router', num_replicas: 1, user_config: { shares, other: 1 } },
            { name: 'base', user_config: { threads: 1 } },
          ],
        },
        { name: 'another', import_path: 'their.app:app', route_prefix: '/another' },
      ],
    };
  }

  /** Of the router. */
  shares(): unknown {
    const router = this.config.applications[0]?.deployments?.[0]?.user_config;
    return (router as { shares?: unknown } | undefined)?.shares;
  }

  readonly answer = ({ method, path, headers, body }: Asked): Answered => {
    if (this.token !== null && headers.authorization !== `Bearer ${this.token}`) return { status: 401 };
    if (path !== '/api/serve/applications/') return { status: 404 };
    const isBrowser = browserHeaders.some((name) => headers[name] !== undefined);
    if (method === 'GET') return { body: this.#details(isBrowser) };
    if (method !== 'PUT' || isBrowser) return { status: 405 };
    this.config = JSON.parse(body) as typeof this.config;
    this.puts.push(this.config);
    return {};
  };

  #details(isBrowser: boolean): unknown {
    const { applications, ...rest } = this.config;
    const shown = applications.map((config) => {
      const seen = isBrowser
        ? { ...config, runtime_env: { env_vars: { BUMO_PACKAGE: '<redacted>' } } }
        : config;
      return [
        config.name,
        { name: config.name, status: 'RUNNING', deployed_app_config: seen, deployments: {} },
      ];
    });
    const programs = this.programs.map((name) => [name, { name, deployed_app_config: null }]);
    return {
      controller_info: {},
      proxy_location: 'EveryNode',
      grpc_options: null,
      target_capacity: null,
      proxies: {},
      ...rest,
      applications: Object.fromEntries([...shown, ...programs]),
    };
  }
}
