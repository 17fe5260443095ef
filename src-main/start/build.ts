import { spawn } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Builds the app if a source file is newer than the build. */

async function newest(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const times = await Promise.all(
    names.map((name) =>
      stat(join(folder, name)).then(
        (one) => (one.isFile() ? one.mtimeMs : 0),
        () => 0,
      ),
    ),
  );
  return Math.max(0, ...times);
}

export async function isBuildStale(root: string): Promise<boolean> {
  const built = await Promise.all(
    ['out/renderer/index.html', 'out/main/electron.js', 'out/main/preload.cjs'].map((file) =>
      stat(join(root, file)).then(
        (one) => one.mtimeMs,
        () => 0,
      ),
    ),
  );
  const sources = await Promise.all(
    ['src-main', 'src-renderer', 'resources/docs/guide'].map((folder) => newest(join(root, folder))),
  );
  const manifest = await stat(join(root, 'package.json'));
  return Math.min(...built) < Math.max(...sources, manifest.mtimeMs);
}

/** @throws Error if the build fails; npm writes the reason to standard error */
export async function build(root: string): Promise<void> {
  const child = spawn('npm', ['run', '--silent', 'build'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0) throw new Error(`the build failed (npm run build, exit code ${code})`);
}
