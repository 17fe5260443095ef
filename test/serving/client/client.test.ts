import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../src-main/base/clock.ts';
import type { MaskedRow } from '../../../src-main/fillmask/types.ts';
import { type GatewayAccess, gatewayAddress } from '../../../src-main/serving/client/access.ts';
import {
  createGatewayClient,
  type GatewayClient,
  VersionsMixed,
} from '../../../src-main/serving/client/client.ts';
import { createTransport, type Transport } from '../../../src-main/serving/client/transport.ts';
import {
  decodeRequest,
  encodeResponse,
  type InferRequest,
  type Tensor,
} from '../../../src-main/serving/wire.ts';
import { type Certified, certified, withoutOpenssl } from '../../support/certificates.ts';
import type { GatewayServerOptions, Trick } from '../../support/gateway-server.ts';
import { ownGateway } from '../../support/own-gateway.ts';
import { patience } from '../../support/patience.ts';
import { skippedFor } from '../../support/skipped.ts';

const vocabSize = 5;
const rows: MaskedRow[] = [
  { ids: [2, 4, 3], masked: [1] },
  { ids: [2, 4, 4, 3], masked: [1, 2] },
];
/** Tells which row and position it is of. */
const logitsOf = async (some: readonly MaskedRow[]) =>
  some.map(({ ids, masked }) =>
    Float32Array.from({ length: masked.length * vocabSize }, (_, i) => ids.length * 100 + i),
  );
const plain = { vocabSize, logits: logitsOf };
const unhurried = { version: null, within: patience };

function clientOf(access: Partial<GatewayAccess> & { address: string }): GatewayClient {
  const whole = { ca: null, token: null, version: null, ...access };
  const client = createGatewayClient(createTransport(whole, systemClock), vocabSize);
  onTestFinished(() => client.close());
  return client;
}

async function opened(options: Partial<GatewayServerOptions> = {}) {
  const server = await ownGateway({ ...plain, ...options });
  return { server, client: clientOf({ address: server.address }) };
}

test.each([[true], [false]])(
  'logits arrive as the engine sent them, binary data known: %s',
  async (binary) => {
    const { client, server } = await opened({ binary, versions: ['base', 'v2'] });
    await client.ready(null, patience);
    await client.metadata(null, patience);
    expect(await client.infer(rows, unhurried)).toEqual({ version: 'base', logits: await logitsOf(rows) });
    expect((await client.infer(rows, { ...unhurried, version: 'v2', sticky: 'ab' })).version).toBe('v2');
    expect(server.inferred.map((one) => one.parameters?.sticky)).toEqual([undefined, 'ab']);
  },
);

test('a token with characters that no request can carry is called wrong, and nothing is sent', async () => {
  const { server } = await opened();
  const client = clientOf({ address: server.address, token: '令牌' });
  await expect(client.infer(rows, unhurried)).rejects.toMatchObject({ kind: 'token' });
  expect(server.asked).toEqual([]);
});

/** As many as a real vocabulary has, so that what is padded weighs more than a call. */
const manyTokens = 21_128;
const wide: MaskedRow[] = [3, 1, 4, 2].map((count) => ({
  ids: [2, ...new Array<number>(count).fill(4), 3],
  masked: Array.from({ length: count }, (_, i) => 1 + i),
}));
const wideLogits = async (some: readonly MaskedRow[]) =>
  some.map(({ ids, masked }) =>
    Float32Array.from({ length: masked.length * manyTokens }, (_, i) => ids.length + i / manyTokens),
  );

async function openedWide(options: Partial<GatewayServerOptions> = {}) {
  const server = await ownGateway({ vocabSize: manyTokens, logits: wideLogits, ...options });
  const access = { address: server.address, ca: null, token: null, version: null };
  const client = createGatewayClient(createTransport(access, systemClock), manyTokens);
  onTestFinished(() => client.close());
  return { server, client };
}

const shapesOf = ({ inferred }: { readonly inferred: readonly InferRequest[] }) =>
  inferred.map(({ inputs }) => inputs.find(({ name }) => name === 'positions')?.shape);

test('rows of unlike numbers of masks go as two calls, a quarter less comes back, each row gets its own', async () => {
  const { server, client } = await openedWide();
  const sent = { ...unhurried, sticky: 'ab' };
  expect((await client.infer(wide, { ...sent, whole: true })).version).toBe('base');
  const whole = client.received();
  const { logits } = await client.infer(wide, sent);
  const apart = client.received() - whole;
  expect(logits.map(({ length }) => length / manyTokens)).toEqual([3, 1, 4, 2]);
  expect(logits.map(([first]) => first)).toEqual([5, 3, 6, 4]);
  expect(shapesOf(server).toSorted()).toEqual([
    [2, 2],
    [2, 4],
    [4, 4],
  ]);
  expect(apart / whole).toBeCloseTo(12 / 16, 2);
});

test('an engine that answers in JSON is asked for no padding at all once that is known', async () => {
  const { server, client } = await openedWide({ binary: false });
  const sent = { ...unhurried, sticky: 'ab' };
  await client.infer(wide.slice(0, 1), sent);
  await client.infer(wide, sent);
  expect(shapesOf(server).toSorted()).toEqual([
    [1, 1],
    [1, 2],
    [1, 3],
    [1, 3],
    [1, 4],
  ]);
});

test('where nothing keeps calls on one version, a batch is one call', async () => {
  const { server, client } = await openedWide();
  await client.infer(wide, unhurried);
  expect(shapesOf(server)).toEqual([[4, 4]]);
});

test('parts of a batch that two versions answered are thrown away', async () => {
  const transport: Transport = {
    async send({ body = Buffer.alloc(0) }) {
      const { inputs } = decodeRequest(body, undefined);
      const [count = 0, width = 0] = inputs.find(({ name }) => name === 'positions')?.shape ?? [];
      const shape = [count, width, manyTokens];
      const data = new Float32Array(count * width * manyTokens);
      const outputs = [{ name: 'logits', datatype: 'FP32', shape, data }] as const;
      const modelVersion = width === 2 ? 'base' : 'v2';
      const sent = encodeResponse({ modelName: 'bumo', modelVersion, outputs }, { binary: false });
      return { status: 200, headers: {}, body: sent.body };
    },
    received: () => 0,
    close: () => undefined,
  };
  const client = createGatewayClient(transport, manyTokens);
  await expect(client.infer(wide, { ...unhurried, sticky: 'ab' })).rejects.toThrow(VersionsMixed);
});

const tensor = (data: readonly number[], shape: readonly number[]): Tensor => ({
  name: 'logits',
  datatype: 'FP32',
  shape,
  data: Float32Array.from(data),
});

/** Answers inference with these bytes. */
function saying(
  outputs: readonly Tensor[],
  change: { modelName?: string; modelVersion?: string } = {},
): Trick {
  return (_, response) => {
    const sent = encodeResponse(
      { modelName: 'bumo', modelVersion: 'base', outputs, ...change },
      { binary: true },
    );
    response.writeHead(200, sent.headers).end(sent.body);
    return true;
  };
}

const right = new Array<number>(20).fill(1);
const raw =
  (status: number, body: string | Buffer, headers: Record<string, string> = {}): Trick =>
  (_, response) => {
    response.writeHead(status, headers).end(body);
    return true;
  };

test.each<[string, Trick, string]>([
  ['values for another vocabulary', saying([tensor(new Array<number>(24).fill(1), [2, 2, 6])]), 'garbled'],
  ['a value that is no number', saying([tensor(right.with(3, Number.NaN), [2, 2, 5])]), 'garbled'],
  ['an infinite value', saying([tensor(right.with(3, Number.POSITIVE_INFINITY), [2, 2, 5])]), 'garbled'],
  ['no tensor', saying([]), 'garbled'],
  ['the name of another model', saying([tensor(right, [2, 2, 5])], { modelName: 'other' }), 'garbled'],
  ['no version', saying([tensor(right, [2, 2, 5])], { modelVersion: '' }), 'garbled'],
  ['half an answer', raw(200, '{"model_name": "bumo", "outputs": ['), 'garbled'],
  ['a page of HTML', raw(200, '<html>Sign in</html>'), 'garbled'],
  ['a huge body', raw(200, Buffer.alloc(1_000_000, ' ')), 'garbled'],
  ['a compressed body', raw(200, 'x', { 'content-encoding': 'gzip' }), 'garbled'],
  ['401', raw(401, '{}'), 'token'],
  ['403', raw(403, '{}'), 'token'],
  ['400', raw(400, '{"error": "no"}'), 'refused'],
  ['503', raw(503, '{"error": "later"}'), 'busy'],
])('%s is refused', async (_, trick, kind) => {
  const { client, server } = await opened();
  server.trick = trick;
  await expect(client.infer(rows, unhurried)).rejects.toMatchObject({ name: 'GatewayFault', kind });
});

test('a body that ends early is refused', async () => {
  const { client, server } = await opened();
  server.trick = (_, response) => {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('{"model_name"');
    setImmediate(() => response.destroy());
    return true;
  };
  await expect(client.infer(rows, unhurried)).rejects.toMatchObject({ kind: 'unreachable' });
});

test('a huge body that does not say how long it is ends at the limit', async () => {
  const { client, server } = await opened();
  let sent = 0;
  server.trick = (_, response) => {
    const more = () => {
      if (response.destroyed) return;
      sent++;
      response.write(Buffer.alloc(65_536), more);
    };
    more();
    return true;
  };
  await expect(client.infer(rows, unhurried)).rejects.toMatchObject({ kind: 'garbled' });
  expect(client.received()).toBeLessThan(10_000_000);
  expect(sent).toBeGreaterThan(0);
});

test('a redirect is not followed', async () => {
  let visits = 0;
  const elsewhere = createServer((_, response) => {
    visits++;
    response.end('{}');
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void elsewhere.close());
  const { port } = elsewhere.address() as AddressInfo;
  const { client, server } = await opened();
  server.trick = raw(307, '', { location: `http://127.0.0.1:${port}/` });
  await expect(client.infer(rows, unhurried)).rejects.toMatchObject({ kind: 'refused' });
  expect(visits).toBe(0);
});

test('proxies of the environment are not used', async () => {
  process.env.HTTP_PROXY = 'http://127.0.0.1:1';
  process.env.NODE_USE_ENV_PROXY = '1';
  onTestFinished(() => {
    delete process.env.HTTP_PROXY;
    delete process.env.NODE_USE_ENV_PROXY;
  });
  const { client } = await opened();
  expect((await client.infer(rows, unhurried)).version).toBe('base');
});

test('a stalled answer is given up in time', async () => {
  const { client, server } = await opened();
  server.trick = () => true;
  await expect(client.infer(rows, { version: null, within: 30 })).rejects.toMatchObject({ kind: 'slow' });
});

test('an answer that nobody waits for is not read', async () => {
  const { client } = await opened();
  const infer = client.infer(rows, { ...unhurried, isWanted: () => false });
  await expect(infer).rejects.toMatchObject({ name: 'AbortError' });
});

test('a version that is not served is named as such', async () => {
  const { client, server } = await opened();
  await expect(client.infer(rows, { ...unhurried, version: 'gone' })).rejects.toMatchObject({
    kind: 'version',
  });
  server.trick = saying([tensor(right, [2, 2, 5])], { modelVersion: 'other' });
  await expect(client.infer(rows, { ...unhurried, version: 'base' })).rejects.toMatchObject({
    kind: 'version',
  });
});

test('a model with another vocabulary is refused by its metadata', async () => {
  const { server } = await opened({ vocabSize: 6 });
  const client = clientOf({ address: server.address });
  await expect(client.metadata(null, patience)).rejects.toMatchObject({ kind: 'vocabulary' });
});

test('a gateway that is gone is unreachable', async () => {
  const { client, server } = await opened();
  server.close();
  await expect(client.infer(rows, unhurried)).rejects.toMatchObject({ kind: 'unreachable' });
});

test('a request is sent again after a cut, and no more than a share of all requests', async () => {
  const { client, server } = await opened();
  let cuts = 1;
  server.trick = (request) => {
    if (cuts === 0) return false;
    cuts--;
    request.socket.destroy();
    return true;
  };
  expect((await client.infer(rows, unhurried)).version).toBe('base');
  cuts = Number.POSITIVE_INFINITY;
  const before = server.asked.length;
  for (let i = 0; i < 40; i++) await client.infer(rows, unhurried).catch(() => undefined);
  const sent = server.asked.length - before;
  expect(sent).toBeGreaterThanOrEqual(40);
  expect(sent).toBeLessThanOrEqual(45);
});

describe.skipIf(withoutOpenssl !== null)(skippedFor('over TLS', withoutOpenssl), () => {
  let tls: Certified;
  let other: Certified;
  beforeAll(() => {
    tls = certified();
    other = certified();
  });

  test('a gateway with a certificate of the set authority answers, with the right token', async () => {
    const server = await ownGateway({ ...plain, tls, token: 'secret' });
    const access = { address: server.address, ca: tls.ca };
    expect((await clientOf({ ...access, token: 'secret' }).infer(rows, unhurried)).version).toBe('base');
    const wrong = clientOf({ ...access, token: 'guess' }).infer(rows, unhurried);
    await expect(wrong).rejects.toMatchObject({ kind: 'token' });
  });

  test.each<[string, () => { server: Certified; ca: string | null }]>([
    ['another authority', () => ({ server: tls, ca: other.ca })],
    ['an authority that nobody set', () => ({ server: tls, ca: null })],
    [
      'the name of another machine',
      () => {
        const named = certified('DNS:elsewhere.invalid');
        return { server: named, ca: named.ca };
      },
    ],
    [
      'no certificate in the CA file',
      () => ({ server: tls, ca: '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n' }),
    ],
  ])('with %s nothing is sent', async (_, make) => {
    const { server: own, ca } = make();
    const server = await ownGateway({ ...plain, tls: own });
    const client = clientOf({ address: server.address, ca, token: 'secret' });
    await expect(client.infer(rows, unhurried)).rejects.toMatchObject({ kind: 'certificate' });
    expect(server.asked).toEqual([]);
  });
});

describe('an address', () => {
  test.each([
    ['https://gateway.example:8443/bumo/', 'https://gateway.example:8443/bumo'],
    [' https://gateway.example ', 'https://gateway.example'],
    ['http://127.0.0.1:8000', 'http://127.0.0.1:8000'],
    ['http://[::1]:8000/', 'http://[::1]:8000'],
  ])('%s is taken as %s', (text, address) => {
    expect(gatewayAddress(text)).toBe(address);
  });

  test.each([
    ['http://gateway.example'],
    ['http://127.0.0.1.example'],
    ['https://user:secret@gateway.example'],
    ['https://gateway.example/?a=1'],
    ['https://gateway.example/#a'],
    ['ftp://gateway.example'],
    ['file:///etc/passwd'],
    ['gateway'],
    [''],
  ])('%j is refused', (text) => {
    expect(() => gatewayAddress(text)).toThrow(expect.objectContaining({ code: 'gateway-address' }));
  });
});
