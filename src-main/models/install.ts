import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { allDetails, causeOf } from '../base/cause.ts';
import type { Clock } from '../base/clock.ts';
import { CodedError, isAbort } from '../base/error.ts';
import { sha256OfFile } from '../base/sha256.ts';
import type { Attempt, DownloadEvent, SourceName } from '../contract/schemas.ts';
import type { Message } from '../contract/text.ts';
import { asWritten, inTurn, message } from '../texts/message.ts';
import type { CatalogEntry } from './catalog.ts';
import { weightsFile } from './checkpoint.ts';
import { type Contacting, type ContactLog, noContactLog } from './contacts.ts';
import { wrongHash } from './errors.ts';
import type { ModelFolders } from './folders.ts';
import { pinByAgreement, withPins } from './pins.ts';
import { createPaceMeter } from './progress.ts';
import { copyModel } from './sources/local.ts';
import type { ModelSource } from './sources/port.ts';

/** How a model gets into its folder: downloaded from the first source that serves it, or copied from a folder. */

export interface InstallOptions {
  /** The only source to ask; without it, all of the catalog's in their order. */
  readonly source?: SourceName;
  /** Base address of the mirror from the settings. */
  readonly mirror?: string | null;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: DownloadEvent) => void;
}

export interface InstallerOptions {
  readonly folders: ModelFolders;
  /** The sources that this machine can ask, given the mirror of the settings. */
  readonly sources: (mirror: string | null) => readonly ModelSource[];
  readonly clock: Clock;
  /** Remembers the machines that are asked; nothing is remembered without it. */
  readonly contacts?: ContactLog;
  /**
   * The last step of an installation, run when the model is in its folder. Never rejects. Ends early when the signal
   * fires; the model stays installed.
   */
  readonly measure?: (
    model: { readonly id: string; readonly dir: string },
    options: { readonly signal: AbortSignal; readonly onProgress: (done: number, of: number) => void },
  ) => Promise<void>;
}

/** Milliseconds between two reports of a download's progress. */
const reportEvery = 100;

const neverAborted = () => new AbortController().signal;

/** The sources to ask, in the catalog's order. */
function order(entry: CatalogEntry, available: readonly ModelSource[], only?: SourceName): ModelSource[] {
  const wanted = only ? [only] : entry.sources;
  return wanted.flatMap((name) => available.filter((source) => source.name === name));
}

function noSource(entry: CatalogEntry, attempts: readonly Attempt[]): CodedError {
  const texts = attempts.map(({ text }) => text);
  return new CodedError(
    'no-source',
    message('models.no-source', { name: entry.name, reasons: inTurn(texts) }, allDetails(texts)),
  );
}

const servedText = (entry: CatalogEntry, source: SourceName): Message =>
  message('models.served', { name: entry.name, source });

function failureText(error: unknown): Message {
  if (error instanceof CodedError) return error.text;
  const why = causeOf(error);
  return message('models.install-failed', { why }, why.detail);
}

/** A fault of the machine or a wish of the writer, so that asking another source would not help. */
const endsSearch = (error: unknown) =>
  isAbort(error) ||
  (error instanceof CodedError && ['disk-full', 'folder-read-only', 'store-locked'].includes(error.code));

/** Files whose hash the catalog knows must have it, whatever the source says. @throws CodedError `model-wrong-hash` */
async function checkKnownHashes({ files }: CatalogEntry, dir: string): Promise<void> {
  for (const { name, sha256 } of files) {
    if (sha256 !== null && (await sha256OfFile(join(dir, name)).catch(() => '')) !== sha256)
      throw wrongHash(name);
  }
}

export class Installer {
  readonly #folders: ModelFolders;
  readonly #options: InstallerOptions;

  constructor(options: InstallerOptions) {
    this.#folders = options.folders;
    this.#options = options;
  }

  /**
   * Asks the sources one after another until one serves the model. Reports each step and the end to `onEvent`.
   * @returns every source's answer, the last one's being that it served
   * @throws CodedError `no-source`, `disk-full`; the signal's reason when cancelled
   */
  async install(entry: CatalogEntry, options: InstallOptions): Promise<Attempt[]> {
    const { signal = neverAborted(), onEvent = () => undefined } = options;
    try {
      return await this.#askSources(entry, { ...options, signal, onEvent });
    } catch (error) {
      if (isAbort(error)) onEvent({ modelId: entry.id, phase: 'cancelled' });
      else if (endsSearch(error))
        onEvent({ modelId: entry.id, phase: 'failed', text: failureText(error), attempts: [] });
      throw error;
    }
  }

  /** Copies a checked folder in under `id`. @throws CodedError saying what is wrong with it */
  async copy(dir: string, id: string, options: Pick<InstallOptions, 'signal' | 'onEvent'>): Promise<void> {
    const staging = this.#folders.stagingOf(id);
    try {
      await this.#folders.makeRoom((await stat(join(dir, weightsFile))).size);
      await mkdir(staging, { recursive: true });
      await copyModel(dir, { into: staging, signal: neverAborted() });
      const about = { name: asWritten(id), licence: null, source: 'folder' } as const;
      await this.#folders.adopt(id, about, this.#options.clock);
      await this.#measure(id, options);
      options.onEvent?.({ modelId: id, phase: 'done', source: 'folder', attempts: [] });
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  }

  async #askSources(
    entry: CatalogEntry,
    options: InstallOptions & Required<Pick<InstallOptions, 'signal' | 'onEvent'>>,
  ): Promise<Attempt[]> {
    const { source: only, mirror = null, onEvent } = options;
    const modelId = entry.id;
    const attempts: Attempt[] = [];
    await this.#folders.makeRoom(entry.bytes);
    const sources = order(entry, this.#options.sources(mirror), only);
    const pinned = this.#pinning(entry, sources, options.signal);
    for (const source of sources) {
      onEvent({ modelId, phase: 'asking', source: source.name });
      try {
        await this.#onRecord(source, await pinned(source), options);
        attempts.push({ source: source.name, served: true, text: servedText(entry, source.name) });
        await this.#measure(modelId, options);
        onEvent({ modelId, phase: 'done', source: source.name, attempts });
        return attempts;
      } catch (error) {
        if (endsSearch(error)) throw error;
        const attempt = { source: source.name, served: false, text: failureText(error) };
        attempts.push(attempt);
        onEvent({ modelId, phase: 'refused', attempt });
      }
    }
    const failure = noSource(entry, attempts);
    onEvent({ modelId, phase: 'failed', text: failure.text, attempts });
    throw failure;
  }

  /**
   * @returns a function that gives the entry with the hashes that are known of it. Sources are compared once, before the
   *   first that states hashes is asked for the model; the only source that the writer chose is not compared.
   */
  #pinning(
    entry: CatalogEntry,
    sources: readonly ModelSource[],
    signal: AbortSignal,
  ): (source: ModelSource) => Promise<CatalogEntry> {
    const { contacts } = this.#options;
    const file = this.#folders.pins;
    const known = withPins(entry, file);
    // It is waited for by whoever asks; where nobody does, its failure is no one's.
    known.catch(() => undefined);
    let compared: Promise<CatalogEntry> | undefined;
    return ({ stated }) => {
      if (!stated) return known;
      compared ??= known.then((one) => pinByAgreement(one, sources, { file, contacts, signal }));
      return compared;
    };
  }

  /** Fetches from a source, with the machines that it asks on record. */
  async #onRecord(
    source: ModelSource,
    entry: CatalogEntry,
    options: Required<Pick<InstallOptions, 'signal' | 'onEvent'>>,
  ): Promise<void> {
    const { contacts = noContactLog } = this.#options;
    const contacting = contacts.begin({ modelId: entry.id, source: source.name });
    try {
      await this.#fetchFrom(source, entry, options, contacting);
      contacting.end(servedText(entry, source.name));
    } catch (error) {
      contacting.end(isAbort(error) ? message('models.contact-cancelled') : failureText(error));
      throw error;
    }
  }

  async #fetchFrom(
    source: ModelSource,
    entry: CatalogEntry,
    { signal, onEvent }: Required<Pick<InstallOptions, 'signal' | 'onEvent'>>,
    { on: onContact }: Contacting,
  ): Promise<void> {
    const { clock } = this.#options;
    const staging = this.#folders.stagingOf(entry.id);
    const pace = createPaceMeter(clock);
    const about = { modelId: entry.id, source: source.name };
    let reportedAt = Number.NEGATIVE_INFINITY;
    await mkdir(staging, { recursive: true });
    await source.fetch({
      entry,
      into: staging,
      signal,
      clock,
      onContact,
      onConverting: () => onEvent({ ...about, phase: 'converting' }),
      onBytes(file, receivedBytes, totalBytes) {
        const now = clock.monotonic();
        const figures = pace(receivedBytes, totalBytes);
        if (now - reportedAt < reportEvery && receivedBytes !== totalBytes) return;
        reportedAt = now;
        onEvent({ ...about, phase: 'downloading', file, receivedBytes, totalBytes, ...figures });
      },
    });
    onEvent({ ...about, phase: 'verifying' });
    try {
      await checkKnownHashes(entry, staging);
      const { name, licence } = entry;
      await this.#folders.adopt(entry.id, { name, licence, source: source.name }, clock);
    } catch (error) {
      // Files that failed a check must not be resumed.
      await rm(staging, { recursive: true, force: true });
      throw error;
    }
  }

  async #measure(id: string, { signal = neverAborted(), onEvent }: InstallOptions): Promise<void> {
    await this.#options.measure?.(
      { id, dir: this.#folders.pathOf(id) },
      { signal, onProgress: (done, of) => onEvent?.({ modelId: id, phase: 'measuring', done, of }) },
    );
  }
}
