import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ImportKind, RowNote } from '../../contract/learning.ts';
import { type Scrubbed, scrub } from '../../privacy/scrub.ts';
import { tidy } from './characters.ts';
import type { Column, Entry } from './columns.ts';
import { type GlossarySources, type StudiedTerm, studyTerm } from './glossary.ts';
import { entriesOf, type Understood } from './layout.ts';
import { type Refusal, refuse } from './refusals.ts';
import { studyPair } from './style.ts';
import { refusalOfText, type ValidSample, validateSample } from './validate.ts';

/** Checks a table row by row and prepares it for storing. Does not access the store. */

export interface PreparedPair {
  readonly plain: Scrubbed;
  readonly formal: Scrubbed;
  readonly words: readonly { readonly plain: Scrubbed; readonly formal: Scrubbed }[];
  readonly samples: readonly ValidSample[];
}

export type PreparedRow = { readonly row: number } & (
  | { readonly kind: 'correction'; readonly sample: ValidSample }
  | { readonly kind: 'glossary'; readonly term: StudiedTerm }
  | { readonly kind: 'style'; readonly pair: PreparedPair }
);

export interface Prepared {
  readonly kind: ImportKind;
  readonly rows: readonly PreparedRow[];
  readonly refused: readonly RowNote[];
  readonly notes: readonly RowNote[];
}

type Outcome = {
  readonly made?: PreparedRow;
  readonly refused?: readonly Refusal[];
  readonly notes?: readonly Refusal[];
};

/** A cell as text; a value that is neither text nor a number counts as empty. */
const cell = <K extends ImportKind>(entry: Entry<K>, column: Column<K>): string => {
  const value = entry.get(column);
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
};

function readCorrection(entry: Entry<'correction'>): Outcome {
  const rejected = entry.get('rejected');
  const checked = validateSample({
    text: entry.get('text'),
    answer: entry.get('answer'),
    rejected: typeof rejected === 'string' ? rejected.split(/[\s,，、;；|/]+/) : rejected,
  });
  return checked.ok
    ? { made: { row: entry.row, kind: 'correction', sample: checked.sample } }
    : { refused: [checked.refusal] };
}

function readTerm(entry: Entry<'glossary'>, sources: GlossarySources): Outcome {
  const examples = entry.get('examples');
  const studied = studyTerm(
    {
      term: cell(entry, 'term'),
      definition: cell(entry, 'definition'),
      examples: Array.isArray(examples) ? examples.join('\n') : cell(entry, 'examples'),
      domain: cell(entry, 'domain'),
    },
    sources,
  );
  if ('code' in studied) return { refused: [studied] };
  const { refused, notes } = studied;
  return { made: { row: entry.row, kind: 'glossary', term: studied }, refused, notes };
}

function readPair(entry: Entry<'style'>): Outcome {
  const plain = tidy(cell(entry, 'plain'));
  const formal = tidy(cell(entry, 'formal'));
  const bad = refusalOfText(plain, 'plain') ?? refusalOfText(formal, 'formal');
  if (bad) return { refused: [bad] };
  // Scrubbed before the alignment, so that a name has the same placeholder on both sides.
  const sides = { plain: scrub(plain).text, formal: scrub(formal).text };
  const lesson = studyPair(sides.plain, sides.formal);
  if ('code' in lesson) return { refused: [lesson] };
  const samples = lesson.gaps.flatMap((gap) => {
    const checked = validateSample(gap, true);
    return checked.ok ? [checked.sample] : [];
  });
  const words = lesson.words
    .filter(({ plain: from, formal: to }) => !/[⟦⟧]/.test(from + to))
    .map((one) => ({ plain: scrub(one.plain).text, formal: scrub(one.formal).text }));
  return { made: { row: entry.row, kind: 'style', pair: { ...sides, words, samples } } };
}

/** Rows between two yields to the event loop; they take a few milliseconds. */
const rowsPerTurn = 50;

/** The function that reads a row of the kind. */
function readerOf(kind: ImportKind, table: Understood, sources: GlossarySources) {
  const made = <K extends ImportKind>(entries: readonly Entry<K>[], read: (entry: Entry<K>) => Outcome) =>
    entries.map((entry) => ({ entry, read: () => read(entry) }));
  if (kind === 'correction') return made(entriesOf('correction', table), readCorrection);
  if (kind === 'style') return made(entriesOf('style', table), readPair);
  return made(entriesOf('glossary', table), (entry) => readTerm(entry, sources));
}

/** Notes about rows that were left out as titles or notes without the writer's choice. */
const asideNotes = ({ body, asides }: Understood): RowNote[] =>
  body
    .filter(({ row }) => asides.has(row))
    .map(({ row }) => ({ row, column: '', text: refuse('aside', '').text }));

/**
 * Checks every row of a table. Invalid rows are reported with row and column; valid ones are prepared.
 * @param chosen row numbers that the writer excluded; null to exclude what looks like a title or a note
 */
export async function prepareImport(
  kind: ImportKind,
  understood: Understood,
  chosen: ReadonlySet<number> | null,
  sources: GlossarySources,
  signal?: AbortSignal,
): Promise<Prepared> {
  const rows: PreparedRow[] = [];
  const refused: RowNote[] = [...understood.table.broken, ...(chosen ? [] : asideNotes(understood))];
  const notes: RowNote[] = [];
  const leftOut = chosen ?? understood.asides;
  const taken = { ...understood, body: understood.body.filter(({ row }) => !leftOut.has(row)) };
  for (const [i, { entry, read }] of readerOf(kind, taken, sources).entries()) {
    if (i % rowsPerTurn === 0) await nextTurn();
    signal?.throwIfAborted();
    const outcome = read();
    const noted = (one: Refusal): RowNote => ({
      row: entry.row,
      column: entry.label(one.column),
      text: one.text,
    });
    refused.push(...(outcome.refused ?? []).map(noted));
    notes.push(...(outcome.notes ?? []).map(noted));
    if (outcome.made) rows.push(outcome.made);
  }
  return { kind, rows, refused: refused.sort((a, b) => a.row - b.row), notes };
}
