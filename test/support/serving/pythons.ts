import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Python environments with the serving engines that tests run, in a folder that CI may keep between runs. */

/** The engines pin different versions of fastapi and protobuf: each has an environment of its own. */
const wanted = {
  ray: ['ray[serve]==2.60.0', 'onnxruntime==1.32.0'],
  mlserver: ['mlserver==1.7.1', 'onnxruntime==1.32.0'],
} as const;

export type EngineName = keyof typeof wanted;
export const engineNames = Object.keys(wanted) as EngineName[];

const cache =
  process.env.BUMO_TEST_PYTHONS ?? fileURLToPath(new URL('../../../.cache/python', import.meta.url));
const folderOf = (engine: EngineName) => join(cache, engine);
/** Written when everything is installed. */
const stampOf = (engine: EngineName) => join(folderOf(engine), 'installed.txt');

const isInstalled = (engine: EngineName): boolean =>
  existsSync(stampOf(engine)) && readFileSync(stampOf(engine), 'utf8') === wanted[engine].join('\n');

/** Its folder of programs, or why its tests are skipped. */
export function enginePrograms(engine: EngineName): { readonly bin: string; readonly reason: string | null } {
  const bin = join(folderOf(engine), 'bin');
  if (process.platform !== 'linux') return { bin, reason: 'engines are run on Linux alone' };
  if (isInstalled(engine)) return { bin, reason: null };
  return { bin, reason: `${engine} is not installed: test/support/fetch-engines.ts says why` };
}

const runs = (command: string, ...args: string[]) =>
  spawnSync(command, args, { encoding: 'utf8', timeout: 900_000 });

/** Without a network it is given up soon. */
const quickly = ['--quiet', '--disable-pip-version-check', '--retries', '1', '--timeout', '30'];

/** @returns why it is not there; null where it is */
export function installEngine(engine: EngineName): string | null {
  if (process.platform !== 'linux') return 'engines are run on Linux alone';
  if (isInstalled(engine)) return null;
  const version = runs('python3.11', '--version');
  if (version.status !== 0) return 'there is no Python 3.11';
  const folder = folderOf(engine);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  const steps = [
    ['python3.11', '-m', 'venv', folder],
    [join(folder, 'bin', 'pip'), 'install', ...quickly, ...wanted[engine]],
  ] as const;
  for (const [command, ...args] of steps) {
    const { status, stderr } = runs(command, ...args);
    if (status !== 0) return stderr.trim().split('\n').at(-1) ?? 'it cannot be installed';
  }
  writeFileSync(stampOf(engine), wanted[engine].join('\n'));
  return null;
}
