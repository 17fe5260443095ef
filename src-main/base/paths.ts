import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folders that Bumo uses. Composition roots read them from the environment once. */
export interface Paths {
  /** Holds the settings, the store and its backups. */
  readonly home: string;
  /** Holds one folder for each model. */
  readonly models: string;
  /** Read-only data shipped with the app. */
  readonly resources: string;
  /** The built interface. */
  readonly renderer: string;
}

const here = dirname(fileURLToPath(import.meta.url));
/** In the sources this file is src-main/base/paths.ts; in a bundle its code is in out/main/. */
const fromSource = import.meta.url.endsWith('.ts');
const root = join(here, '..', '..');

function defaultHome(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (platform === 'win32' && environment.APPDATA) return join(environment.APPDATA, 'Bumo');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Bumo');
  return join(environment.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'bumo');
}

/** An empty file among the resources of a portable package. */
export const portableMark = 'portable';

/** Beside the program; beside the .app folder on macOS. */
function portableHome(program: string, platform: NodeJS.Platform): string {
  const bundle = platform === 'darwin' ? program.search(/[^/]+\.app\/Contents\//) : -1;
  return join(bundle < 0 ? dirname(program) : program.slice(0, bundle), 'Bumo-data');
}

export interface PackagedApp {
  readonly resources: string;
  /** Path of the program that runs. */
  readonly program: string;
}

/** `BUMO_HOME` and `BUMO_MODELS` override the defaults; a portable package keeps its data beside the program. */
export function resolvePaths(
  environment: NodeJS.ProcessEnv = process.env,
  packaged?: PackagedApp,
  platform: NodeJS.Platform = process.platform,
): Paths {
  const isPortable = packaged !== undefined && existsSync(join(packaged.resources, portableMark));
  const usual = isPortable ? portableHome(packaged.program, platform) : defaultHome(environment, platform);
  const home = environment.BUMO_HOME || usual;
  return {
    home,
    models: environment.BUMO_MODELS || join(home, 'models'),
    resources: packaged?.resources ?? join(root, 'resources'),
    renderer: join(root, 'out', 'renderer'),
  };
}

/**
 * The entry file of a child process.
 * @param source path in src-main without extension, e.g. `engine/engine-process`
 */
export function childEntry(source: string): string {
  if (fromSource) return join(here, '..', `${source}.ts`);
  return join(here, `${source.slice(source.lastIndexOf('/') + 1)}.js`);
}
