import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ErrorAnswer,
  headerLengthName,
  metadataOf,
  ProtocolError,
  paths,
  stickyParameter,
  vocabSizeOf,
} from '../../src-main/serving/protocol.ts';
import { logitsOfRows, tensorsOfRows } from '../../src-main/serving/rows.ts';
import {
  decodeRequest,
  decodeResponse,
  type Encoded,
  encodeRequest,
  encodeResponse,
  type InferResponse,
  type Tensor,
} from '../../src-main/serving/wire.ts';

const shape = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 3 });
const volume = (sizes: readonly number[]) => sizes.reduce((all, size) => all * size, 1);
const whole = fc
  .record({ name: fc.string(), shape })
  .chain(({ name, shape }) =>
    fc
      .array(fc.maxSafeInteger(), { minLength: volume(shape), maxLength: volume(shape) })
      .map((data): Tensor => ({ name, datatype: 'INT64', shape, data })),
  );
const floats = fc.record({ name: fc.string(), shape }).chain(({ name, shape }) =>
  fc
    .float32Array({
      minLength: volume(shape),
      maxLength: volume(shape),
      noNaN: true,
      noDefaultInfinity: true,
    })
    // JSON has no negative zero.
    .map((data): Tensor => ({ name, datatype: 'FP32', shape, data: data.map((value) => value + 0) })),
);
const tensors = fc.array(fc.oneof(whole, floats), { maxLength: 4 });

const lengthIn = (encoded: Encoded) => encoded.headers[headerLengthName];

describe('a message', () => {
  test('arrives as it was sent, as JSON and as binary data', () => {
    fc.assert(
      fc.property(tensors, fc.boolean(), fc.string(), (inputs, binary, sticky) => {
        const request = { id: '7', parameters: { [stickyParameter]: sticky }, inputs };
        const sent = encodeRequest(request, { binary, binaryOutputs: ['logits'] });
        expect(decodeRequest(sent.body, lengthIn(sent))).toEqual({ ...request, binaryOutputs: ['logits'] });
        const response: InferResponse = { modelName: 'bumo', modelVersion: 'base', outputs: inputs };
        const answered = encodeResponse(response, { binary });
        expect(decodeResponse(answered.body, lengthIn(answered))).toEqual(response);
      }),
    );
  });

  test('with other bytes is read as some message or refused, and nothing else happens', () => {
    const change = fc.record({ at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }), cut: fc.nat() });
    fc.assert(
      fc.property(
        tensors,
        fc.boolean(),
        fc.array(change, { minLength: 1, maxLength: 4 }),
        (outputs, binary, changes) => {
          const sent = encodeResponse({ modelName: 'bumo', outputs }, { binary });
          let body = Buffer.from(sent.body);
          for (const { at, byte, cut } of changes) {
            body[at % body.length] = byte;
            if (cut % 4 === 0) body = body.subarray(0, Math.max(1, cut % body.length));
          }
          try {
            for (const { shape, data } of decodeResponse(body, lengthIn(sent)).outputs)
              expect(data.length).toBe(volume(shape));
          } catch (error) {
            expect(error).toBeInstanceOf(ProtocolError);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

const answer = (output: Record<string, unknown>) =>
  Buffer.from(JSON.stringify({ model_name: 'bumo', outputs: [{ name: 'logits', ...output }] }));

test('nested data is read row by row', () => {
  const body = answer({ datatype: 'FP32', shape: [2, 1, 2], data: [[[1, 2]], [[3, 4]]] });
  expect([...(decodeResponse(body, undefined).outputs[0]?.data ?? [])]).toEqual([1, 2, 3, 4]);
});

test('a hundred thousand empty lists are refused, not a failure of another kind', () => {
  const data = Array.from({ length: 200_000 }, () => []);
  const body = answer({ datatype: 'FP32', shape: [1], data });
  expect(() => decodeResponse(body, undefined)).toThrow(ProtocolError);
});

test.each([
  ['fewer values than the shape holds', { datatype: 'FP32', shape: [3], data: [1, 2] }],
  ['more values than the shape holds', { datatype: 'FP32', shape: [1], data: [1, 2] }],
  ['no values', { datatype: 'FP32', shape: [1] }],
  ['null for a value', { datatype: 'FP32', shape: [2], data: [1, null] }],
  ['a list among the values', { datatype: 'FP32', shape: [2], data: [1, [2]] }],
  ['a fraction as INT64', { datatype: 'INT64', shape: [1], data: [1.5] }],
  ['another datatype', { datatype: 'BYTES', shape: [1], data: [1] }],
  ['a negative size', { datatype: 'FP32', shape: [-1], data: [] }],
  ['binary data that is not there', { datatype: 'FP32', shape: [1], parameters: { binary_data_size: 4 } }],
  ['a size that is no number', { datatype: 'FP32', shape: [1], parameters: { binary_data_size: '4' } }],
])('a tensor with %s is refused', (_, output) => {
  expect(() => decodeResponse(answer(output), undefined)).toThrow(ProtocolError);
});

test.each([['x'], ['-1'], ['99999'], ['1e3']])('a header length of %s is refused', (length) => {
  expect(() => decodeResponse(answer({ datatype: 'FP32', shape: [0], data: [] }), length)).toThrow(
    ProtocolError,
  );
});

test('bytes behind the tensors are refused', () => {
  const sent = encodeResponse({ modelName: 'bumo', outputs: [] }, { binary: true });
  expect(() => decodeResponse(Buffer.concat([sent.body, Buffer.of(0)]), lengthIn(sent))).toThrow(
    ProtocolError,
  );
});

const rows = [
  { ids: [2, 4, 3], masked: [1] },
  { ids: [2, 4, 4, 7, 3], masked: [1, 2] },
];

test('rows are padded to the longest', () => {
  expect(tensorsOfRows(rows).map(({ name, shape, data }) => [name, shape, [...data]])).toEqual([
    ['input_ids', [2, 5], [2, 4, 3, 0, 0, 2, 4, 4, 7, 3]],
    ['attention_mask', [2, 5], [1, 1, 1, 0, 0, 1, 1, 1, 1, 1]],
    ['positions', [2, 2], [1, 0, 1, 2]],
  ]);
});

const logits = (data: readonly number[], shape: readonly number[]): Tensor[] => [
  { name: 'logits', datatype: 'FP32', shape, data: Float32Array.from(data) },
];

test("a row's logits are those of its own positions", () => {
  const answered = logits([1, 2, 3, 9, 9, 9, 4, 5, 6, 7, 8, 9], [2, 2, 3]);
  expect(logitsOfRows(answered, rows, 3).map((one) => [...one])).toEqual([
    [1, 2, 3],
    [4, 5, 6, 7, 8, 9],
  ]);
});

test.each([
  ['of another vocabulary', logits(new Array(16).fill(0), [2, 2, 4])],
  ['of fewer rows', logits(new Array(6).fill(0), [1, 2, 3])],
  ['of other positions', logits(new Array(6).fill(0), [2, 1, 3])],
  ['of two dimensions', logits(new Array(12).fill(0), [2, 6])],
  ['that are no numbers', logits([Number.NaN, ...new Array(11).fill(0)], [2, 2, 3])],
  ['that are infinite', logits([Number.POSITIVE_INFINITY, ...new Array(11).fill(0)], [2, 2, 3])],
  ['that are not there', []],
])('logits %s are refused', (_, outputs) => {
  expect(() => logitsOfRows(outputs, rows, 3)).toThrow(ProtocolError);
});

test('the size of the vocabulary is read from the metadata', () => {
  expect(vocabSizeOf(metadataOf(['base'], 21_128, 'onnxruntime'))).toBe(21_128);
  expect(vocabSizeOf({ name: 'bumo' })).toBeNull();
  expect(
    vocabSizeOf({ name: 'bumo', outputs: [{ name: 'logits', datatype: 'FP32', shape: [-1, -1, -1] }] }),
  ).toBeNull();
});

test("an engine's error is read", () => {
  expect(ErrorAnswer.parse({ error: 'no such version', code: 404 })).toEqual({ error: 'no such version' });
});

test("a version's name cannot leave its place in the address", () => {
  expect(paths.infer('../x')).toBe('/v2/models/bumo/versions/..%2Fx/infer');
});
