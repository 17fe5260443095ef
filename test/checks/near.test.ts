import { expect, test } from 'vitest';
import { testsOf, typesOf } from '../support/near.ts';

test('the tests near a file are those that import it', () => {
  expect(testsOf('test/support/near.ts')).toEqual(['test/checks/near.test.ts']);
  expect(testsOf('src-main/base/cause.ts')).toContain('test/base/cause.test.ts');
});

test('a test is near itself, and a file that no test imports has none', () => {
  expect(testsOf('test/checks/near.test.ts')).toEqual(['test/checks/near.test.ts']);
  expect(testsOf('src-main/cli.ts')).toEqual([]);
});

test('types are checked in the part that the file belongs to', () => {
  expect(typesOf('src-renderer/ui/Icon.svelte')[0]).toBe('svelte-check');
  expect(typesOf('test/run.ts')).toEqual(['tsc', '-p', 'test']);
  expect(typesOf('src-main/cli.ts')).toEqual(['tsc', '-p', 'src-main']);
});
