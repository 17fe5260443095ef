import { World } from '../versions/policy/world.ts';

/** A world whose engine is up and has `version`, warm, in the first phase of its plan. */
export async function offered(
  version = 'v1',
  mode: 'now' | 'staged' | 'shadow' = 'staged',
  seed = 1,
): Promise<World> {
  const world = new World(seed);
  await world.engineBack();
  world.router.offer(version, mode, false);
  await world.settled();
  return world;
}

/** Stored gaps on which both versions do equally well. */
export function replay(world: World, version: string, gaps = 100): void {
  for (let i = 0; i < gaps; i++) world.router.replayed(version, i % 2 === 0, i % 2 === 0);
}
