import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { portableMark, resolvePaths } from '../../src-main/base/paths.ts';
import { tempDir } from '../support/temp.ts';

test('a portable package keeps its data beside the program, an installed one with the user', () => {
  const resources = tempDir();
  const environment = { XDG_DATA_HOME: '/data' };
  const linux = { resources, program: '/stick/bumo/bumo' };
  expect(resolvePaths(environment, linux, 'linux').home).toBe(join('/data', 'bumo'));
  writeFileSync(join(resources, portableMark), '');
  expect(resolvePaths(environment, linux, 'linux').home).toBe(join('/stick/bumo', 'Bumo-data'));
  const mac = { resources, program: '/stick/Bumo.app/Contents/MacOS/Bumo' };
  expect(resolvePaths(environment, mac, 'darwin').home).toBe(join('/stick', 'Bumo-data'));
  expect(resolvePaths({ BUMO_HOME: '/elsewhere' }, linux, 'linux').home).toBe('/elsewhere');
  expect(resolvePaths(environment, linux, 'linux').resources).toBe(resources);
});
