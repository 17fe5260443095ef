import {
  copyFileSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { build as viteBuild } from 'vite';
import { targets } from '../../../src-main/packing/targets.ts';

/** A copy of the project as it is on the machines that packages are made on, with the packages of all of them. */

const root = resolve(import.meta.dirname, '../../..');

/** The folders of the packages that are no development tools. */
function shippedPackages(): string[] {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { readonly dev?: boolean; readonly devOptional?: boolean }>;
  };
  return Object.entries(lock.packages)
    .filter(([path, { dev, devOptional }]) => path !== '' && !dev && !devOptional)
    .map(([path]) => path);
}

/** Copies a package without those inside it, as hard links where the file system has them. */
function linkFiles(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, copy] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) {
      if (entry.name !== 'node_modules') linkFiles(source, copy);
      continue;
    }
    try {
      linkSync(source, copy);
    } catch {
      copyFileSync(source, copy);
    }
  }
}

/** Adds a package of @node-rs/jieba that npm installs on another kind of machine. */
function addJieba(modules: string, name: string): void {
  const dir = join(modules, name);
  if (existsSync(dir)) return;
  mkdirSync(dir, { recursive: true });
  const { version } = JSON.parse(readFileSync(join(modules, '@node-rs/jieba/package.json'), 'utf8'));
  const file = `${name.replace('@node-rs/jieba-', 'jieba.')}.node`;
  writeFileSync(join(dir, 'package.json'), JSON.stringify({ name, version, main: file }));
  writeFileSync(join(dir, file), 'stand-in');
}

async function buildInto(out: string): Promise<void> {
  const quiet = { logLevel: 'error' } as const;
  const main = join(root, 'src-main/vite.config.ts');
  await viteBuild({
    ...quiet,
    configFile: join(root, 'src-renderer/vite.config.ts'),
    build: { outDir: join(out, 'renderer') },
  });
  await viteBuild({ ...quiet, configFile: main, build: { outDir: join(out, 'main') } });
  await viteBuild({ ...quiet, configFile: main, mode: 'preload', build: { outDir: join(out, 'main') } });
}

/** @param dir an empty folder */
export async function makeProject(dir: string): Promise<void> {
  for (const file of ['package.json', 'package-lock.json', 'electron-builder.yml'])
    cpSync(join(root, file), join(dir, file));
  symlinkSync(join(root, 'resources'), join(dir, 'resources'), 'junction');
  for (const path of shippedPackages())
    if (existsSync(join(root, path))) linkFiles(join(root, path), join(dir, path));
  for (const { jieba } of targets) addJieba(join(dir, 'node_modules'), jieba);
  await buildInto(join(dir, 'out'));
}
