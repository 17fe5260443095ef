import type { Client, EventName, EventOf } from '../../src-main/contract/index.ts';

/**
 * Follows a value that is asked for once and told of by events ever after. An event that comes while the call is
 * under way is the newer of the two: the call's answer is dropped.
 * @returns a function that ends the subscription
 * @throws what the call throws; nothing is followed then
 */
export async function follow<E extends EventName>(
  client: Pick<Client, 'on'>,
  name: E,
  ask: () => Promise<EventOf<E>>,
  take: (value: EventOf<E>) => void,
): Promise<() => void> {
  let told = false;
  const end = client.on(name, (value) => {
    told = true;
    take(value);
  });
  try {
    const asked = await ask();
    if (!told) take(asked);
  } catch (error) {
    end();
    throw error;
  }
  return end;
}
