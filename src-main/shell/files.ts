import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

/** Reads files of the built interface; paths outside its folder are refused. */

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
};

export interface StaticFile {
  readonly type: string;
  readonly body: Uint8Array<ArrayBuffer>;
}

/**
 * @param path decoded path of a URL, e.g. `/assets/index.js`; `/` means index.html
 * @returns null if there is no such file in the interface
 */
export async function readInterfaceFile(folder: string, path: string): Promise<StaticFile | null> {
  const name = path === '/' ? '/index.html' : path;
  const type = types[extname(name)];
  if (!type || name.includes('\0') || name.includes('\\') || name.split('/').includes('..')) return null;
  const file = join(folder, name);
  if (!file.startsWith(folder + sep)) return null;
  const body = await readFile(file).catch(() => null);
  return body && { type, body: new Uint8Array(body) };
}
