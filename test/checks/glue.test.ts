import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

const filesIn = (folder: string, ending: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((name) => name.endsWith(ending));

function importsOf(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(root, file), 'utf8'), true, true);
  return importedFiles
    .map(({ fileName }) => fileName)
    .filter((name) => name.startsWith('.'))
    .map((name) => relative(root, resolve(root, dirname(file), name)).replaceAll('\\', '/'));
}

test('what holds the state of the interface is imported by unit tests: no browser is needed to break it', () => {
  const tests = filesIn('test', '.ts').filter((name) => !name.startsWith('test/e2e/'));
  const imported = new Set(tests.flatMap(importsOf));
  const state = filesIn('src-renderer', '.svelte.ts');
  expect(state.length).toBeGreaterThan(10);
  expect(state.filter((name) => !imported.has(name))).toEqual([]);
});
