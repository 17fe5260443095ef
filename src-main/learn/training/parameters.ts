import { factorA, factorB, layerOf, type PatchMode, patchable, topLayers } from '../../models/patch.ts';
import type { Checkpoint } from '../../models/types.ts';

/**
 * The trained parameters, with the names and shapes of the patch file: in mode `patch` every tensor of the top, in mode
 * `lora` two factors for each matrix and, if the recipe says so, the biases and norms.
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
  /** Rank of the factors. */
  readonly rank: number;
  /** Whether mode `lora` trains biases and norms too. */
  readonly biases: boolean;
  /** Encoder layers that are trained, the last ones; by default all that a patch may change. */
  readonly layers?: number;
}

/** Number of encoder layers below the trained ones. */
export const untrainedLayers = (
  { config }: Pick<Checkpoint, 'config'>,
  { layers = topLayers }: Pick<ParameterChoice, 'layers'>,
): number => Math.max(0, config.layers - Math.min(layers, topLayers));

/** @returns the parameters in an order that depends on the model alone */
export function parametersOf(
  checkpoint: Pick<Checkpoint, 'config'>,
  choice: ParameterChoice,
): readonly Parameter[] {
  const { mode, rank, biases } = choice;
  const first = untrainedLayers(checkpoint, choice);
  const last = checkpoint.config.layers - 1;
  return [...patchable(checkpoint.config)].flatMap(([name, shape]): Parameter[] => {
    const layer = layerOf(name) ?? last;
    if (layer < first) return [];
    const group: ParameterGroup = layer < last ? 'middle' : 'last';
    const [out, inner] = shape;
    if (mode === 'patch' || shape.length === 1)
      return mode === 'patch' || biases ? [{ name, shape, group }] : [];
    return [
      { name: factorA(name), shape: [rank, inner ?? 0], group },
      { name: factorB(name), shape: [out ?? 0, rank], group },
    ];
  });
}
