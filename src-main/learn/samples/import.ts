import type { ImportKind, ImportReport } from '../../contract/learning.ts';
import { inTransaction, type WriteDb } from '../../store/db.ts';
import { addPair } from '../../store/pairs.ts';
import { addImport, addSample, type NewSample, type Provenance } from '../../store/samples.ts';
import type { Scrubbed } from '../../store/scrubbed.ts';
import { addTerm } from '../../store/terms.ts';
import { pairId, sampleId } from './id.ts';
import type { Prepared, PreparedRow } from './prepare.ts';
import type { ValidSample } from './validate.ts';

/** Stores a prepared import in one transaction. */

export interface ImportStamp {
  readonly id: string;
  readonly at: number;
  readonly fileName: Scrubbed | null;
  /** SHA-256 of the content, where a team shares it. */
  readonly team?: string | null;
  readonly newId: () => string;
}

/** Most refused rows, and most notes, that the report lists. */
const mostTold = 200;

interface Counts {
  added: number;
  pending: number;
  known: number;
  terms: number;
  pairs: number;
}

type Own = Pick<NewSample, 'source' | 'origin' | 'status' | 'weight'> &
  Partial<Pick<NewSample, 'termId' | 'pairId'>>;

class Importing {
  readonly counts: Counts = { added: 0, pending: 0, known: 0, terms: 0, pairs: 0 };
  readonly #db: WriteDb;
  readonly #stamp: ImportStamp;

  constructor(db: WriteDb, stamp: ImportStamp) {
    this.#db = db;
    this.#stamp = stamp;
  }

  store(row: PreparedRow): void {
    const provenance = { importId: this.#stamp.id, row: row.row };
    if (row.kind === 'correction')
      this.#keep(row.sample, provenance, {
        source: 'correction',
        origin: 'file',
        status: 'approved',
        weight: 1,
      });
    else if (row.kind === 'glossary') this.#storeTerm(row.term, provenance);
    else this.#storePair(row.pair, provenance);
  }

  #storeTerm({ term, definition, domain, kind, sentences }: TermOf, provenance: Provenance): void {
    const { newId, at } = this.#stamp;
    const kept = addTerm(this.#db, { id: newId(), at, term, definition, domain, kind, provenance });
    if (kept.isNew) this.counts.terms++;
    for (const { origin, status, weight, ...sample } of sentences)
      this.#keep(sample, provenance, { source: 'glossary', origin, status, weight, termId: kept.id });
  }

  #storePair({ plain, formal, words, samples }: PairOf, provenance: Provenance): void {
    const id = pairId(plain, formal);
    const isNew = addPair(this.#db, { id, at: this.#stamp.at, plain, formal, words, provenance });
    if (isNew) this.counts.pairs++;
    for (const sample of samples)
      this.#keep(sample, provenance, {
        source: 'style',
        origin: 'pair',
        status: 'approved',
        weight: 1,
        pairId: id,
      });
  }

  #keep(sample: ValidSample, provenance: Provenance, own: Own): void {
    const id = sampleId(sample.text, sample.answer);
    if (!addSample(this.#db, { ...sample, ...own, id, at: this.#stamp.at, provenance })) {
      this.counts.known++;
      return;
    }
    this.counts.added++;
    if (own.status === 'pending') this.counts.pending++;
  }
}

type TermOf = Extract<PreparedRow, { kind: 'glossary' }>['term'];
type PairOf = Extract<PreparedRow, { kind: 'style' }>['pair'];

/** Stores an import. @returns the counts, and the refused rows up to `mostTold` */
export function storeImport(
  db: WriteDb,
  { kind, rows, refused, notes }: Prepared,
  stamp: ImportStamp,
): ImportReport {
  const importing = new Importing(db, stamp);
  inTransaction(db, () => {
    const { id, at, fileName, team } = stamp;
    if (rows.length > 0) addImport(db, { id, at, kind, fileName, team });
    for (const row of rows) importing.store(row);
  });
  return {
    ...importing.counts,
    refused: refused.slice(0, mostTold),
    refusedTotal: refused.length,
    notes: notes.slice(0, mostTold),
  };
}

/** A line of a preview: a sample that would be stored. */
export interface PreviewLine {
  readonly row: number;
  readonly kind: ImportKind;
  readonly text: string;
  readonly answer: string;
}

/** The first samples that an import would store. */
export function previewOf({ rows }: Prepared, most: number): PreviewLine[] {
  const lines: PreviewLine[] = [];
  for (const one of rows) {
    const samples =
      one.kind === 'correction'
        ? [one.sample]
        : one.kind === 'glossary'
          ? one.term.sentences
          : one.pair.samples;
    for (const { text, answer } of samples) {
      if (lines.length === most) return lines;
      lines.push({ row: one.row, kind: one.kind, text, answer });
    }
  }
  return lines;
}
