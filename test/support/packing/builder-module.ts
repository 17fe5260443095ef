import { createRequire } from 'node:module';

/** Loads a package that electron-builder depends on, in the version that it uses. */
export function builderModule<Module>(name: string): Module {
  const builder = createRequire(import.meta.url).resolve('electron-builder');
  const library = createRequire(builder).resolve('app-builder-lib');
  return createRequire(library)(name) as Module;
}
