import { rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { CodedError } from '../base/error.ts';
import type { Contact } from '../contract/contacts.ts';
import type { Attempt, ModelInfo } from '../contract/schemas.ts';
import { asWritten, message } from '../texts/message.ts';
import { measuredFigures } from './calibration-file.ts';
import { catalog as builtIn, type CatalogEntry, defaultModelId } from './catalog.ts';
import { openCheckpoint, weightsFile } from './checkpoint.ts';
import { ModelFolders, unknownModel } from './folders.ts';
import { Installer, type InstallerOptions, type InstallOptions } from './install.ts';
import { readManifest, verifyManifest } from './manifest.ts';
import { modelFolder } from './sources/local.ts';
import type { InstalledModel } from './types.ts';

/** The models of one folder: installed, in the catalog, or both. */
export interface Library {
  list(): Promise<readonly ModelInfo[]>;
  /** The machines that were asked for models, newest first. */
  contacts(): readonly Contact[];
  /** @throws CodedError `model-not-installed` */
  find(id: string): Promise<InstalledModel>;
  /**
   * Installs a model from the first source that serves it.
   * @throws CodedError `model-unknown`, `model-busy`, `no-source`, `disk-full`; the signal's reason when cancelled
   */
  install(id: string, options?: InstallOptions): Promise<{ readonly attempts: readonly Attempt[] }>;
  /** Checks a folder and copies it in. @throws CodedError saying what is wrong with it */
  import(dir: string, options?: Pick<InstallOptions, 'signal' | 'onEvent'>): Promise<{ readonly id: string }>;
  /** Reads the model's files again. @throws CodedError `model-wrong-hash` or what `openCheckpoint` finds */
  verify(id: string): Promise<void>;
  remove(id: string): Promise<void>;
}

export interface LibraryOptions extends Omit<InstallerOptions, 'folders'> {
  /** One folder a model. Created where it is missing. */
  readonly modelsDir: string;
  readonly catalog?: readonly CatalogEntry[];
}

const modelBusy = (id: string) => new CodedError('model-busy', message('models.busy', { id }));

export function createLibrary({ modelsDir, catalog = builtIn, ...options }: LibraryOptions): Library {
  const folders = new ModelFolders(modelsDir);
  const installer = new Installer({ folders, ...options });
  const busy = new Set<string>();
  const entryOf = (id: string) => catalog.find((entry) => entry.id === id);

  async function exclusively<T>(id: string, work: () => Promise<T>): Promise<T> {
    if (busy.has(id)) throw modelBusy(id);
    busy.add(id);
    return work().finally(() => busy.delete(id));
  }

  return {
    contacts: () => options.contacts?.list() ?? [],
    async list() {
      const installed = await folders.installed();
      const ids = new Set([...catalog.map(({ id }) => id), ...installed]);
      return Promise.all([...ids].map((id) => infoOf(folders, id, entryOf(id), installed.includes(id))));
    },
    async find(id) {
      const dir = await folders.find(id);
      const { name } = await infoOf(folders, id, entryOf(id), true);
      return { id, name, dir };
    },
    async install(id, wish = {}) {
      const entry = entryOf(id);
      if (!entry) throw unknownModel(id);
      return { attempts: await exclusively(id, () => installer.install(entry, wish)) };
    },
    async import(chosen, wish = {}) {
      const dir = await modelFolder(chosen);
      await openCheckpoint(dir);
      const id = await folders.freeId(basename(dir));
      await exclusively(id, () => installer.copy(dir, id, wish));
      return { id };
    },
    async verify(id) {
      const dir = await folders.find(id);
      await openCheckpoint(dir);
      const manifest = await readManifest(dir);
      if (manifest) await verifyManifest(dir, manifest);
    },
    async remove(id) {
      const dir = await folders.findFolder(id);
      await exclusively(id, () => rm(dir, { recursive: true }));
    },
  };
}

const bytesOf = (file: string): Promise<number> =>
  stat(file).then(
    ({ size }) => size,
    () => 0,
  );

async function infoOf(
  folders: ModelFolders,
  id: string,
  entry: CatalogEntry | undefined,
  installed: boolean,
): Promise<ModelInfo> {
  const dir = folders.pathOf(id);
  const manifest = installed ? await readManifest(dir) : null;
  return {
    id,
    name: entry?.name ?? manifest?.name ?? asWritten(id),
    licence: entry?.licence ?? manifest?.licence ?? null,
    bytes: installed ? await bytesOf(join(dir, weightsFile)) : (entry?.bytes ?? 0),
    installed,
    isDefault: id === defaultModelId,
    installedFrom: manifest?.source ?? (installed ? 'folder' : null),
    sources: [...(entry?.sources ?? [])],
    measured: installed ? await measuredFigures(dir) : null,
  };
}
