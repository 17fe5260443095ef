import { assert } from '../../base/assert.ts';
import { commonFiles } from './common.ts';
import { kserve } from './kserve.ts';
import { mlserver } from './mlserver.ts';
import { ovms } from './ovms.ts';
import { type Engine, type EnginePackage, listed, numberOf, type Plan } from './plan.ts';
import { ray } from './ray.ts';
import { triton } from './triton.ts';
import { writePackage } from './write-package.ts';

const packages: Readonly<Record<Engine, EnginePackage>> = { ray, mlserver, kserve, triton, ovms };

/**
 * Writes a package that an engine serves. The same versions give the same bytes.
 * @throws as `writePackage`
 */
export async function exportServing(plan: Plan, engine: Engine, dir: string): Promise<void> {
  const { files, guide } = packages[engine];
  const numbers = listed(plan).map(({ id }) => numberOf(id));
  assert(new Set(numbers).size === numbers.length, 'versions have numbers of their own');
  const entries = [...commonFiles(plan, engine, guide(plan)), ...files(plan)];
  await writePackage(
    dir,
    entries.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  );
}
