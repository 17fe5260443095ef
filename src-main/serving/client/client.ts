import { z } from 'zod';
import { must } from '../../base/assert.ts';
import type { MaskedRow } from '../../fillmask/types.ts';
import { partsOf } from '../parts.ts';
import {
  ErrorAnswer,
  headerLengthName,
  ModelMetadata,
  ProtocolError,
  paths,
  servedModel,
  stickyParameter,
  tensorNames,
  vocabSizeOf,
} from '../protocol.ts';
import { logitsOfRows, tensorsOfRows } from '../rows.ts';
import { decodeResponse, encodeRequest } from '../wire.ts';
import { GatewayFault, mayRetry } from './fault.ts';
import { createRetryBudget, type RetryBudget } from './retry-budget.ts';
import type { Call, Reply, Transport } from './transport.ts';

/** The client of one gateway: rows of token ids in, logits out, and nothing that is not exactly that. */

export interface Inferred {
  /** Per row its logits, row-major [masked.length, V]. */
  readonly logits: readonly Float32Array[];
  /** The version that answered. */
  readonly version: string;
}

/** Rows of one batch that went as two calls were answered by two versions. */
export class VersionsMixed extends Error {}

export interface InferOptions {
  /** The version that is to answer; the gateway's traffic split chooses where it is null. */
  readonly version: string | null;
  /** 32 hexadecimal digits. */
  readonly sticky?: string;
  /** Milliseconds until the request is given up. */
  readonly within: number;
  /** Whether anybody still waits: an answer that nobody waits for is not decoded. */
  readonly isWanted?: () => boolean;
  /** Whether all rows go as one call; always so where nothing keeps calls on one version. Default false. */
  readonly whole?: boolean;
}

export interface GatewayClient {
  /** @throws GatewayFault where the gateway or the model is not ready */
  ready(version: string | null, within: number): Promise<void>;
  /** @throws GatewayFault `vocabulary` where the served model has another vocabulary */
  metadata(version: string | null, within: number): Promise<ModelMetadata>;
  /** @throws GatewayFault, VersionsMixed; AbortError for an answer that nobody waits for */
  infer(rows: readonly MaskedRow[], options: InferOptions): Promise<Inferred>;
  /** Bytes received so far. */
  received(): number;
  close(): void;
}

/** Most bytes of a number in JSON, with its comma. */
const numberBytes = 25;
/** Bytes of a logit as engines write it, on average. */
const logitBytes = { binary: 4, json: 19 } as const;
/** Most bytes of an answer besides its numbers. */
const headRoom = 65_536;
const longestVersion = 200;

const Version = z.string().min(1).max(longestVersion);

function errorOf(body: Buffer): string {
  try {
    return ErrorAnswer.parse(JSON.parse(body.toString('utf8'))).error.slice(0, 300);
  } catch {
    return 'no reason given';
  }
}

/** @param isPinned whether the address names a version. @throws GatewayFault for a status other than 200 */
function checkStatus({ status, body }: Reply, isPinned: boolean): void {
  if (status === 200) return;
  const detail = `HTTP ${status}: ${errorOf(body)}`;
  if (status === 401 || status === 403) throw new GatewayFault('token', `HTTP ${status}`);
  if (status === 404 && isPinned) throw new GatewayFault('version', detail);
  throw new GatewayFault(status === 429 || status >= 500 ? 'busy' : 'refused', detail);
}

function jsonOf<T>(schema: z.ZodType<T>, body: Buffer): T {
  try {
    return schema.parse(JSON.parse(body.toString('utf8')));
  } catch (cause) {
    throw new GatewayFault('garbled', 'the answer is not what the protocol says', { cause });
  }
}

/** The length of the JSON before binary values; undefined where all is JSON. */
const headerLengthOf = ({ headers }: Reply) => headers[headerLengthName.toLowerCase()]?.toString();

/** @throws GatewayFault */
function read(reply: Reply, rows: readonly MaskedRow[], vocabSize: number): Inferred {
  try {
    const { modelName, modelVersion, outputs } = decodeResponse(reply.body, headerLengthOf(reply));
    if (modelName !== servedModel) throw new ProtocolError(`the model ${modelName.slice(0, 80)} answered`);
    const version = Version.safeParse(modelVersion);
    if (!version.success) throw new ProtocolError('the answer names no version');
    return { logits: logitsOfRows(outputs, rows, vocabSize), version: version.data };
  } catch (cause) {
    if (cause instanceof ProtocolError) throw new GatewayFault('garbled', cause.message, { cause });
    throw cause;
  }
}

class OipClient implements GatewayClient {
  readonly #transport: Transport;
  readonly #vocabSize: number;
  readonly #retries: RetryBudget;
  /** As the engine wrote its last answer. */
  #logitBytes: number = logitBytes.binary;

  constructor(transport: Transport, vocabSize: number, retries: RetryBudget) {
    this.#transport = transport;
    this.#vocabSize = vocabSize;
    this.#retries = retries;
  }

  async ready(version: string | null, within: number): Promise<void> {
    await this.#send({ method: 'GET', path: paths.modelReady(version ?? undefined), within, most: headRoom });
  }

  async metadata(version: string | null, within: number): Promise<ModelMetadata> {
    const path = paths.metadata(version ?? undefined);
    const { body } = await this.#send({ method: 'GET', path, within, most: headRoom });
    const metadata = jsonOf(ModelMetadata, body);
    if (metadata.name !== servedModel) throw new GatewayFault('garbled', 'another model is served');
    const size = vocabSizeOf(metadata);
    // Where the metadata leave it open, the shape of the first answer tells.
    if (size !== null && size !== this.#vocabSize)
      throw new GatewayFault('vocabulary', `${size} tokens, not ${this.#vocabSize}`);
    return metadata;
  }

  async infer(rows: readonly MaskedRow[], options: InferOptions): Promise<Inferred> {
    const { version, sticky, whole = version === null && sticky === undefined } = options;
    const parts = whole ? [[...rows.keys()]] : partsOf(rows, this.#vocabSize * this.#logitBytes);
    const of = (part: readonly number[]) => part.map((row) => must(rows[row], 'a row'));
    const answers = await Promise.all(parts.map((part) => this.#call(of(part), options)));
    const versions = new Set(answers.map((one) => one.version));
    const [answering] = versions;
    if (answering === undefined || versions.size > 1) throw new VersionsMixed([...versions].join(', '));
    const logits = new Map(
      parts.flatMap((part, i) => part.map((row, at) => [row, answers[i]?.logits[at]] as const)),
    );
    return { logits: rows.map((_, row) => must(logits.get(row), 'logits of each row')), version: answering };
  }

  async #call(rows: readonly MaskedRow[], options: InferOptions): Promise<Inferred> {
    const { version, sticky, within, isWanted = () => true } = options;
    const most = Math.max(1, ...rows.map((row) => row.masked.length));
    const inputs = tensorsOfRows(rows);
    const parameters = sticky === undefined ? {} : { parameters: { [stickyParameter]: sticky } };
    // Token ids are few: as JSON every engine takes them. Logits are many.
    const encoded = encodeRequest(
      { ...parameters, inputs },
      { binary: false, binaryOutputs: [tensorNames.logits] },
    );
    const reply = await this.#send({
      method: 'POST',
      path: paths.infer(version ?? undefined),
      ...encoded,
      within,
      most: rows.length * most * this.#vocabSize * numberBytes + headRoom,
    });
    if (!isWanted()) throw new DOMException('nobody waits any more', 'AbortError');
    const inferred = read(reply, rows, this.#vocabSize);
    this.#logitBytes = headerLengthOf(reply) === undefined ? logitBytes.json : logitBytes.binary;
    if (version !== null && inferred.version !== version)
      throw new GatewayFault('version', `${inferred.version} answered instead of ${version}`);
    return inferred;
  }

  received(): number {
    return this.#transport.received();
  }

  close(): void {
    this.#transport.close();
  }

  /** Sends once more where the fault allows it and the budget has one left. */
  async #send(call: Call): Promise<Reply> {
    const once = async () => {
      const reply = await this.#transport.send(call);
      checkStatus(reply, call.path.includes('/versions/'));
      return reply;
    };
    this.#retries.earn();
    try {
      return await once();
    } catch (error) {
      if (!(error instanceof GatewayFault) || !mayRetry(error) || !this.#retries.take()) throw error;
      return once();
    }
  }
}

/** @param vocabSize V of the local model */
export const createGatewayClient = (
  transport: Transport,
  vocabSize: number,
  retries: RetryBudget = createRetryBudget(),
): GatewayClient => new OipClient(transport, vocabSize, retries);
