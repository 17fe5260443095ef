import { must } from '../base/assert.ts';
import { type Graph, partsOf } from './graph.ts';
import { attributeType, dataType, externalLocation, ModelProto } from './onnx-schema.ts';
import { ops } from './ops.ts';
import { type Dim, GraphError, type Shaped } from './shaped.ts';
import type { Constant, External, Node, Value } from './value.ts';
import { verify } from './verify.ts';

interface OnnxRelease {
  readonly irVersion: number;
  readonly operatorSets: readonly { readonly domain: string; readonly version: number }[];
}

/** Of the ONNX Runtime that Bumo brings. */
const own: OnnxRelease = {
  irVersion: 10,
  operatorSets: [
    { domain: '', version: 20 },
    { domain: 'com.microsoft', version: 1 },
  ],
};

/**
 * ONNX 1.12 (2022), which every serving engine reads. The rules of our operators are the same in its operator set 17
 * as in 20.
 */
export const portable: OnnxRelease = { irVersion: 8, operatorSets: [{ domain: '', version: 17 }] };

const valueInfo = (name: string, { type, dims }: Shaped) => ({
  name,
  type: { tensorType: { elemType: dataType[type], shape: { dim: dims.map(dimension) } } },
});

const dimension = (dim: Dim) => (typeof dim === 'number' ? { dimValue: dim } : { dimParam: dim });

const inlineTensor = (name: string, { type, dims, data }: Constant) => ({
  name,
  dims,
  dataType: dataType[type],
  rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
});

const externalTensor = ({ name, type, dims, file, offset, length }: External) => ({
  name,
  dims,
  dataType: dataType[type],
  dataLocation: externalLocation,
  externalData: [
    { key: 'location', value: file },
    { key: 'offset', value: String(offset) },
    { key: 'length', value: String(length) },
  ],
});

function attribute(node: Node, name: string) {
  const value = must(node.attributes[name], `${node.op}.${name}`);
  const kind = must(ops[node.op].attributes[name], `${node.op}.${name}`);
  const payload = { float: { f: value }, int: { i: value }, ints: { ints: value } }[kind];
  return { name, type: attributeType[kind], ...payload };
}

/**
 * @returns the graph as a serialised ONNX `ModelProto`
 * @throws GraphError where `verify` does, or where the release has no such operator
 */
export function writeOnnx(whole: Graph, { irVersion, operatorSets }: OnnxRelease = own): Uint8Array {
  verify(whole);
  const { inputs, constants, externals, results } = partsOf(whole);
  for (const { node } of results) {
    if (!operatorSets.some(({ domain }) => domain === ops[node.op].domain))
      throw new GraphError(`${whole.name}: ${node.op} is no operator of ONNX itself`);
  }
  const names = new Map<Value, string>();
  for (const value of [...inputs, ...externals]) names.set(value, value.name);
  for (const [i, value] of constants.entries()) names.set(value, `constant_${i}`);
  for (const [i, value] of results.entries()) names.set(value, `${value.node.op}_${i}`);
  for (const [name, value] of Object.entries(whole.outputs)) names.set(value, name);
  const nameOf = (value: Value | null) => (value ? must(names.get(value), 'a value without a name') : '');

  const message = {
    irVersion,
    producerName: 'bumo',
    opsetImport: [...operatorSets],
    graph: {
      name: whole.name,
      node: results.map((result) => ({
        name: nameOf(result),
        opType: result.node.op,
        domain: ops[result.node.op].domain,
        input: result.node.inputs.map(nameOf),
        output: [nameOf(result)],
        attribute: Object.keys(result.node.attributes).map((name) => attribute(result.node, name)),
      })),
      initializer: [
        ...constants.map((value) => inlineTensor(nameOf(value), value)),
        ...externals.map(externalTensor),
      ],
      input: inputs.map((value) => valueInfo(value.name, value)),
      output: Object.entries(whole.outputs).map(([name, value]) => valueInfo(name, value)),
    },
  };
  return ModelProto.encode(ModelProto.fromObject(message)).finish();
}
