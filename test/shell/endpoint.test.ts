import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { resolvePaths } from '../../src-main/base/paths.ts';
import { type Server, startServer } from '../../src-main/server.ts';
import { askForLink, readEndpoint, writeEndpoint } from '../../src-main/shell/loopback/endpoint.ts';
import { tempDir } from '../support/temp.ts';

let home: string;
const running = new Set<Server>();

beforeEach(() => {
  home = tempDir();
});
afterEach(async () => {
  for (const one of running) await one.close();
  running.clear();
});

async function start(port = 0): Promise<Server> {
  const paths = resolvePaths({ BUMO_HOME: home });
  const server = await startServer({ paths, environment: {}, port });
  running.add(server);
  return server;
}

async function stop(server: Server): Promise<void> {
  running.delete(server);
  await server.close();
}

const portOf = (url: string | null) => Number(new URL(url ?? '').port);
const enters = async (url: string | null) => {
  const { origin, hash } = new URL(url ?? '');
  const headers = { origin, 'content-type': 'application/json' };
  const body = JSON.stringify({ token: hash.slice(1) });
  return (await fetch(`${origin}/enter`, { method: 'POST', headers, body })).status;
};

test('the app that runs gives as many links as it is asked for, each good for one entry', async () => {
  const server = await start();
  const [first, second] = [await askForLink(home), await askForLink(home)];
  expect(first).not.toBe(second);
  expect(portOf(first)).toBe(portOf(server.url));
  expect([await enters(first), await enters(first), await enters(second)]).toEqual([200, 401, 200]);
});

test('without an app there is no link: none was started, it ended, or it was killed', async () => {
  expect(await askForLink(home)).toBeNull();
  const server = await start();
  const endpoint = readEndpoint(home);
  await stop(server);
  expect(readEndpoint(home).running).toBeNull();
  expect(await askForLink(home)).toBeNull();
  // What a kill leaves behind.
  writeEndpoint(home, endpoint);
  expect(await askForLink(home)).toBeNull();
});

test('another program at the port is not taken for the app, whatever it answers', async () => {
  const port = portOf((await start()).url);
  for (const one of running) await stop(one);
  const stranger = createServer((_, response) => response.end('{"url":"http://evil.example/"}'));
  await new Promise<void>((resolve) => stranger.listen(port, '127.0.0.1', resolve));
  try {
    writeEndpoint(home, { port, running: { port, session: 's' } });
    expect(await askForLink(home)).toBeNull();
    // The port is taken: any other will do, and the next start tries the old one again.
    const second = await start();
    expect(portOf(second.url)).not.toBe(port);
    await stop(second);
  } finally {
    await new Promise((resolve) => stranger.close(resolve));
  }
  expect(portOf((await start()).url)).toBe(port);
});

test('a start takes the port of last time, with a new secret', async () => {
  const first = await start();
  const secret = readEndpoint(home).running?.session;
  await stop(first);
  const second = await start();
  expect(portOf(second.url)).toBe(portOf(first.url));
  expect(readEndpoint(home).running?.session).not.toBe(secret);
});

test('a port that is asked for and taken is an error of its own', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = other.address() as AddressInfo;
    await expect(start(port)).rejects.toMatchObject({ code: 'bad-input' });
  } finally {
    await new Promise((resolve) => other.close(resolve));
  }
});

test('the file is this user’s alone, and a damaged one is none', () => {
  mkdirSync(home, { recursive: true });
  const file = join(home, 'browser.json');
  writeFileSync(file, '{"port":"no","running":{"port":70000,"session":1}}', { mode: 0o666 });
  expect(readEndpoint(home)).toEqual({ port: null, running: null });
  writeEndpoint(home, { port: 4000, running: { port: 4000, session: 's' } });
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readEndpoint(home)).toEqual({ port: 4000, running: { port: 4000, session: 's' } });
});
