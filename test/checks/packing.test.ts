import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { importsOf, sources, target } from '../support/imports.ts';

/** What electron-builder.yml puts into installers. */

const root = resolve(import.meta.dirname, '../..');
const configuration = readFileSync(join(root, 'electron-builder.yml'), 'utf8');

/** The lines of one key at the top of the file. */
function section(key: string): string[] {
  const [, rest = ''] = configuration.split(new RegExp(`^${key}:\\n`, 'm'));
  const [own = ''] = rest.split(/^(?=[a-zA-Z#])/m);
  return own
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

const valuesOf = (lines: readonly string[], pattern: RegExp) =>
  lines.flatMap((line) => pattern.exec(line)?.[1] ?? []);

/** Folders of resources whose files the sources import, so that the bundle holds them. */
const bundled = new Set(
  sources('src-main')
    .flatMap((file) => importsOf(file).map((specifier) => target(file, specifier)))
    .flatMap((path) => /^resources\/([^/]+)\//.exec(path)?.[1] ?? []),
);

test('data that the app reads is carried, what is bundled and the documentation are not', () => {
  expect([...bundled]).toContain('privacy');
  const folders = readdirSync(join(root, 'resources'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  const carried = valuesOf(section('extraResources'), /^- from: (.+)$/);
  expect(carried.toSorted()).toEqual(
    folders
      .filter((name) => name !== 'docs' && !bundled.has(name))
      .map((name) => `resources/${name}`)
      .toSorted(),
  );
  expect(valuesOf(section('extraResources'), /^to: (.+)$/).map((name) => `resources/${name}`)).toEqual(
    carried,
  );
});

test('of the project itself only what was built is packed; the guide is part of that', () => {
  const taken = valuesOf(section('files'), /^- ([^"!].*)$/);
  expect(taken).toEqual(['out/**', 'package.json']);
  expect(configuration).not.toContain('resources/docs');
});
