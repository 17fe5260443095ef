import { expect, test } from 'vitest';
import { circles, importsOf, sources, target } from '../support/imports.ts';

/** What imports each other can be neither read nor tested apart. */

const files = [...sources('src-main'), ...sources('src-renderer')];
const imports = new Map(
  files.map((file) => [file, importsOf(file).map((specifier) => target(file, specifier))]),
);

test('no files import each other in a circle', () => {
  expect(files.length).toBeGreaterThan(100);
  expect(circles(imports)).toEqual([]);
});

test('no folders do, either', () => {
  const folderOf = (file: string) => file.split('/').slice(0, 2).join('/');
  const folders = new Map<string, string[]>();
  for (const [file, targets] of imports) {
    // The entries of src-main wire folders together, and no folder imports them.
    if (file.split('/').length === 2) continue;
    const others = targets.map(folderOf).filter((other) => other !== folderOf(file));
    folders.set(folderOf(file), [...(folders.get(folderOf(file)) ?? []), ...others]);
  }
  expect(folders.size).toBeGreaterThan(20);
  expect(circles(folders)).toEqual([]);
});

test('a circle is found, and nothing but circles', () => {
  const edges = new Map([
    ['a', ['b', 'd']],
    ['b', ['c']],
    ['c', ['b', 'd']],
    ['d', []],
  ]);
  expect(circles(edges)).toEqual([['b', 'c']]);
});
