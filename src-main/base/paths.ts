import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where Bumo keeps things. Read from the environment once, at a composition root. */
export interface Paths {
  /** Settings, store and backups. */
  readonly home: string;
  /** One folder a model. */
  readonly models: string;
  /** Read-only data that the app ships. */
  readonly resources: string;
  /** The built interface. */
  readonly renderer: string;
}

const here = dirname(fileURLToPath(import.meta.url));
/** From source this file is src-main/base/paths.ts; bundled, its code lies in out/main/. */
const fromSource = import.meta.url.endsWith('.ts');
const root = join(here, '..', '..');

function defaultHome(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (platform === 'win32' && environment.APPDATA) return join(environment.APPDATA, 'Bumo');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Bumo');
  return join(environment.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'bumo');
}

/** `BUMO_HOME` and `BUMO_MODELS` name other places; `resources` is given by the packaged app. */
export function resolvePaths(
  environment: NodeJS.ProcessEnv = process.env,
  packagedResources?: string,
  platform: NodeJS.Platform = process.platform,
): Paths {
  const home = environment.BUMO_HOME || defaultHome(environment, platform);
  return {
    home,
    models: environment.BUMO_MODELS || join(home, 'models'),
    resources: packagedResources ?? join(root, 'resources'),
    renderer: join(root, 'out', 'renderer'),
  };
}

/**
 * The file to start a child process from.
 * @param source path inside src-main without extension, e.g. `engine/engine-process`
 */
export function childEntry(source: string): string {
  if (fromSource) return join(here, '..', `${source}.ts`);
  return join(here, `${source.slice(source.lastIndexOf('/') + 1)}.js`);
}
