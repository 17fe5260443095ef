import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { errorCodes } from '../../src-main/contract/errors.ts';

const folder = fileURLToPath(new URL('../../src-main', import.meta.url));

test('every code that the source throws is a code of the contract', () => {
  const known = new Set<string>(errorCodes);
  const thrown = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) =>
      [...readFileSync(join(folder, name), 'utf8').matchAll(/new CodedError\(\s*'([^']+)'/g)].map(
        (match) => match[1],
      ),
    );
  expect(thrown.filter((code) => !known.has(code ?? ''))).toEqual([]);
});
