import { mkdir, readdir, rm, stat, statfs } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { allDetails, causeOf } from '../base/cause.ts';
import type { Clock } from '../base/clock.ts';
import { renameDurably, syncFiles } from '../base/durable.ts';
import { CodedError, isAbort } from '../base/error.ts';
import type { Attempt, Bilingual, DownloadEvent, ModelInfo, SourceName } from '../contract/schemas.ts';
import { render } from '../texts/message.ts';
import { catalog as builtIn, type CatalogEntry, defaultModelId } from './catalog.ts';
import { openCheckpoint, weightsFile } from './checkpoint.ts';
import { sha256Of } from './download.ts';
import { diskFull, wrongHash } from './errors.ts';
import { type Manifest, readManifest, verifyManifest, writeManifest } from './manifest.ts';
import { createPaceMeter } from './progress.ts';
import { copyModel, modelFolder } from './sources/local.ts';
import type { ModelSource } from './sources/port.ts';
import type { InstalledModel } from './types.ts';

/** The models in one folder: what is there, what could be, and how it gets there. */

export interface InstallOptions {
  /** Asks this source alone. */
  readonly source?: SourceName;
  /** Base address of a mirror from the settings. */
  readonly mirror?: string | null;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: DownloadEvent) => void;
}

export interface Library {
  list(): Promise<readonly ModelInfo[]>;
  /** @throws CodedError `model-not-installed` */
  find(id: string): Promise<InstalledModel>;
  /**
   * Brings a model from the first source that serves it.
   * @throws CodedError `model-unknown`, `model-busy`, `no-source`, `disk-full`; the signal's reason when cancelled
   */
  install(id: string, options?: InstallOptions): Promise<{ readonly attempts: readonly Attempt[] }>;
  /** Checks a folder and copies it in. @throws CodedError saying what is wrong with it */
  import(dir: string, options?: Pick<InstallOptions, 'signal' | 'onEvent'>): Promise<{ readonly id: string }>;
  /** Reads the model's files again. @throws CodedError `model-wrong-hash` or what `openCheckpoint` finds */
  verify(id: string): Promise<void>;
  remove(id: string): Promise<void>;
}

export interface LibraryOptions {
  /** One folder a model. Created where it is missing. */
  readonly modelsDir: string;
  /** The sources that can be asked now, given the mirror of the settings. */
  readonly sources: (mirror: string | null) => readonly ModelSource[];
  readonly clock: Clock;
  readonly catalog?: readonly CatalogEntry[];
  /**
   * The last step of an installation, when the model is in its folder. Never rejects; ends early when the signal
   * fires, which leaves the model installed.
   */
  readonly measure?: (
    model: { readonly id: string; readonly dir: string },
    options: { readonly signal: AbortSignal; readonly onProgress: (done: number, of: number) => void },
  ) => Promise<void>;
}

const validId = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

const unknown = (id: string) =>
  new CodedError('model-unknown', {
    zh: `没有名为 ${id} 的模型。运行 models list 查看可用的模型。`,
    en: `There is no model ${id}. Run models list to see which there are.`,
  });

const notInstalled = (id: string) =>
  new CodedError('model-not-installed', {
    zh: `模型 ${id} 还没有安装。请先安装或导入它。`,
    en: `The model ${id} is not installed. Install or import it first.`,
  });

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Sources that are asked, in the catalog's order. */
function order(entry: CatalogEntry, available: readonly ModelSource[], only?: SourceName): ModelSource[] {
  const wanted = only ? [only] : entry.sources;
  return wanted.flatMap((name) => available.filter((source) => source.name === name));
}

function noSource(entry: CatalogEntry, attempts: readonly Attempt[]): CodedError {
  const reasons = (language: 'zh' | 'en') =>
    attempts.map((attempt) => render(attempt.text, language)).join(' ');
  return new CodedError('no-source', {
    zh: `没有来源能提供 ${render(entry.name, 'zh')}。${reasons('zh')}请检查网络，或从文件夹导入模型。`,
    en: `No source serves ${render(entry.name, 'en')}. ${reasons('en')} Check the network, or import the model from a folder.`,
    detail: allDetails(attempts.map(({ text }) => text)),
  });
}

/** Faults of the machine or a wish of the writer: no other source would help. */
const endsSearch = (error: unknown) =>
  isAbort(error) || (error instanceof CodedError && error.code === 'disk-full');

export function createLibrary({
  modelsDir,
  sources,
  clock,
  catalog = builtIn,
  measure = async () => undefined,
}: LibraryOptions): Library {
  const busy = new Set<string>();
  const dirOf = (id: string) => {
    if (!validId.test(id)) throw unknown(id);
    return join(modelsDir, id);
  };
  const stagingOf = (id: string) => join(modelsDir, `.${id}.part`);

  async function exclusively<T>(id: string, work: () => Promise<T>): Promise<T> {
    if (busy.has(id)) {
      throw new CodedError('model-busy', {
        zh: `模型 ${id} 正在安装，请等它完成或先取消。`,
        en: `The model ${id} is being installed. Wait for it, or cancel it first.`,
      });
    }
    busy.add(id);
    try {
      return await work();
    } finally {
      busy.delete(id);
    }
  }

  async function installedIds(): Promise<string[]> {
    const names = await readdir(modelsDir).catch(() => []);
    const found = await Promise.all(
      names.map((name) => validId.test(name) && exists(join(modelsDir, name, weightsFile))),
    );
    return names.filter((_, i) => found[i]);
  }

  async function bytesOf(id: string): Promise<number> {
    return stat(join(dirOf(id), weightsFile)).then(
      (found) => found.size,
      () => 0,
    );
  }

  async function infoOf(id: string, entry: CatalogEntry | undefined, installed: boolean): Promise<ModelInfo> {
    const manifest = installed ? await readManifest(dirOf(id)) : null;
    return {
      id,
      name: entry?.name ?? manifest?.name ?? { zh: id, en: id },
      licence: entry?.licence ?? manifest?.licence ?? null,
      bytes: installed ? await bytesOf(id) : (entry?.bytes ?? 0),
      installed,
      isDefault: id === defaultModelId,
      installedFrom: manifest?.source ?? (installed ? 'folder' : null),
      sources: [...(entry?.sources ?? [])],
    };
  }

  /** Proves what lies in the staging folder and gives it its name in one step. */
  async function adopt(id: string, about: Omit<Manifest, 'files' | 'id' | 'installedAt'>): Promise<void> {
    const staging = stagingOf(id);
    await openCheckpoint(staging);
    await writeManifest(staging, { id, installedAt: clock.now(), ...about });
    await syncFiles(staging);
    const final = dirOf(id);
    const old = `${staging}.old`;
    await rm(old, { recursive: true, force: true });
    if (await exists(final)) await renameDurably(final, old);
    await renameDurably(staging, final);
    await rm(old, { recursive: true, force: true });
  }

  /** A source that brings other bytes than the catalog knows is not believed, however well they hold together. */
  async function checkKnownHashes({ files }: CatalogEntry, dir: string): Promise<void> {
    for (const { name, sha256 } of files) {
      if (sha256 !== null && (await sha256Of(join(dir, name)).catch(() => '')) !== sha256)
        throw wrongHash(name);
    }
  }

  async function checkRoom(bytes: number): Promise<void> {
    const { bavail, bsize } = await statfs(modelsDir);
    const staged = 20e6;
    if (bavail * bsize < bytes + staged) throw diskFull(bytes + staged);
  }

  async function fetchFrom(
    source: ModelSource,
    entry: CatalogEntry,
    signal: AbortSignal,
    onEvent: (event: DownloadEvent) => void,
  ): Promise<void> {
    const staging = stagingOf(entry.id);
    const pace = createPaceMeter(clock);
    const about = { modelId: entry.id, source: source.name };
    let told = Number.NEGATIVE_INFINITY;
    await mkdir(staging, { recursive: true });
    await source.fetch({
      entry,
      into: staging,
      signal,
      clock,
      onConverting: () => onEvent({ ...about, phase: 'converting' }),
      onBytes(file, receivedBytes, totalBytes) {
        const now = clock.monotonic();
        const figures = pace(receivedBytes, totalBytes);
        // Ten times a second is as much as anyone can read.
        if (now - told < 100 && receivedBytes !== totalBytes) return;
        told = now;
        onEvent({ ...about, phase: 'downloading', file, receivedBytes, totalBytes, ...figures });
      },
    });
    onEvent({ ...about, phase: 'verifying' });
    try {
      await checkKnownHashes(entry, staging);
      await adopt(entry.id, { name: entry.name, licence: entry.licence, source: source.name });
    } catch (error) {
      // What does not hold together must not be resumed.
      await rm(staging, { recursive: true, force: true });
      throw error;
    }
  }

  function measured(id: string, { signal, onEvent = () => undefined }: InstallOptions): Promise<void> {
    return measure(
      { id, dir: dirOf(id) },
      {
        signal: signal ?? new AbortController().signal,
        onProgress: (done, of) => onEvent({ modelId: id, phase: 'measuring', done, of }),
      },
    );
  }

  async function search(
    entry: CatalogEntry,
    options: InstallOptions,
    signal: AbortSignal,
  ): Promise<Attempt[]> {
    const { source: only, mirror = null, onEvent = () => undefined } = options;
    const attempts: Attempt[] = [];
    await mkdir(modelsDir, { recursive: true });
    await checkRoom(entry.bytes);
    for (const source of order(entry, sources(mirror), only)) {
      onEvent({ modelId: entry.id, phase: 'asking', source: source.name });
      try {
        await fetchFrom(source, entry, signal, onEvent);
        const text = servedText(entry, source.name);
        attempts.push({ source: source.name, served: true, text });
        await measured(entry.id, { signal, onEvent });
        onEvent({ modelId: entry.id, phase: 'done', source: source.name, attempts });
        return attempts;
      } catch (error) {
        if (endsSearch(error)) throw error;
        const attempt = { source: source.name, served: false, text: textOf(error) };
        attempts.push(attempt);
        onEvent({ modelId: entry.id, phase: 'refused', attempt });
      }
    }
    const failure = noSource(entry, attempts);
    onEvent({ modelId: entry.id, phase: 'failed', text: failure.text, attempts });
    throw failure;
  }

  return {
    async list() {
      const installed = await installedIds();
      const known = catalog.map((entry) => infoOf(entry.id, entry, installed.includes(entry.id)));
      const others = installed.filter((id) => !catalog.some((entry) => entry.id === id));
      return Promise.all([...known, ...others.map((id) => infoOf(id, undefined, true))]);
    },
    async find(id) {
      if (!(await exists(join(dirOf(id), weightsFile)))) throw notInstalled(id);
      const { name } = await infoOf(
        id,
        catalog.find((entry) => entry.id === id),
        true,
      );
      return { id, name, dir: dirOf(id) };
    },
    install(id, options = {}) {
      const entry = catalog.find((one) => one.id === id);
      if (!entry) return Promise.reject(unknown(id));
      const signal = options.signal ?? new AbortController().signal;
      return exclusively(id, async () => {
        try {
          return { attempts: await search(entry, options, signal) };
        } catch (error) {
          if (isAbort(error)) options.onEvent?.({ modelId: id, phase: 'cancelled' });
          else if (endsSearch(error))
            options.onEvent?.({ modelId: id, phase: 'failed', text: textOf(error), attempts: [] });
          throw error;
        }
      });
    },
    async import(chosen, options = {}) {
      const dir = await modelFolder(chosen);
      await openCheckpoint(dir);
      await mkdir(modelsDir, { recursive: true });
      const id = await freeId(basename(dir));
      return exclusively(id, async () => {
        const staging = stagingOf(id);
        try {
          await checkRoom((await stat(join(dir, weightsFile))).size);
          await mkdir(staging, { recursive: true });
          await copyModel(dir, { into: staging, signal: new AbortController().signal });
          await adopt(id, { name: { zh: id, en: id }, licence: null, source: 'folder' });
          await measured(id, options);
          options.onEvent?.({ modelId: id, phase: 'done', source: 'folder', attempts: [] });
          return { id };
        } finally {
          await rm(staging, { recursive: true, force: true });
        }
      });
    },
    async verify(id) {
      const dir = dirOf(id);
      if (!(await exists(join(dir, weightsFile)))) throw notInstalled(id);
      await openCheckpoint(dir);
      const manifest = await readManifest(dir);
      if (manifest) await verifyManifest(dir, manifest);
    },
    async remove(id) {
      const dir = dirOf(id);
      if (!(await exists(dir))) throw notInstalled(id);
      await exclusively(id, () => rm(dir, { recursive: true }));
    },
  };

  /** A name for an imported model: its folder's, made safe, numbered where it is taken. */
  async function freeId(name: string): Promise<string> {
    const safe =
      name
        .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
        .replace(/^[^A-Za-z0-9]+/, '')
        .slice(0, 80) || 'model';
    for (let i = 1; ; i++) {
      const id = i === 1 ? safe : `${safe}-${i}`;
      if (!(await exists(join(modelsDir, id)))) return id;
    }
  }
}

function servedText(entry: CatalogEntry, source: SourceName): Bilingual {
  return {
    zh: `${render(entry.name, 'zh')} 来自 ${source}。`,
    en: `${render(entry.name, 'en')} came from ${source}.`,
  };
}

function textOf(error: unknown): Bilingual {
  if (error instanceof CodedError) return error.text;
  const { zh, en, detail } = causeOf(error);
  return { zh: `没能装上：${zh}。`, en: `It was not installed: ${en}.`, detail };
}
