import { setImmediate as nextTurn } from 'node:timers/promises';
import { CodedError } from '../base/error.ts';

import { understand } from '../learn/samples/layout.ts';
import { type Prepared, prepareImport } from '../learn/samples/prepare.ts';
import { readTable } from '../learn/samples/table.ts';
import type { TermKind } from '../learn/samples/templates.ts';
import { entriesOf, type PhraseEntry } from '../phrases/phrasebook.ts';
import { slotted } from '../phrases/slotted.ts';
import { message } from '../texts/message.ts';
import type { Item } from './manifest.ts';

/** Reads the contents of a list: each as an import of the writer's own would be read. Stores nothing. */

export type Content =
  | { readonly kind: 'samples'; readonly prepared: Prepared }
  | { readonly kind: 'phrasebook'; readonly entries: readonly PhraseEntry[] };

/** A content that was checked: what is taken of it, and what is left out, in rows or entries. */
export interface ReadContent {
  readonly content: Content;
  readonly taken: number;
  readonly leftOut: number;
}

export interface ContentOptions {
  readonly kinds: readonly TermKind[];
  readonly signal?: AbortSignal | undefined;
}

const unusable = (name: string): CodedError =>
  new CodedError('team-object', message('team.nothing-usable', { name }));

async function readSamples(
  bytes: Uint8Array,
  kind: 'glossary' | 'style',
  { kinds, signal }: ContentOptions,
): Promise<ReadContent> {
  const table = { ...readTable({ as: 'bytes', bytes }, 'jsonl'), name: '', merged: new Set<number>() };
  // No sentences of the writer's documents, and no regard to the writer's own terms: every desktop takes the same.
  const sources = { documents: '', kinds, templateUse: new Map(), knownTerms: new Set<string>() };
  const prepared = await prepareImport(kind, understand(kind, [table]), null, sources, signal);
  const rows = new Set(prepared.refused.map(({ row }) => row));
  for (const { row } of prepared.rows) rows.delete(row);
  return { content: { kind: 'samples', prepared }, taken: prepared.rows.length, leftOut: rows.size };
}

/** Entries between two yields to the event loop. */
const entriesPerTurn = 20;

async function readPhrasebook(bytes: Uint8Array, signal?: AbortSignal): Promise<ReadContent> {
  const entries: PhraseEntry[] = [];
  const found = entriesOf(new TextDecoder('utf-8').decode(bytes));
  for (const [i, { title, text }] of found.entries()) {
    if (i % entriesPerTurn === 0) await nextTurn();
    signal?.throwIfAborted();
    // What the administrator left in of people and numbers is replaced, as in the writer's own documents.
    entries.push({ title: slotted(title), text: slotted(text) });
  }
  return { content: { kind: 'phrasebook', entries }, taken: entries.length, leftOut: 0 };
}

/**
 * @param item of the list; its bytes were compared with its hash
 * @throws CodedError `team-object` if nothing in it can be used
 */
export async function readContent(
  bytes: Uint8Array,
  { kind, name }: Pick<Item, 'kind' | 'name'>,
  options: ContentOptions,
): Promise<ReadContent> {
  if (kind === 'patch') throw unusable(name);
  const read =
    kind === 'phrasebook'
      ? await readPhrasebook(bytes, options.signal)
      : await readSamples(bytes, kind, options);
  if (read.taken === 0) throw unusable(name);
  return read;
}
