import { must } from '../../base/assert.ts';
import type { CachedRow } from './batch.ts';
import type { Material } from './material.ts';
import type { PlannedStep } from './plan.ts';
import type { Recipe } from './recipe.ts';
import type { Sums } from './run-state.ts';

/** The rows of one update with their weights in the loss. */
export interface Mix {
  /** Corrections, then replay, then the rows whose loss is not reported. */
  readonly rows: readonly CachedRow[];
  /** Number of rows of corrections. */
  readonly corrections: number;
  /** Number of rows of replay. */
  readonly replay: number;
}

/** Scales weights so that the loss is the mean over all masked positions, times `whole`. */
function weighted(rows: readonly CachedRow[], whole: number): CachedRow[] {
  const positions = rows.reduce((sum, { masked }) => sum + masked.length, 0);
  return rows.map((row) => ({ ...row, weight: (row.weight * whole) / positions }));
}

/** @param step index of the update in its epoch; it selects the single row of masks without context */
export function mixOf(material: Material, planned: PlannedStep, recipe: Recipe, step: number): Mix {
  const pick = (from: readonly CachedRow[], chosen: readonly number[], whole: number) =>
    weighted(
      chosen.map((i) => must(from[i], 'a planned row')),
      whole,
    );
  const { contextless } = material;
  const rows = [
    ...pick(material.corrections, planned.corrections, 1),
    ...pick(material.replay, planned.replay, recipe.replayWeight),
    ...pick(material.contexts, planned.contexts, recipe.contextWeight),
    ...pick(contextless, [step % contextless.length], recipe.contextlessWeight),
  ];
  return { rows, corrections: planned.corrections.length, replay: planned.replay.length };
}

/** @param losses each row's cross entropy, summed over its masked positions */
export function addUp(sums: Sums, { rows, corrections, replay }: Mix, losses: readonly number[]): void {
  for (const [i, { entropy, masked }] of rows.entries()) {
    const excess = must(losses[i], 'a loss each') - entropy;
    if (i < corrections) {
      sums.loss += excess;
      sums.positions += masked.length;
    } else if (i < corrections + replay) {
      sums.replay += excess;
      sums.replayPositions += masked.length;
    }
  }
}
