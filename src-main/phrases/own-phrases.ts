import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ForkChild } from '../base/child.ts';
import type { Clock } from '../base/clock.ts';
import { CodedError, isAbort, reasonOf } from '../base/error.ts';
import type { Log } from '../base/log.ts';
import type { OwnDocument, OwnDocumentPage, PhrasesState } from '../contract/phrases.ts';
import { fileError } from '../documents/files/file-error.ts';
import type { WriteDb } from '../store/db.ts';
import {
  addFolder,
  forgetDocuments,
  hasConsent,
  indexedTotals,
  keepOut,
  keepOutOlder,
  listDocuments,
  listFolders,
  removeFolder,
  setConsent,
} from '../store/own-documents.ts';
import { message } from '../texts/message.ts';
import { fileOf } from './file-of-draft.ts';
import { createIndexer, type Indexer } from './indexer.ts';
import { Shelf } from './shelf.ts';
import type { PhraseIndex } from './types.ts';
import { lookAtFiles, openedPaths, readFiles, scanFolders, tidy, type Update } from './update.ts';

export interface OwnPhrasesOptions {
  readonly home: string;
  readonly db: WriteDb;
  readonly fork: ForkChild;
  readonly clock: Clock;
  readonly log: Log;
  readonly onState: (state: PhrasesState) => void;
}

/** Least milliseconds between two reports of progress. */
const tellEvery = 250;

const nothing = () => ({ folders: false, files: new Set<string>(), tidying: false });

const gone = (): CodedError => new CodedError('not-found', message('own.already-gone'));

const isCancelled = (error: unknown): boolean =>
  isAbort(error) || (error instanceof CodedError && error.code === 'aborted');

/** The index of the writer's own documents: its content, its updates, and access for look-ups. */
export class OwnPhrases {
  readonly #options: OwnPhrasesOptions;
  readonly #shelf: Shelf;
  #isLoaded = false;
  #progress: PhrasesState['progress'] = null;
  /** Requested work of the next round. */
  #wanted = nothing();
  #work: Promise<void> | null = null;
  #indexer: Indexer | null = null;
  #stopTelling: (() => void) | null = null;
  #isClosed = false;

  constructor(options: OwnPhrasesOptions) {
    this.#options = options;
    this.#shelf = new Shelf(join(options.home, 'phrases'), options.db);
  }

  /** Null if the writer has not consented or nothing is indexed. Look-ups read files synchronously. */
  get index(): PhraseIndex | null {
    if (this.#isClosed || !hasConsent(this.#options.db)) return null;
    this.#load();
    return this.#shelf.index;
  }

  /** The index without the file of the document being written. @param documentId id of its draft */
  indexFor(documentId: string | undefined): PhraseIndex | null {
    const { index } = this;
    const path = index && documentId !== undefined ? fileOf(this.#options.db, documentId) : null;
    return path === null ? index : this.#shelf.without(path);
  }

  state(): PhrasesState {
    const { db } = this.#options;
    return {
      enabled: hasConsent(db),
      folders: listFolders(db),
      ...indexedTotals(db),
      progress: this.#progress,
    };
  }

  documents(page: OwnDocumentPage): { documents: OwnDocument[]; total: number } {
    return listDocuments(this.#options.db, page);
  }

  enable(enabled: boolean): void {
    setConsent(this.#options.db, enabled, this.#options.clock.now());
    if (enabled) this.refresh();
    else this.#cancel();
    this.#tell();
  }

  /** @throws CodedError with the reason if the folder cannot be read */
  async addFolder(path: string): Promise<void> {
    const folder = resolve(path);
    try {
      await readdir(folder);
    } catch (error) {
      throw fileError(error, folder, 'reading');
    }
    addFolder(this.#options.db, folder, this.#options.clock.now());
    this.refresh();
    this.#tell();
  }

  /** @throws CodedError `not-found` */
  removeFolder(id: string): void {
    if (!removeFolder(this.#options.db, Number(id))) throw gone();
    this.#takenOut();
  }

  /** @throws CodedError `not-found` */
  removeDocument(id: string): void {
    if (!keepOut(this.#options.db, Number(id))) throw gone();
    this.#takenOut();
  }

  /**
   * Removes the documents that were last changed before a time. Settles when the index has no text of them.
   * @param before milliseconds since the epoch
   */
  async removeOlder(before: number): Promise<void> {
    if (keepOutOlder(this.#options.db, before) === 0) return;
    this.#takenOut();
    await this.idle();
  }

  /** Called when a document was opened or saved in Bumo. */
  opened(path: string): void {
    if (!hasConsent(this.#options.db)) return;
    this.#wanted.files.add(path);
    this.#start();
  }

  /** Scans all folders, if the writer has consented. */
  refresh(): void {
    const { db } = this.#options;
    if (!hasConsent(db)) return;
    this.#wanted.folders = true;
    for (const path of openedPaths(db)) this.#wanted.files.add(path);
    this.#start();
  }

  /** Removes the list of documents, the index and the consent. */
  async forget(): Promise<void> {
    forgetDocuments(this.#options.db);
    this.#cancel();
    await this.#work;
    this.#shelf.clear();
    this.#isLoaded = false;
    this.#tell();
  }

  /** Settles when all requested work is done. */
  async idle(): Promise<void> {
    while (this.#work) await this.#work;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancel();
    await this.#work;
    this.#stopTelling?.();
    this.#shelf.close();
  }

  #load(): void {
    if (this.#isLoaded) return;
    this.#isLoaded = true;
    this.#shelf.sweep();
  }

  #takenOut(): void {
    this.#load();
    this.#shelf.reload();
    this.#wanted.tidying = true;
    this.#start();
    this.#tell();
  }

  #cancel(): void {
    this.#wanted = nothing();
    this.#indexer?.close();
  }

  #start(): void {
    if (this.#work || this.#isClosed) return;
    this.#work = this.#run().finally(() => {
      this.#work = null;
      this.#progress = null;
      this.#tell();
      if (this.#isWanted) this.#start();
    });
  }

  get #isWanted(): boolean {
    return this.#wanted.folders || this.#wanted.files.size > 0 || this.#wanted.tidying;
  }

  async #run(): Promise<void> {
    const { db, fork, clock, log } = this.#options;
    const indexer = createIndexer({ fork, clock });
    this.#indexer = indexer;
    const update: Update = {
      db,
      shelf: this.#shelf,
      indexer,
      home: resolve(this.#options.home),
      newName: randomUUID,
      onProgress: (done, of) => this.#tellProgress(done, of),
    };
    try {
      this.#load();
      this.#shelf.sweep();
      while (this.#isWanted) await this.#round(update);
      this.#shelf.sweep();
    } catch (error) {
      if (isCancelled(error)) return;
      // Dropped; the next request starts again.
      this.#wanted = nothing();
      log.warn(`own documents were not indexed: ${reasonOf(error)}`);
    } finally {
      this.#indexer = null;
      indexer.close();
    }
  }

  async #round(update: Update): Promise<void> {
    const { folders, files } = this.#wanted;
    this.#wanted = nothing();
    const stale = [
      ...(folders ? await scanFolders(update) : []),
      ...(files.size > 0 ? await lookAtFiles(update, [...files]) : []),
    ];
    await readFiles(update, stale);
    await tidy(update);
  }

  #tellProgress(done: number, of: number): void {
    this.#progress = { done, of };
    this.#stopTelling ??= this.#options.clock.after(tellEvery, () => {
      this.#stopTelling = null;
      this.#tell();
    });
  }

  #tell(): void {
    if (!this.#isClosed) this.#options.onState(this.state());
  }
}
