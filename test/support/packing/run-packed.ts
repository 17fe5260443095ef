import { createRequire, registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as electron from '../electron-stand-in.ts';

/**
 * Runs a packed app under plain Node, with a stand-in for the `electron` module, and prints what worked as JSON.
 * Arguments: the folder of the extracted app.asar, the folder of the resources, the id of an installed model.
 */

const [appDir = '', resources = '', model = ''] = process.argv.slice(2);
const standIn = import.meta.resolve('../electron-stand-in.ts');
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: standIn, shortCircuit: true } : next(specifier, context),
});

electron.app.isPackaged = true;
Object.assign(process, { resourcesPath: resources });

interface Bridge {
  call(
    id: number,
    method: string,
    input: unknown,
  ): Promise<{ ok: boolean; value?: unknown; error?: unknown }>;
}

let calls = 0;
async function call<Value>(method: string, input: unknown): Promise<Value> {
  const { ok, value, error } = await (electron.exposed.bumo as Bridge).call(++calls, method, input);
  if (!ok) throw new Error(`${method}: ${JSON.stringify(error)}`);
  return value as Value;
}

async function page(path: string): Promise<{ status: number; text: string }> {
  const handler = electron.session.defaultSession.protocol.handlers.get('app');
  const url = new URL(path, electron.startUrl).href;
  const response = await handler?.({ url, method: 'GET' });
  return { status: response?.status ?? 0, text: (await response?.text()) ?? '' };
}

async function window(): Promise<electron.BrowserWindow> {
  for (;;) {
    const [first] = electron.BrowserWindow.all;
    if (first?.loaded) return first;
    if (electron.dialog.errors.length > 0) throw new Error(electron.dialog.errors.join('\n'));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

await import(pathToFileURL(join(appDir, 'out/main/electron.js')).href);
const { loaded, options } = await window();
createRequire(import.meta.url)(String(options.webPreferences?.preload));
const { text: html } = await page('index.html');
const parts = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? '');
const statuses = await Promise.all(parts.map(async (path) => (await page(path)).status));
await call('models.use', { id: model });
const document = await call<{ source?: string }>('documents.new', { layout: 'notice' });
const filled = await call<{ gaps: unknown[] }>('suggest.fill', {
  requestId: '1',
  gapKey: '1',
  text: '北京是中国的首[MASK]。',
});
const { total } = await call<{ total: number }>('feedback.list', {});
const result = {
  loaded,
  parts,
  statuses,
  source: document.source,
  gaps: filled.gaps.length,
  feedback: total,
};
process.stdout.write(JSON.stringify(result));
process.exit(0);
