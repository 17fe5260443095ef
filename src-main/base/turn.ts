/**
 * Lets messages that wait in the channel be read, since a run of the model blocks the thread: two turns pass
 * one whole poll phase.
 */
export async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
}
