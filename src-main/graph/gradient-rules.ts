import { axesOf } from './dims.ts';
import { geluGradient, layerNormGradients, multiHeadAttentionGradients } from './gradient-fused.ts';
import { apply } from './node.ts';
import type { OpType } from './ops.ts';
import { type Attributes, GraphError, sizeOf } from './shaped.ts';
import { add, div, exp, gemm, mul, neg, number, sub, sum, sumTo, switched } from './terms.ts';
import { constant, int64s, type Result, type Value } from './value.ts';

/** A node on the way back: what went in, what came out and the loss's gradient at what came out. */
export interface Step {
  readonly inputs: readonly (Value | null)[];
  readonly attributes: Attributes;
  readonly output: Result;
  readonly gradient: Value;
}

/** @returns the gradient of each input, null for one that has none (an index, a shape, a mask) */
export type Rule = (step: Step) => readonly (Value | null)[];

function operand({ inputs, output }: Step, index: number): Value {
  const value = inputs[index];
  if (!value) throw new GraphError(`${output.node.op}: input ${index} is missing`);
  return value;
}

/** For an operator over one tensor: its derivative times the gradient. */
const unary =
  (derive: (x: Value, y: Value, gradient: Value) => Value): Rule =>
  (step) => [derive(operand(step, 0), step.output, step.gradient)];

/** For an operator over two tensors: each one's gradient is summed over the axes that it was repeated along. */
const binary =
  (derive: (step: { a: Value; b: Value; y: Value; gradient: Value }) => [Value, Value]): Rule =>
  (step) => {
    const [a, b] = [operand(step, 0), operand(step, 1)];
    const [ga, gb] = derive({ a, b, y: step.output, gradient: step.gradient });
    return [sumTo(ga, a), sumTo(gb, b)];
  };

const backToShape = (gradient: Value, like: Value) => apply('Reshape', [gradient, apply('Shape', [like])]);

const gemmRule: Rule = (step) => {
  const [a, b, g] = [operand(step, 0), operand(step, 1), step.gradient];
  const { transA = 0, transB = 0 } = step.attributes;
  const ga = transA ? gemm(b, g, transB ? 1 : 0, 1) : gemm(g, b, 0, transB ? 0 : 1);
  const gb = transB ? gemm(g, a, 1, transA ? 1 : 0) : gemm(a, g, transA ? 0 : 1, 0);
  return [ga, gb, sum(g, [0], false)];
};

/** y = A·B in the last two axes. */
const matMulRule = binary(({ a, b, gradient }) => [
  apply('MatMul', [gradient, switched(b)]),
  apply('MatMul', [switched(a), gradient]),
]);

/**
 * Rows go back to where they were taken from. As a product with a one-hot matrix and not as ScatterND with
 * reduction, whose threads in ONNX Runtime lose sums where an index comes twice.
 */
const gatherRule: Rule = (step) => {
  const [data, indices] = [operand(step, 0), operand(step, 1)];
  const width = sizeOf(data.dims.slice(1));
  const flat = apply('Reshape', [indices, int64s(-1)]);
  const rows = apply('Reshape', [step.gradient, int64s(-1, width)]);
  const depth = apply('Shape', [data], { start: 0, end: 1 });
  const chosen = apply('OneHot', [flat, depth, constant('float32', [2], Float32Array.of(0, 1))], {
    axis: -1,
  });
  return [backToShape(gemm(chosen, rows, 1, 0), data), null];
};

/** The gradient of a sum, the same for each summand: spread over the axes that were summed. */
function spread(step: Step): { spreaded: Value; axes: number[] } {
  const x = operand(step, 0);
  const axes = axesOf(x.dims.length, step.inputs[1]);
  const kept = step.attributes.keepdims ?? 1;
  const whole = kept ? step.gradient : apply('Unsqueeze', [step.gradient, int64s(...axes)]);
  return { spreaded: apply('Expand', [whole, apply('Shape', [x])]), axes };
}

/** How many elements lie along an axis, as a float32: a constant where it is known now. */
function lengthOf(x: Value, axis: number): Value {
  const dim = x.dims[axis];
  if (typeof dim === 'number') return number(dim);
  const length = apply('Shape', [x], { start: axis, end: axis + 1 });
  return apply('Cast', [length], { to: 1 });
}

const meanRule: Rule = (step) => {
  const { spreaded, axes } = spread(step);
  const x = operand(step, 0);
  return [axes.reduce((gradient, axis) => div(gradient, lengthOf(x, axis)), spreaded), null];
};

const transposeRule: Rule = (step) => {
  const perm = step.attributes.perm as readonly number[];
  const back = perm.map((_, axis) => perm.indexOf(axis));
  return [apply('Transpose', [step.gradient], { perm: back })];
};

const softmaxRule = unary((_, y, g) => {
  const product = mul(g, y);
  return sub(product, mul(y, sum(product, [-1], true)));
});

/** Each operator's derivative; an operator that carries none says so. */
export const gradientRules = {
  Add: binary(({ gradient }) => [gradient, gradient]),
  Cast: 'no derivative',
  Concat: 'no derivative',
  DynamicQuantizeMatMul: 'no derivative',
  Div: binary(({ b, y, gradient }) => [div(gradient, b), neg(mul(gradient, div(y, b)))]),
  Erf: unary((x, _, g) => mul(g, mul(number(2 / Math.sqrt(Math.PI)), exp(neg(mul(x, x)))))),
  Exp: unary((_, y, g) => mul(g, y)),
  Expand: (step) => [sumTo(step.gradient, operand(step, 0)), null],
  Gather: gatherRule,
  GatherND: 'no derivative',
  Gelu: unary((x, _, g) => geluGradient(x, g)),
  Gemm: gemmRule,
  Identity: unary((_, __, g) => g),
  LayerNormalization: (step) =>
    layerNormGradients(operand(step, 0), operand(step, 1), step.attributes, step.gradient),
  LogSoftmax: unary((_, y, g) => sub(g, mul(exp(y), sum(g, [-1], true)))),
  MatMul: matMulRule,
  Mul: binary(({ a, b, gradient }) => [mul(gradient, b), mul(gradient, a)]),
  MultiHeadAttention: (step) => [
    ...multiHeadAttentionGradients(
      {
        query: operand(step, 0),
        key: operand(step, 1),
        value: operand(step, 2),
        mask: step.inputs[4] ?? null,
        heads: step.attributes.num_heads as number,
      },
      step.gradient,
    ),
    null,
    null,
  ],
  Neg: unary((_, __, g) => neg(g)),
  OneHot: 'no derivative',
  ReduceMean: meanRule,
  ReduceSum: (step) => [spread(step).spreaded, null],
  Reshape: (step) => [backToShape(step.gradient, operand(step, 0)), null],
  Shape: 'no derivative',
  SkipLayerNormalization: (step) => {
    const total = add(operand(step, 0), operand(step, 1));
    const [gx, gScale, gShift] = layerNormGradients(total, operand(step, 2), step.attributes, step.gradient);
    return [gx, gx, gScale, gShift];
  },
  Slice: 'no derivative',
  Softmax: softmaxRule,
  Sqrt: unary((_, y, g) => div(g, mul(number(2), y))),
  Sub: binary(({ gradient }) => [gradient, neg(gradient)]),
  Transpose: transposeRule,
  Unsqueeze: (step) => [backToShape(step.gradient, operand(step, 0)), null],
} as const satisfies Record<OpType, Rule | 'no derivative'>;
