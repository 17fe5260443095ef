import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import type { ForkChild } from '../../src-main/base/child.ts';
import { systemClock } from '../../src-main/base/clock.ts';
import type { PhrasesState } from '../../src-main/contract/phrases.ts';
import { indexerJobs } from '../../src-main/phrases/indexer-jobs.ts';
import { OwnPhrases } from '../../src-main/phrases/own-phrases.ts';
import { openStore, type Store } from '../../src-main/store/open.ts';
import { inProcessChild } from '../support/in-process-child.ts';
import { tempDir } from '../support/temp.ts';

/** Own documents over a real store and real files. */

interface World {
  readonly home: string;
  /** A folder that is not yet among the writer's. */
  readonly folder: string;
  readonly store: Store;
  readonly own: OwnPhrases;
  readonly told: PhrasesState[];
  readonly warned: string[];
}

const open: World[] = [];
afterEach(async () => {
  for (const world of open.splice(0)) await leave(world);
});

export async function leave({ own, store }: World): Promise<void> {
  await own.close();
  await store.close();
}

export function enter(dir = tempDir(), fork: ForkChild = inProcessChild(indexerJobs)): World {
  const home = join(dir, 'home');
  const folder = join(dir, 'folder');
  mkdirSync(folder, { recursive: true });
  const store = openStore({ dir: home, clock: systemClock });
  const told: PhrasesState[] = [];
  const warned: string[] = [];
  const own = new OwnPhrases({
    home,
    db: store.write,
    fork,
    clock: systemClock,
    log: { info: () => undefined, warn: (message) => void warned.push(message) },
    onState: (state) => void told.push(state),
  });
  const world = { home, folder, store, own, told, warned };
  open.push(world);
  return world;
}

/** The app ends and starts again. */
export async function again(world: World, fork?: ForkChild): Promise<World> {
  open.splice(open.indexOf(world), 1);
  await leave(world);
  return enter(join(world.home, '..'), fork);
}

/** How texts go on behind a context, by the title of their document. */
export function goesOn({ own }: World, context: string): string[] {
  const { index } = own;
  if (!index) return [];
  const [longest] = index.matches(context);
  const found = (longest?.sample ?? []).map(
    ({ document, next }) => `${index.document(document)?.title}: ${next}`,
  );
  return found.toSorted();
}
