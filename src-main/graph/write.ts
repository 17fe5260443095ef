import { must } from '../base/assert.ts';
import { type Graph, partsOf } from './graph.ts';
import { attributeType, dataType, externalLocation, ModelProto } from './onnx-schema.ts';
import { ops } from './ops.ts';
import type { Dim, Shaped } from './shaped.ts';
import type { Constant, External, Node, Value } from './value.ts';
import { verify } from './verify.ts';

const irVersion = 10;
const operatorSets = [
  { domain: '', version: 20 },
  { domain: 'com.microsoft', version: 1 },
];

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

/** @returns the graph as a serialised ONNX `ModelProto`. @throws GraphError where `verify` does */
export function writeOnnx(whole: Graph): Uint8Array {
  verify(whole);
  const { inputs, constants, externals, results } = partsOf(whole);
  const names = new Map<Value, string>();
  for (const value of [...inputs, ...externals]) names.set(value, value.name);
  for (const [i, value] of constants.entries()) names.set(value, `constant_${i}`);
  for (const [i, value] of results.entries()) names.set(value, `${value.node.op}_${i}`);
  for (const [name, value] of Object.entries(whole.outputs)) names.set(value, name);
  const nameOf = (value: Value | null) => (value ? must(names.get(value), 'a value without a name') : '');

  const message = {
    irVersion,
    producerName: 'bumo',
    opsetImport: operatorSets,
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
