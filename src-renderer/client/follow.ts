import type { Client, EventName, EventOf } from '../../src-main/contract/index.ts';

/** Ends a subscription. */
export type Ending = () => void;

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
): Promise<Ending> {
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

/**
 * Waits for subscriptions that start in parallel.
 * @returns a function that ends all of them
 * @throws the error of the first one that fails; the others end, also those that start later
 */
export async function followAll(starting: readonly (Ending | Promise<Ending>)[]): Promise<Ending> {
  try {
    const ends = await Promise.all(starting);
    return () => {
      for (const end of ends) end();
    };
  } catch (error) {
    for (const one of starting)
      Promise.resolve(one).then(
        (end) => end(),
        () => undefined,
      );
    throw error;
  }
}
