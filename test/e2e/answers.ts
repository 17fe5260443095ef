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
      const { fetch: original } = window;
      const isMuted = (block: string) => muted.some((name) => block.includes(`event: ${name}\n`));
      let rest = '';
      window.fetch = async (input, init) => {
        const response = await original(input, init);
        if (!String(input).endsWith('/events') || !response.body) return response;
        const heard = new TransformStream<string, string>({
          transform(text, controller) {
            const blocks = (rest + text).split('\n\n');
            rest = blocks.pop() ?? '';
            for (const block of blocks) if (!isMuted(block)) controller.enqueue(`${block}\n\n`);
          },
        });
        const body = response.body
          .pipeThrough(new TextDecoderStream())
          .pipeThrough(heard)
          .pipeThrough(new TextEncoderStream());
        return new Response(body, { status: response.status, headers: response.headers });
      };
    },
    names as readonly string[],
  );
