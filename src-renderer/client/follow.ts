import type { Client, EventName, EventOf } from '../../src-main/contract/index.ts';

/**
 * Follows a value: one call asks for it, events report its changes. An event during the call is newer than the call's
 * answer, which is then dropped.
 * @returns a function that ends the subscription
 * @throws what the call throws; the subscription has ended then
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
