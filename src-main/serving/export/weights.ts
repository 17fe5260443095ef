import { join } from 'node:path';
import type { Graph } from '../../graph/graph.ts';
import { partsOf } from '../../graph/graph.ts';
import type { Checkpoint } from '../../models/types.ts';
import { writeServed } from './graphs.ts';
import type { Entry } from './plan.ts';

/**
 * A graph and the weights files that it points into. The base model's file is the same for all versions; what a version
 * changes is in a file of its own.
 * @param folder of the package
 * @param name of the graph's file
 */
export function graphFiles(checkpoint: Checkpoint, whole: Graph, folder: string, name: string): Entry[] {
  const weights = new Set(partsOf(whole).externals.map(({ file }) => file));
  return [
    { path: `${folder}/${name}`, content: writeServed(whole) },
    ...[...weights]
      .sort()
      .map((file) => ({ path: `${folder}/${file}`, from: join(checkpoint.dir, file), linked: true })),
  ];
}
