import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { createGateway, type GatewayOptions } from '../../src-main/app/gateway.ts';
import type { GatewaySettings } from '../../src-main/contract/gateway.ts';
import { createGatewayPort } from '../../src-main/engine/gateway-port.ts';
import { readContacts } from '../../src-main/models/contacts.ts';
import type { GatewayAccess } from '../../src-main/serving/client/access.ts';
import { manualClock } from '../support/manual-clock.ts';
import { tempDir } from '../support/temp.ts';

/** Consent, preset, record and secrecy of a gateway, without a gateway. */

const request = { text: '今[MASK]', maxLength: 4, top: 5 };
const address = 'https://gateway.example:8443';
let home: string;
let resources: string;
let port: ReturnType<typeof createGatewayPort>;
let used: (GatewayAccess | null)[];
let emitted: GatewaySettings[];

beforeEach(() => {
  home = tempDir();
  resources = tempDir();
  used = [];
  emitted = [];
  port = createGatewayPort(() => undefined);
});

function open() {
  const options: GatewayOptions = {
    home,
    resources,
    engine: {
      setGateway(access) {
        used.push(access);
        port.set(access);
      },
      gateway: port.report,
      onGateway: port.onReport,
    },
    clock: manualClock(),
    modelId: () => 'tiny',
    emit: (settings) => void emitted.push(settings),
  };
  return createGateway(options);
}

const contacts = () => readContacts(join(home, 'contacts.json'));
const preset = (dir: string, value: unknown) =>
  writeFileSync(join(dir, 'gateway.json'), JSON.stringify(value));

test('it is off at first: no request may go out and nobody is contacted', () => {
  const gateway = open();
  expect(gateway.settings()).toMatchObject({ on: false, address: '', preset: false });
  expect(gateway.offered(request, 'a')).toEqual(request);
  expect(used).toEqual([null]);
  expect(contacts()).toEqual([]);
});

test('an address alone does not switch it on', () => {
  const gateway = open();
  gateway.change({ address, token: 'secret' });
  expect(gateway.settings().on).toBe(false);
  expect(gateway.offered(request, 'a')).toEqual(request);
  expect(used.every((one) => one === null)).toBe(true);
});

test('switched on, it is asked from then on and after a restart, and is on record before that', () => {
  const gateway = open();
  gateway.change({ on: true, address: `${address}/`, ca: 'PEM', token: ' secret\n', version: 'v2' });
  const access = { address, ca: 'PEM', token: 'secret', version: 'v2' };
  expect(used.at(-1)).toEqual(access);
  expect(contacts()).toMatchObject([{ source: 'gateway', host: 'gateway.example:8443', result: null }]);
  gateway.close();
  open();
  expect(used.at(-1)).toEqual(access);
  expect(contacts()).toHaveLength(2);
});

test('a sticky key is the same for a document, another for others, and names neither', () => {
  const gateway = open();
  gateway.change({ on: true, address });
  const keyOf = (document: string) => gateway.offered(request, document).sticky ?? '';
  expect(keyOf('a')).toMatch(/^[0-9a-f]{32}$/);
  expect(keyOf('a')).toBe(keyOf('a'));
  expect(keyOf('b')).not.toBe(keyOf('a'));
  const before = keyOf('a');
  home = tempDir();
  const other = open();
  other.change({ on: true, address });
  expect(other.offered(request, 'a').sticky).not.toBe(before);
});

test('the token is told to nobody and its file is readable by its owner alone', () => {
  const gateway = open();
  gateway.change({ on: true, address, token: 'secret-token' });
  expect(gateway.settings()).toMatchObject({ hasToken: true });
  expect(JSON.stringify([gateway.settings(), emitted, contacts()])).not.toContain('secret-token');
  if (process.platform !== 'win32') expect(statSync(join(home, 'gateway-own.json')).mode & 0o077).toBe(0);
  gateway.change({ token: null });
  expect(readFileSync(join(home, 'gateway-own.json'), 'utf8')).not.toContain('secret-token');
});

test.each([['http://gateway.example'], ['gateway'], ['']])('%j is refused and changes nothing', (bad) => {
  const gateway = open();
  expect(() => gateway.change({ on: true, address: bad })).toThrow(
    expect.objectContaining({ code: 'gateway-address' }),
  );
  expect(used.every((one) => one === null)).toBe(true);
});

test.each(['resources', 'home'])(
  'an administrator sets it up in %s; the writer can switch it off and no more',
  (where) => {
    const dir = where === 'home' ? home : resources;
    writeFileSync(join(dir, 'ca.pem'), 'PEM');
    writeFileSync(join(dir, 'token'), 'secret\n');
    preset(dir, { address, caFile: 'ca.pem', tokenFile: 'token' });
    const gateway = open();
    expect(gateway.settings()).toMatchObject({
      on: true,
      address,
      preset: true,
      hasCa: true,
      hasToken: true,
    });
    expect(used.at(-1)).toEqual({ address, ca: 'PEM', token: 'secret', version: null });
    expect(() => gateway.change({ address: 'https://other.example' })).toThrow(
      expect.objectContaining({ code: 'gateway-preset' }),
    );
    expect(gateway.change({ on: false })).toMatchObject({ on: false, preset: true });
    expect(used.at(-1)).toBeNull();
    gateway.close();
    expect(open().settings().on).toBe(false);
  },
);

test.each([
  ['no JSON', '{'],
  ['an address without encryption', { address: 'http://gateway.example' }],
  ['a field that nobody knows', { address, prox: 'x' }],
  ['a CA file that is not there', { address, caFile: 'gone.pem' }],
])("an administrator's file with %s is not used, and said so", (_, value) => {
  if (typeof value === 'string') writeFileSync(join(resources, 'gateway.json'), value);
  else preset(resources, value);
  const settings = open().settings();
  expect(settings.on).toBe(false);
  expect(settings.state.phase).toBe('away');
  expect(used).toEqual([null]);
});

test('what became of it and how many bytes came is on record', () => {
  const gateway = open();
  gateway.change({ on: true, address });
  port.hear({ kind: 'gateway', state: { phase: 'ready', version: 'v2' }, received: 1_000 });
  expect(contacts()).toMatchObject([{ bytes: 1_000, result: { code: 'gateway.answers' } }]);
  // Another process of the engine.
  port.hear({ kind: 'gateway', state: { phase: 'ready', version: 'v3' }, received: 300 });
  expect(contacts()).toMatchObject([{ bytes: 1_300 }]);
  expect(emitted.at(-1)?.state).toEqual({ phase: 'ready', version: 'v3' });
});

test('who answered is told when it changes', () => {
  const gateway = open();
  gateway.change({ on: true, address });
  const before = emitted.length;
  for (const by of ['v2', 'v2', null, null, 'v2']) gateway.note({ gateway: by, unusable: null });
  expect(emitted.slice(before).map((one) => one.answeredBy)).toEqual(['gateway', 'local', 'gateway']);
});
