import { factorA, factorB, type PatchMode, patchable } from '../../models/patch.ts';
import type { Checkpoint } from '../../models/types.ts';

/**
 * What a run trains. Names and shapes are those of the patch's file: in mode `patch` every weight of the top,
 * in mode `lora` two factors for each matrix of a linear layer and, where wanted, the biases and norms.
 */

/** `middle`: the layers of the top below the last. `last`: the last layer and the head. */
export type ParameterGroup = 'middle' | 'last';

export interface Parameter {
  readonly name: string;
  readonly shape: readonly number[];
  readonly group: ParameterGroup;
}

export interface ParameterChoice {
  readonly mode: PatchMode;
  /** Of the factors. */
  readonly rank: number;
  /** Whether mode `lora` trains biases and norms too. */
  readonly biases: boolean;
}

/** In an order that depends on the model alone. */
export function parametersOf(
  checkpoint: Pick<Checkpoint, 'config'>,
  { mode, rank, biases }: ParameterChoice,
): readonly Parameter[] {
  const last = checkpoint.config.layers - 1;
  const groupOf = (name: string): ParameterGroup => {
    const layer = Number(/^bert\.encoder\.layer\.(\d+)\./.exec(name)?.[1] ?? last);
    return layer < last ? 'middle' : 'last';
  };
  return [...patchable(checkpoint.config)].flatMap(([name, shape]): Parameter[] => {
    const group = groupOf(name);
    const [out, inner] = shape;
    if (mode === 'patch' || shape.length === 1)
      return mode === 'patch' || biases ? [{ name, shape, group }] : [];
    return [
      { name: factorA(name), shape: [rank, inner ?? 0], group },
      { name: factorB(name), shape: [out ?? 0, rank], group },
    ];
  });
}
