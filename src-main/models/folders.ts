import { mkdir, readdir, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import { renameDurably, syncFiles } from '../base/durable.ts';
import { CodedError } from '../base/error.ts';
import { message } from '../texts/message.ts';
import { openCheckpoint, weightsFile } from './checkpoint.ts';
import { diskFull } from './errors.ts';
import { exists } from './files.ts';
import { type Manifest, writeManifest } from './manifest.ts';
import { pinsFile } from './pins.ts';

const validId = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

export const unknownModel = (id: string) =>
  new CodedError('model-unknown', message('models.unknown', { id }));

const notInstalled = (id: string) =>
  new CodedError('model-not-installed', message('models.not-installed', { id }));

/** Bytes that an installation needs besides the model's own. */
const sparedBytes = 20e6;

/** One folder with a folder for each installed model, and a staging folder for each model that is being installed. */
export class ModelFolders {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  /** @throws CodedError `model-unknown` for an id that no folder can have */
  pathOf(id: string): string {
    if (!validId.test(id)) throw unknownModel(id);
    return join(this.#root, id);
  }

  /** The hashes that sources agreed on. */
  get pins(): string {
    return join(this.#root, pinsFile);
  }

  /** The folder that a model's files are gathered in. It stays where an installation is cut off. */
  stagingOf(id: string): string {
    return join(this.#root, `.${id}.part`);
  }

  async installed(): Promise<readonly string[]> {
    const names = await readdir(this.#root).catch(() => []);
    const found = await Promise.all(
      names.map((name) => validId.test(name) && exists(join(this.#root, name, weightsFile))),
    );
    return names.filter((_, i) => found[i]);
  }

  /** @returns the model's folder. @throws CodedError `model-unknown`, `model-not-installed` */
  async find(id: string): Promise<string> {
    const dir = this.pathOf(id);
    if (!(await exists(join(dir, weightsFile)))) throw notInstalled(id);
    return dir;
  }

  /** @returns the model's folder, even one without weights. @throws as `find` */
  async findFolder(id: string): Promise<string> {
    const dir = this.pathOf(id);
    if (!(await exists(dir))) throw notInstalled(id);
    return dir;
  }

  /** Creates the root folder. @throws CodedError `disk-full` where its disk has no room for `bytes` more */
  async makeRoom(bytes: number): Promise<void> {
    await mkdir(this.#root, { recursive: true });
    const { bavail, bsize } = await statfs(this.#root);
    if (bavail * bsize < bytes + sparedBytes) throw diskFull(bytes + sparedBytes);
  }

  /** An id for an imported model: its folder's name in safe characters, numbered where the name is taken. */
  async freeId(name: string): Promise<string> {
    const safe =
      name
        .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
        .replace(/^[^A-Za-z0-9]+/, '')
        .slice(0, 80) || 'model';
    for (let i = 1; ; i++) {
      const id = i === 1 ? safe : `${safe}-${i}`;
      if (!(await exists(join(this.#root, id)))) return id;
    }
  }

  /** Checks the staging folder and renames it to the model's folder, whose old content is deleted. */
  async adopt(
    id: string,
    about: Omit<Manifest, 'files' | 'id' | 'installedAt'>,
    clock: Clock,
  ): Promise<void> {
    const staging = this.stagingOf(id);
    await openCheckpoint(staging);
    await writeManifest(staging, { id, installedAt: clock.now(), ...about });
    await syncFiles(staging);
    const final = this.pathOf(id);
    const old = `${staging}.old`;
    await rm(old, { recursive: true, force: true });
    if (await exists(final)) await renameDurably(final, old);
    await renameDurably(staging, final);
    await rm(old, { recursive: true, force: true });
  }
}
