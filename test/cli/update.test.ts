import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { createOutput } from '../../src-main/cli/output.ts';
import { showUpdate } from '../../src-main/cli/update.ts';
import { currentVersion, packageName, sha256, writeRelease } from '../support/release.ts';
import { tempDir } from '../support/temp.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const name = packageName('0.2.0');

test('a checked package is told with its version, its hash and what to run', async () => {
  const { folder, resources } = writeRelease(tempDir(), { [name]: 'newer' });
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const output = createOutput(true, 'en');
  await showUpdate(join(folder, name), {
    output,
    paths: { resources },
    version: currentVersion,
    older: false,
  });
  const [[line] = []] = write.mock.calls;
  vi.restoreAllMocks();
  expect(JSON.parse(String(line))).toMatchObject({
    name,
    version: '0.2.0',
    current: currentVersion,
    file: join(folder, name),
    sha256: sha256('newer'),
    opened: false,
    next: { zh: expect.stringContaining('请关闭补墨'), en: expect.stringMatching(/^Close Bumo/) },
  });
});

test('the source tree has no key, and says so', () => {
  const { folder } = writeRelease(tempDir(), { [name]: 'newer' });
  const args = ['src-main/cli.ts', 'update', join(folder, name), '--older', '--json'];
  const env = { ...process.env, BUMO_HOME: tempDir(), LANG: 'en_US.UTF-8', LC_ALL: '' };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', env });
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toMatch(/^This build of Bumo has no key to check updates with/);
});
