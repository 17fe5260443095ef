import { type ForkChild, forkNode } from '../../src-main/base/child.ts';

/** A fork that adds the process id of each child to `pids`. */
export const forkInto =
  (pids: number[]): ForkChild =>
  (entry, options) => {
    const child = forkNode(entry, options);
    if (child.pid) pids.push(child.pid);
    return child;
  };

export function isAlive(pid = 0): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** The test's own time is the limit. */
export async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise((resolve) => setTimeout(resolve, 5));
}
