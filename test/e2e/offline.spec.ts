import { fileURLToPath } from 'node:url';
import { runAlone, whyNotAlone } from '../support/alone/namespace.ts';
import { foreign, pageWitness, type Watched } from '../support/alone/watched.ts';
import { expect, test } from './app.ts';

/** The page in a network of its own; test/shell/offline.test.ts watches the app behind it. */

const script = fileURLToPath(new URL('../support/alone/app-in-page.ts', import.meta.url));

test('what a writer pastes makes the page look up no machine, nor does the pointer on a link', async ({
  bumo,
}) => {
  const reason = await whyNotAlone();
  test.skip(reason !== null, reason ?? '');
  const { status, out, fault } = await runAlone([process.execPath, script, bumo.home]);
  expect(status, fault).toBe(0);
  const { done, asked } = JSON.parse(out) as Watched;
  expect(done).toEqual({ text: expect.stringMatching(/气很好。见报道图$/) });
  // Names of the browser's maker are the browser's own business.
  expect(new Set(asked.filter((name) => name.endsWith(foreign)))).toEqual(new Set([pageWitness]));
});
