import { readdirSync } from 'node:fs';
import { enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * Where the processes of all tests find the app's modules compiled: NODE_COMPILE_CACHE. Run as a program this file fills
 * the folder, since a process that tests kill does not write what it compiled.
 */

const root = fileURLToPath(new URL('../..', import.meta.url));

export const compileCache = join(root, 'test-results', 'shared', 'compiled');

/** They act when they are loaded, or need Electron. */
const isEntry = (file: string): boolean => /^[^/]+$|-process\.ts$|^shell\/electron\//.test(file);

async function fill(): Promise<void> {
  enableCompileCache(compileCache);
  const folder = join(root, 'src-main');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.ts') && !isEntry(file));
  for (const file of files) await import(pathToFileURL(join(folder, file)).href);
  flushCompileCache();
}

if (import.meta.main) await fill();
