import { z } from 'zod';
import { headerLengthName, ProtocolError } from './protocol.ts';

/**
 * Requests and answers of the Open Inference Protocol as bytes: JSON, and the binary tensor data extension, where a
 * JSON header of `headerLengthName` bytes is followed by the tensors' values, little-endian, in the header's order.
 */

/** Values row-major. INT64 holds safe integers alone. */
export type Tensor =
  | {
      readonly name: string;
      readonly datatype: 'INT64';
      readonly shape: readonly number[];
      readonly data: readonly number[];
    }
  | {
      readonly name: string;
      readonly datatype: 'FP32';
      readonly shape: readonly number[];
      readonly data: Float32Array;
    };

export interface InferRequest {
  readonly id?: string;
  readonly parameters?: Readonly<Record<string, string | number | boolean>>;
  readonly inputs: readonly Tensor[];
}

export interface InferResponse {
  readonly modelName: string;
  /** Which version answered; absent where the engine does not say. */
  readonly modelVersion?: string;
  readonly id?: string;
  readonly outputs: readonly Tensor[];
}

/** A body and the headers that describe it. */
export interface Encoded {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const Parameters = z.record(z.string(), z.unknown());
const TensorParameters = z.looseObject({
  binary_data_size: z.unknown().optional(),
  binary_data: z.unknown().optional(),
});
const WireTensor = z.object({
  name: z.string(),
  datatype: z.string(),
  shape: z.array(z.int().min(0)).max(8),
  parameters: TensorParameters.optional(),
  /** Flat or nested as the shape says. */
  data: z.array(z.unknown()).optional(),
});
type WireTensor = z.infer<typeof WireTensor>;

const WireRequest = z.object({
  id: z.string().optional(),
  parameters: Parameters.optional(),
  inputs: z.array(WireTensor).max(16),
  outputs: z
    .array(z.object({ name: z.string(), parameters: TensorParameters.optional() }))
    .max(16)
    .optional(),
});
const WireResponse = z.object({
  model_name: z.string(),
  model_version: z.string().nullish(),
  id: z.string().nullish(),
  outputs: z.array(WireTensor).max(16),
});

const widths = { INT64: 8, FP32: 4 } as const;

const isSupported = (datatype: string): datatype is Tensor['datatype'] => datatype in widths;

/** Values that a shape holds. */
const volume = (shape: readonly number[]) => shape.reduce((all, size) => all * size, 1);

/** Every machine that Bumo runs on is little-endian, as the protocol is. */
function bytesOf(tensor: Tensor): Buffer {
  const values = tensor.datatype === 'INT64' ? BigInt64Array.from(tensor.data, BigInt) : tensor.data;
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}

/** @throws ProtocolError where a FP32 value has no form in JSON */
function valuesOf(tensor: Tensor): number[] {
  const values = Array.from(tensor.data);
  if (!values.every(Number.isFinite)) throw new ProtocolError(`${tensor.name}: a value is not finite`);
  return values;
}

function encode(
  header: Record<string, unknown>,
  field: string,
  tensors: readonly Tensor[],
  binary: boolean,
): Encoded {
  const described = tensors.map((tensor) => {
    const { name, datatype, shape } = tensor;
    return binary
      ? { name, datatype, shape, parameters: { binary_data_size: tensor.data.length * widths[datatype] } }
      : { name, datatype, shape, data: valuesOf(tensor) };
  });
  const json = Buffer.from(JSON.stringify({ ...header, [field]: described }));
  if (!binary) return { headers: { 'Content-Type': 'application/json' }, body: json };
  return {
    headers: { 'Content-Type': 'application/octet-stream', [headerLengthName]: String(json.length) },
    body: Buffer.concat([json, ...tensors.map(bytesOf)]),
  };
}

/**
 * @param how whether the inputs go as binary data, and which outputs are asked for as binary data; an engine without
 *   the extension answers those as JSON
 */
export const encodeRequest = (
  request: InferRequest,
  how: { readonly binary: boolean; readonly binaryOutputs: readonly string[] },
): Encoded =>
  encode(
    {
      ...(request.id === undefined ? {} : { id: request.id }),
      ...(request.parameters ? { parameters: request.parameters } : {}),
      outputs: how.binaryOutputs.map((name) => ({ name, parameters: { binary_data: true } })),
    },
    'inputs',
    request.inputs,
    how.binary,
  );

export const encodeResponse = (response: InferResponse, how: { readonly binary: boolean }): Encoded =>
  encode(
    {
      model_name: response.modelName,
      ...(response.modelVersion === undefined ? {} : { model_version: response.modelVersion }),
      ...(response.id === undefined ? {} : { id: response.id }),
    },
    'outputs',
    response.outputs,
    how.binary,
  );

/** @param headerLength the value of `headerLengthName`; undefined where the whole body is JSON */
function split(body: Buffer, headerLength: string | undefined): { json: unknown; binary: Buffer } {
  const length = headerLength === undefined ? body.length : Number(headerLength);
  if (headerLength !== undefined && !/^\d{1,10}$/.test(headerLength))
    throw new ProtocolError(`${headerLengthName} is no number`);
  if (length > body.length) throw new ProtocolError('the body ends inside the header');
  try {
    return { json: JSON.parse(body.toString('utf8', 0, length)), binary: body.subarray(length) };
  } catch (cause) {
    throw new ProtocolError('the header is no JSON', { cause });
  }
}

function parsed<T>(schema: z.ZodType<T>, json: unknown): T {
  const result = schema.safeParse(json);
  if (!result.success) throw new ProtocolError(z.prettifyError(result.error));
  return result.data;
}

function flatten(name: string, data: readonly unknown[], room: number): number[] {
  const values: number[] = [];
  const open: (readonly unknown[])[] = [data];
  for (let next = open.pop(); next; next = open.pop()) {
    const nested = next.filter((one) => Array.isArray(one));
    if (nested.length === next.length) {
      for (const one of nested.toReversed()) open.push(one);
      continue;
    }
    for (const one of next) {
      if (typeof one !== 'number') throw new ProtocolError(`${name}: a value is no number`);
      values.push(one);
    }
    if (values.length > room) break;
  }
  return values;
}

function tensorOf(wire: WireTensor, values: (room: number) => number[] | Float32Array): Tensor {
  const { name, datatype, shape } = wire;
  if (!isSupported(datatype)) throw new ProtocolError(`${name}: datatype ${datatype} is not used`);
  const room = volume(shape);
  const data = values(room);
  if (data.length !== room)
    throw new ProtocolError(`${name}: ${data.length} values for shape [${shape.join(', ')}]`);
  if (datatype === 'FP32')
    return { name, datatype, shape, data: data instanceof Float32Array ? data : Float32Array.from(data) };
  if (!data.every(Number.isSafeInteger)) throw new ProtocolError(`${name}: a value is no safe integer`);
  return { name, datatype, shape, data: Array.from(data) };
}

function readBinary(datatype: string, bytes: Buffer): number[] | Float32Array {
  // A copy starts at an address that the values may start at.
  const { buffer } = new Uint8Array(bytes);
  return datatype === 'INT64' ? Array.from(new BigInt64Array(buffer), Number) : new Float32Array(buffer);
}

/** Takes the tensors out of a message; every byte behind the header belongs to one of them. */
function tensorsOf(wires: readonly WireTensor[], binary: Buffer): Tensor[] {
  let at = 0;
  const tensors = wires.map((wire) => {
    const size = wire.parameters?.binary_data_size;
    if (size === undefined) return tensorOf(wire, (room) => flatten(wire.name, wire.data ?? [], room));
    const width = isSupported(wire.datatype) ? widths[wire.datatype] : 1;
    if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0 || size % width !== 0)
      throw new ProtocolError(`${wire.name}: binary_data_size is wrong`);
    if (size !== volume(wire.shape) * width || at + size > binary.length)
      throw new ProtocolError(`${wire.name}: ${size} bytes of ${binary.length - at} do not fit its shape`);
    at += size;
    return tensorOf(wire, () => readBinary(wire.datatype, binary.subarray(at - size, at)));
  });
  if (at !== binary.length) throw new ProtocolError(`${binary.length - at} bytes belong to no tensor`);
  return tensors;
}

const scalars = (parameters: Readonly<Record<string, unknown>>): Record<string, string | number | boolean> =>
  Object.fromEntries(
    Object.entries(parameters).filter(
      (entry): entry is [string, string | number | boolean] =>
        typeof entry[1] === 'string' || typeof entry[1] === 'number' || typeof entry[1] === 'boolean',
    ),
  );

/**
 * @param headerLength the value of `headerLengthName`; undefined where the whole body is JSON
 * @returns the request and the names of the outputs that are wanted as binary data
 * @throws ProtocolError
 */
export function decodeRequest(
  body: Buffer,
  headerLength: string | undefined,
): InferRequest & { readonly binaryOutputs: readonly string[] } {
  const { json, binary } = split(body, headerLength);
  const { id, parameters, inputs, outputs } = parsed(WireRequest, json);
  return {
    ...(id === undefined ? {} : { id }),
    ...(parameters ? { parameters: scalars(parameters) } : {}),
    inputs: tensorsOf(inputs, binary),
    binaryOutputs: (outputs ?? [])
      .filter((one) => one.parameters?.binary_data === true)
      .map((one) => one.name),
  };
}

/**
 * @param headerLength the value of `headerLengthName`; undefined where the whole body is JSON
 * @throws ProtocolError
 */
export function decodeResponse(body: Buffer, headerLength: string | undefined): InferResponse {
  const { json, binary } = split(body, headerLength);
  const { model_name, model_version, id, outputs } = parsed(WireResponse, json);
  return {
    modelName: model_name,
    ...(model_version == null ? {} : { modelVersion: model_version }),
    ...(id == null ? {} : { id }),
    outputs: tensorsOf(outputs, binary),
  };
}
