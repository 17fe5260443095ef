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

test('a circle is found, and nothing but circles', () => {
  const edges = new Map([
    ['a', ['b', 'd']],
    ['b', ['c']],
    ['c', ['b', 'd']],
    ['d', []],
  ]);
  expect(circles(edges)).toEqual([['b', 'c']]);
});
