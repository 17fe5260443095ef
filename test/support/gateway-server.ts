import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createServer as createHttp } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { MaskedRow } from '../../src-main/fillmask/types.ts';
import { headerLengthName, metadataOf, paths, servedModel } from '../../src-main/serving/protocol.ts';
import { decodeRequest, encodeResponse, type InferRequest } from '../../src-main/serving/wire.ts';
import type { Certified } from './certificates.ts';

/** A serving engine of the test's own, which speaks the protocol over HTTP or TLS and can be told to misbehave. */

export interface GatewayServerOptions {
  readonly vocabSize: number;
  /** Per row its logits, row-major [masked.length, V]. */
  readonly logits: (rows: readonly MaskedRow[]) => Promise<readonly Float32Array[]>;
  readonly tls?: Certified;
  readonly token?: string;
  /** The versions it serves; the first one answers where none is named. Default `base`. */
  readonly versions?: readonly string[];
  /** Whether it knows the binary extension; default true. */
  readonly binary?: boolean;
}

/** Answers a request in its own way. @returns whether it did */
export type Trick = (request: IncomingMessage, response: ServerResponse) => boolean;

export interface GatewayServer {
  readonly address: string;
  /** Path of each request. */
  readonly asked: string[];
  /** Inference requests as they came. */
  readonly inferred: InferRequest[];
  /** Milliseconds before each answer. */
  delay: number;
  trick: Trick | null;
  /** Ends all connections; those to come see this certificate. Over TLS alone. */
  readonly recertify: (tls: Certified) => void;
  readonly close: () => void;
}

const chunked = (values: readonly number[], width: number): number[][] =>
  Array.from({ length: width === 0 ? 0 : values.length / width }, (_, i) =>
    values.slice(i * width, (i + 1) * width),
  );

function rowsOf({ inputs }: InferRequest): MaskedRow[] {
  const part = (name: string) => {
    const tensor = inputs.find((one) => one.name === name);
    return chunked([...(tensor?.data ?? [])], tensor?.shape[1] ?? 0);
  };
  const masks = part('attention_mask');
  const positions = part('positions');
  return part('input_ids').map((ids, i) => ({
    ids: ids.filter((_, at) => masks[i]?.[at] === 1),
    masked: positions[i] ?? [],
  }));
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts);
}

/** The versions' own addresses, and those without a version. */
function placeOf(url: string, versions: readonly string[]) {
  for (const version of [undefined, ...versions]) {
    const answering = version ?? versions[0] ?? 'base';
    if (url === paths.metadata(version)) return { kind: 'metadata', version: answering } as const;
    if (url === paths.modelReady(version)) return { kind: 'ready', version: answering } as const;
    if (url === paths.infer(version)) return { kind: 'infer', version: answering } as const;
  }
  return null;
}

export async function gatewayServer(options: GatewayServerOptions): Promise<GatewayServer> {
  const { vocabSize, tls, token, versions = ['base'], binary = true } = options;
  const json = (response: ServerResponse, status: number, value: unknown) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));

  async function infer(version: string, body: Buffer, request: IncomingMessage, response: ServerResponse) {
    const length = request.headers[headerLengthName.toLowerCase()]?.toString();
    const { binaryOutputs, ...asked } = decodeRequest(body, length);
    server.inferred.push(asked);
    const rows = rowsOf(asked);
    const width = rows[0]?.masked.length ?? 0;
    const data = new Float32Array(rows.length * width * vocabSize);
    for (const [i, one] of (await options.logits(rows)).entries()) data.set(one, i * width * vocabSize);
    const outputs = [
      { name: 'logits', datatype: 'FP32', shape: [rows.length, width, vocabSize], data },
    ] as const;
    const sent = encodeResponse(
      { modelName: servedModel, modelVersion: version, outputs },
      { binary: binary && binaryOutputs.length > 0 },
    );
    response.writeHead(200, sent.headers).end(sent.body);
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    server.asked.push(request.url ?? '');
    const body = await bodyOf(request);
    if (server.delay > 0) await new Promise((resolve) => setTimeout(resolve, server.delay));
    if (server.trick?.(request, response)) return;
    const place = placeOf(request.url ?? '', versions);
    if (token !== undefined && request.headers.authorization !== `Bearer ${token}`)
      json(response, 401, { error: 'who are you' });
    else if (!place) json(response, 404, { error: 'no such version' });
    else if (place.kind === 'metadata') json(response, 200, metadataOf(versions, vocabSize, 'test'));
    else if (place.kind === 'ready') json(response, 200, { ready: true });
    else await infer(place.version, body, request, response);
  }

  const listener: RequestListener = (request, response) =>
    void answer(request, response).catch((error: unknown) => json(response, 400, { error: String(error) }));
  const listening = tls ? createHttps({ cert: tls.cert, key: tls.key }, listener) : createHttp(listener);
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const { port } = listening.address() as AddressInfo;
  const server: GatewayServer = {
    address: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    asked: [],
    inferred: [],
    delay: 0,
    trick: null,
    recertify({ cert, key }) {
      if (!('setSecureContext' in listening)) throw new Error('no TLS');
      listening.setSecureContext({ cert, key });
      listening.closeAllConnections();
    },
    close() {
      listening.closeAllConnections();
      listening.close();
    },
  };
  return server;
}
