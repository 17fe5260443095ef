/**
 * Lets the event loop read the messages that wait in the channel, since running the model blocks the thread. Two
 * `setImmediate` turns span one whole poll phase.
 */
export async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
}
