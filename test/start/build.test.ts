import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { isBuildStale } from '../../src-main/start/build.ts';
import { tempDir } from '../support/temp.ts';

const built = ['out/renderer/index.html', 'out/main/electron.js', 'out/main/preload.cjs'];
const sources = [
  'src-main/app/app.ts',
  'src-renderer/editor/Editor.svelte',
  'resources/docs/guide/01-start.md',
  'package.json',
];

/** @param time seconds */
function put(root: string, path: string, time: number): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), '');
  utimesSync(join(root, path), time, time);
}

test('what is built is stale once a source, the guide or the list of packages is newer', async () => {
  const root = tempDir();
  for (const path of sources) put(root, path, 100);
  expect(await isBuildStale(root)).toBe(true);
  for (const path of built) put(root, path, 200);
  expect(await isBuildStale(root)).toBe(false);
  for (const path of sources) {
    put(root, path, 300);
    expect(await isBuildStale(root), path).toBe(true);
    put(root, path, 100);
  }
  put(root, 'resources/docs/architecture.md', 300);
  expect(await isBuildStale(root)).toBe(false);
});
