import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ownerOnlyFolder } from '../base/owner-only.ts';
import type { WriteDb } from '../store/db.ts';
import { allDocuments, type KnownDocument, loseSegment } from '../store/own-documents.ts';
import { copiesAmong, type Signed } from './copies.ts';
import type { SegmentSize } from './merge-plan.ts';
import { openSegment, type Segment } from './segment.ts';
import { SegmentIndex, type UsedSegment } from './segment-index.ts';
import type { IndexedDocument, PhraseIndex } from './types.ts';

/**
 * The segments in a folder. The store says which texts are in use: a segment that no document refers to is removed;
 * if a referenced segment is damaged or missing, its documents are marked unread.
 */
export class Shelf {
  readonly #dir: string;
  readonly #db: WriteDb;
  readonly #open = new Map<string, Segment>();
  #rows: readonly KnownDocument[] = [];
  #index: PhraseIndex | null = null;
  #documents: ReadonlyMap<number, IndexedDocument> = new Map();
  /** The index without one file's document, for the file requested last. */
  #without: { readonly path: string; readonly index: PhraseIndex | null } | null = null;

  constructor(dir: string, db: WriteDb) {
    this.#dir = dir;
    this.#db = db;
  }

  /** Null if nothing is indexed. */
  get index(): PhraseIndex | null {
    return this.#index;
  }

  /** The index without a file's document, so that a document being written does not predict itself. */
  without(path: string): PhraseIndex | null {
    if (!this.#rows.some((row) => row.path === path && row.segment !== null)) return this.#index;
    if (this.#without?.path !== path) this.#without = { path, index: this.#indexOf(path) };
    return this.#without.index;
  }

  fileOf(name: string): string {
    return join(this.#dir, name);
  }

  /** Removes remains of interrupted work. Must not be called while a segment is being written. */
  sweep(): void {
    mkdirSync(this.#dir, { recursive: true, mode: ownerOnlyFolder });
    this.reload();
    for (const name of readdirSync(this.#dir)) if (!this.#open.has(name)) this.#remove(name);
  }

  /** Updates the index to the state of the store. */
  reload(): void {
    this.#rows = allDocuments(this.#db);
    const named = new Set(this.#rows.flatMap(({ segment }) => (segment === null ? [] : [segment])));
    for (const name of [...this.#open.keys()]) if (!named.has(name)) this.#drop(name);
    const lost = [...named].filter((name) => !this.#ensure(name));
    for (const name of lost) loseSegment(this.#db, name);
    if (lost.length > 0) this.#rows = allDocuments(this.#db);
    this.#documents = new Map(
      this.#rows.map(({ number, title, changedAt }) => [number, { title, at: changedAt }]),
    );
    this.#without = null;
    this.#index = this.#indexOf(null);
  }

  /** Numbers of the documents whose text in this segment is in use. */
  numbersIn(name: string): number[] {
    return this.#rows.filter(({ segment }) => segment === name).map(({ number }) => number);
  }

  sizes(): SegmentSize[] {
    const alive = new Set(this.#rows.filter(({ segment }) => segment !== null).map(({ number }) => number));
    return [...this.#open].map(([name, { layout, numbers }]) => ({
      name,
      units: layout.units,
      documents: numbers.length,
      used: this.numbersIn(name).length,
      removed: numbers.filter((number) => !alive.has(number)).length,
    }));
  }

  close(): void {
    for (const segment of this.#open.values()) segment.close();
    this.#open.clear();
    this.#index = null;
    this.#without = null;
  }

  /** Removes all segments from the disk. */
  clear(): void {
    this.close();
    rmSync(this.#dir, { recursive: true, force: true });
  }

  #ensure(name: string): boolean {
    if (this.#open.has(name)) return true;
    const segment = openOrNone(this.fileOf(name));
    if (segment) this.#open.set(name, segment);
    return segment !== null;
  }

  #drop(name: string): void {
    this.#open.get(name)?.close();
    this.#open.delete(name);
    this.#remove(name);
  }

  /** Some systems cannot remove a file that another process reads; the next sweep removes it. */
  #remove(name: string): void {
    try {
      rmSync(this.fileOf(name), { recursive: true, force: true });
    } catch (error) {
      if (!isInUse(error)) throw error;
    }
  }

  #indexOf(without: string | null): PhraseIndex | null {
    const documents = this.#documents;
    const segments = this.#used(without);
    return segments.length > 0 ? new SegmentIndex(segments, (number) => documents.get(number) ?? null) : null;
  }

  /** The segments with their documents in use. Of copies, only the latest document is. */
  #used(without: string | null): UsedSegment[] {
    const rows = new Map(this.#rows.filter(({ path }) => path !== without).map((row) => [row.number, row]));
    const isIn = (number: number, name: string) => rows.get(number)?.segment === name;
    const signed = [...this.#open].flatMap(([name, segment]) =>
      [...segment.numbers].flatMap((number, i): Signed[] =>
        isIn(number, name)
          ? [{ number, at: rows.get(number)?.changedAt ?? 0, signature: segment.signatureOf(i) }]
          : [],
      ),
    );
    const copies = copiesAmong(signed);
    return [...this.#open].map(([name, segment]) => {
      const used = Uint8Array.from(segment.numbers, (number) =>
        Number(isIn(number, name) && !copies.has(number)),
      );
      return { segment, used: used.every((one) => one === 1) ? null : used };
    });
  }
}

const isInUse = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && /^(?:EBUSY|EPERM|EACCES)$/.test(String(error.code));

/** A missing or unreadable file is treated like a damaged one: its texts are read again. */
function openOrNone(file: string): Segment | null {
  try {
    return openSegment(file);
  } catch {
    return null;
  }
}
