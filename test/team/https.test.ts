import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../src-main/base/clock.ts';
import { createContactLog } from '../../src-main/models/contacts.ts';
import { listTerms } from '../../src-main/store/terms.ts';
import { certified, withoutOpenssl } from '../support/certificates.ts';
import { skippedFor } from '../support/skipped.ts';
import { desktop, glossary, type SharedFolder, sharedFolder } from '../support/team.ts';
import { tempDir } from '../support/temp.ts';

/** A team's files at an address of HTTPS, over real TLS on 127.0.0.1. */

type Answer = (path: string, request: IncomingMessage, response: ServerResponse) => boolean;

interface Site {
  readonly address: string;
  readonly host: string;
  readonly asked: string[];
  readonly headers: IncomingMessage['headers'][];
  close(): void;
}

const made = withoutOpenssl === null ? certified() : null;
const sites: Site[] = [];
afterAll(() => {
  for (const site of sites) site.close();
});

/** Serves a folder; `trick` answers in its place where it returns true. */
async function serve(folder: string, trick: Answer = () => false): Promise<Site> {
  const asked: string[] = [];
  const headers: IncomingMessage['headers'][] = [];
  const server = createServer({ key: made?.key, cert: made?.cert }, (request, response) => {
    const path = (request.url ?? '').replace(/^\/share\//, '');
    asked.push(path);
    headers.push(request.headers);
    if (trick(path, request, response)) return;
    try {
      response.end(readFileSync(join(folder, path)));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  const site = { address: `https://${host}/share`, host, asked, headers, close };
  sites.push(site);
  return site;
}

const code = (expected: string) => expect.objectContaining({ code: expected });
const words = ({ store }: ReturnType<typeof desktop>) => listTerms(store.read).map(({ term }) => term);

async function published(): Promise<SharedFolder> {
  const shared = sharedFolder();
  await shared.publish([glossary('术语', '河长制')]);
  return shared;
}

const ca = made?.ca ?? null;

describe.skipIf(withoutOpenssl)(skippedFor('over HTTPS', withoutOpenssl), () => {
  test('a desktop takes the list from the one address, and the contact is on record', async () => {
    const shared = await published();
    const site = await serve(shared.folder);
    const contacts = createContactLog(join(tempDir(), 'contacts.json'), systemClock);
    const one = desktop({ contacts });
    await one.team.join({ address: site.address, key: shared.key, ca });
    await one.team.settled();
    expect(words(one)).toEqual(['河长制']);
    expect(site.asked[0]).toBe('manifest.json');
    expect(site.asked[2]).toMatch(/^objects\/[0-9a-f]{64}$/);
    expect(Object.keys(site.headers[0] ?? {}).toSorted()).toEqual([
      'accept-encoding',
      'cache-control',
      'connection',
      'host',
    ]);
    const [contact] = contacts.list();
    expect(contact).toMatchObject({
      source: 'team',
      host: site.host,
      result: { code: 'team.contact-taken' },
    });
    const sizes = site.asked.map((path) => readFileSync(join(shared.folder, path)).length);
    expect(contact?.bytes).toBe(sizes.reduce((sum, one) => sum + one, 0));
    await shared.publish([glossary('术语', '放管服')]);
    await one.team.sync();
    expect(words(one)).toEqual(['放管服']);
  });

  test('a server with a certificate of another authority is refused before anything is asked of it', async () => {
    const shared = await published();
    const site = await serve(shared.folder);
    for (const other of [null, certified().ca]) {
      const joining = desktop().team.join({ address: site.address, key: shared.key, ca: other });
      await expect(joining).rejects.toThrow(code('team-unreachable'));
    }
    expect(site.asked).toEqual([]);
  });

  test('a redirection is not followed', async () => {
    const shared = await published();
    const elsewhere = await serve(shared.folder);
    const site = await serve(shared.folder, (path, _, response) => {
      response.writeHead(302, { location: `${elsewhere.address}/${path}` }).end();
      return true;
    });
    const joining = desktop().team.join({ address: site.address, key: shared.key, ca });
    await expect(joining).rejects.toMatchObject({
      code: 'team-unreachable',
      text: { values: { why: { code: 'team.redirected' } } },
    });
    expect(elsewhere.asked).toEqual([]);
  });

  test.each<[string, Answer, string]>([
    [
      'answers with an error',
      (_, __, response) => Boolean(response.writeHead(500).end()),
      'team-unreachable',
    ],
    ['has no list', (_, __, response) => Boolean(response.writeHead(404).end()), 'team-incomplete'],
    ['wants a password', (_, __, response) => Boolean(response.writeHead(401).end()), 'team-unreachable'],
    [
      'answers everything with a page',
      (_, __, response) => Boolean(response.end('<html>Please log in</html>')),
      'team-wrong-signature',
    ],
    ['hangs up', (_, request) => Boolean(request.socket.destroy()), 'team-unreachable'],
    [
      'promises more than it sends',
      (path, request, response) => {
        if (!path.startsWith('objects/')) return false;
        response.writeHead(200, { 'content-length': 100_000 });
        response.write('half');
        setTimeout(() => request.socket.destroy(), 20);
        return true;
      },
      'team-unreachable',
    ],
    [
      'sends without end',
      (path, request, response) => {
        if (!path.startsWith('objects/')) return false;
        const piece = Buffer.alloc(256 * 1024);
        const more = () => {
          while (!request.socket.destroyed && response.write(piece));
        };
        response.on('drain', more);
        more();
        return true;
      },
      'team-object',
    ],
    [
      'states a huge length',
      (path, _, response) => {
        if (path !== 'manifest.json') return false;
        response.writeHead(200, { 'content-length': 2 ** 40 });
        response.write('{');
        return true;
      },
      'team-object',
    ],
  ])('nothing is taken from a server that %s', async (_, trick, expected) => {
    const shared = await published();
    const site = await serve(shared.folder);
    const spoiled = await serve(shared.folder, trick);
    const one = desktop();
    const joining = one.team.join({ address: spoiled.address, key: shared.key, ca });
    await expect(joining).rejects.toThrow(code(expected));
    expect(one.team.state().joined).toBeNull();
    expect(words(one)).toEqual([]);
    // The same files from an honest server are fine.
    await one.team.join({ address: site.address, key: shared.key, ca });
    expect(words(one)).toEqual(['河长制']);
  });

  test('a server that is silent is given up, by the clock that was handed in', async () => {
    const shared = await published();
    const site = await serve(shared.folder, () => true);
    const clock = { ...systemClock, after: (_: number, run: () => void) => systemClock.after(50, run) };
    const joining = desktop({ clock }).team.join({ address: site.address, key: shared.key, ca });
    await expect(joining).rejects.toThrow(code('team-unreachable'));
  });

  test('what is no certificate is refused', async () => {
    const { key } = await published();
    const wrong = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';
    for (const one of ['no certificate', wrong])
      await expect(desktop().team.join({ address: 'https://127.0.0.1:1/', key, ca: one })).rejects.toThrow(
        code('team-key'),
      );
  });
});
