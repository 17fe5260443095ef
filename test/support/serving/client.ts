import { createHash } from 'node:crypto';
import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import type { MaskedRow } from '../../../src-main/fillmask/types.ts';
import { ModelStats, paths } from '../../../src-main/serving/protocol.ts';
import { logitsOfRows, tensorsOfRows } from '../../../src-main/serving/rows.ts';
import { decodeResponse, encodeRequest } from '../../../src-main/serving/wire.ts';

/** Requests to an engine of this machine, one by one and many at once. */

const agent = new Agent({ keepAlive: true });

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Not `fetch`, whose headers make Ray take it for a browser. */
export function ask(
  port: number,
  method: string,
  path: string,
  { body, headers = {} }: { body?: Buffer | string; headers?: Readonly<Record<string, string>> } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ agent, host: '127.0.0.1', port, method, path, headers }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(pieces),
        }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

export interface Inferred {
  readonly version: string;
  readonly logits: readonly Float32Array[];
}

export interface InferOptions {
  readonly version?: string;
  readonly sticky?: string;
  /** Whether token ids go as binary data. */
  readonly binary?: boolean;
  readonly vocabSize: number;
}

/** @throws with the engine's answer where it is no result */
export async function infer(
  port: number,
  rows: readonly MaskedRow[],
  { version, sticky, binary = false, vocabSize }: InferOptions,
): Promise<Inferred> {
  const { headers, body } = encodeRequest(
    { inputs: tensorsOfRows(rows), ...(sticky === undefined ? {} : { parameters: { sticky } }) },
    { binary, binaryOutputs: binary ? ['logits'] : [] },
  );
  const answer = await ask(port, 'POST', paths.infer(version), { body, headers });
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.body.subarray(0, 500)}`);
  const length = answer.headers['inference-header-content-length'];
  const { modelVersion, outputs } = decodeResponse(
    answer.body,
    typeof length === 'string' ? length : undefined,
  );
  return { version: modelVersion ?? '', logits: logitsOfRows(outputs, rows, vocabSize) };
}

export async function statsOf(port: number, version: string) {
  const { body } = await ask(port, 'GET', paths.stats(version));
  const [stats] = ModelStats.parse(JSON.parse(String(body))).model_stats;
  if (!stats) throw new Error('no statistics');
  return stats;
}

/** The name of a writer's document on the wire. */
export const stickyOf = (writer: number): string =>
  createHash('sha256').update(`writer ${writer}`).digest('hex').slice(0, 32);

export interface Load {
  readonly byVersion: Readonly<Record<string, number>>;
  readonly failures: readonly string[];
  /** Milliseconds of each request, ascending. */
  readonly times: readonly number[];
  readonly seconds: number;
}

/** Clients that ask one after another, together `requests` times. @param once what a client asks the i-th time */
export async function load(
  clients: number,
  requests: number,
  once: (i: number) => Promise<Pick<Inferred, 'version'>>,
): Promise<Load> {
  const byVersion: Record<string, number> = {};
  const failures: string[] = [];
  const times: number[] = [];
  let next = 0;
  const began = performance.now();
  const client = async () => {
    for (let i = next++; i < requests; i = next++) {
      const at = performance.now();
      try {
        const { version } = await once(i);
        byVersion[version] = (byVersion[version] ?? 0) + 1;
      } catch (error) {
        failures.push(String(error));
      }
      times.push(performance.now() - at);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  const seconds = (performance.now() - began) / 1000;
  return { byVersion, failures, times: times.toSorted((a, b) => a - b), seconds };
}
