import { importsOf, sources, target } from './imports.ts';

/** The checks that are near a file: those that tell in seconds whether a change of it holds. */

/** Unit tests that are the file itself, or import it. @param file path from the root, with `/` */
export function testsOf(file: string, tests: readonly string[] = sources('test')): string[] {
  const isUnit = (test: string) => test.endsWith('.test.ts');
  const imports = (test: string) => importsOf(test).some((specifier) => target(test, specifier) === file);
  return tests.filter(isUnit).filter((test) => test === file || imports(test));
}

/** The command that checks the types of the file's part of the project. */
export function typesOf(file: string): readonly [command: string, ...args: string[]] {
  if (file.startsWith('src-renderer/'))
    return ['svelte-check', '--tsconfig', 'src-renderer/tsconfig.json', '--fail-on-warnings'];
  return ['tsc', '-p', file.startsWith('test/') ? 'test' : 'src-main'];
}
