import { expect, test } from 'vitest';
import { isOfFile } from '../../src-renderer/look/pictures.ts';

test('a picture is looked up in a file only for a node that stands for an element of it', () => {
  const source = 'c0ffee42'.repeat(8);
  expect(isOfFile('c0ffee42:1a', source)).toBe(true);
  expect(isOfFile('deadbeef:1a', source)).toBe(false);
  expect(isOfFile('c0ffee42', source)).toBe(false);
  expect(isOfFile('', source)).toBe(false);
  expect(isOfFile(null, source)).toBe(false);
});
