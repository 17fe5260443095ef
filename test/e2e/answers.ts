import type { Page } from '@playwright/test';
import type { EventName, Method, Output } from '../../src-main/contract/index.ts';

/** Lets calls of the page be answered by a fixture; the server answers the rest. @returns what was asked, in order */
export async function answer<M extends Method>(
  page: Page,
  method: M,
  value: Output<M> | ((input: unknown) => Output<M>),
): Promise<unknown[]> {
  const asked: unknown[] = [];
  await page.route(`**/call/${method}`, async (route) => {
    const input: unknown = route.request().postDataJSON();
    asked.push(input);
    const given = typeof value === 'function' ? value(input) : value;
    await route.fulfill({ json: { ok: true, value: given } });
  });
  return asked;
}

/** What the server tells unasked of these would undo the answers above: its own slot is a quiet one. */
export const mute = (page: Page, names: readonly EventName[]): Promise<unknown> =>
  page.addInitScript(
    (muted) => {
      const { addEventListener } = EventSource.prototype;
      EventSource.prototype.addEventListener = function (
        this: EventSource,
        name: string,
        ...rest: unknown[]
      ) {
        if (!muted.includes(name)) Reflect.apply(addEventListener, this, [name, ...rest]);
      };
    },
    names as readonly string[],
  );
