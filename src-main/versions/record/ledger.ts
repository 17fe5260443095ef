import type { SampleItem } from '../../contract/learning.ts';
import type { LedgerItem, LedgerPage } from '../../contract/versions.ts';
import { listSamples } from '../../learn/samples/collect.ts';
import type { ReadDb } from '../../store/db.ts';
import { isKeyed } from '../../store/memory-keys.ts';
import { heldSamples, holdingsOf } from '../../store/version-samples.ts';
import { type Standing, standingOf } from './standing.ts';

/** Everything that was learned or will be: where it came from, which versions hold it, and what it changed. */

type Line = Pick<
  LedgerItem,
  'id' | 'text' | 'answer' | 'source' | 'at' | 'documentId' | 'standing' | 'unused'
>;

function lineOf({ id, text, answer, source, at, documentId, status, unused }: SampleItem): Line {
  const learned = status === 'approved' && unused === null;
  return { id, text, answer, source, at, documentId, standing: learned ? 'learned' : 'waiting', unused };
}

/** Samples that are listed for a query, and those that only versions hold, each once, newest first. */
function linesOf(db: ReadDb, query: string): Line[] {
  const { items } = listSamples(db, { query, limit: Number.MAX_SAFE_INTEGER, offset: 0 });
  const lines = new Map<string, Line>();
  for (const item of items) {
    // Several judgements may say the same: one that is learned stands for all.
    const known = lines.get(item.id);
    if (!known || known.standing === 'waiting') lines.set(item.id, lineOf(item));
  }
  for (const held of heldSamples(db))
    if (!lines.has(held.id))
      lines.set(held.id, { ...held, documentId: null, standing: 'forgotten', unused: null });
  return [...lines.values()].toSorted((a, b) => b.at - a.at);
}

function itemOf(db: ReadDb, line: Line, standing: Standing): LedgerItem {
  const versions = holdingsOf(db, line.id).map(({ version, heldOut, effect }) => ({
    version,
    state: standing.stateOf(version, false),
    heldOut,
    effect,
  }));
  return { ...line, inMemory: isKeyed(db, line.id), versions };
}

/** A page of the ledger, newest first. @param now milliseconds since the epoch */
export function listLedger(
  db: ReadDb,
  { query, limit, offset }: LedgerPage,
  now: number,
): { items: LedgerItem[]; total: number } {
  const sought = query?.trim() ?? '';
  const found = linesOf(db, sought).filter(
    ({ text, answer }) => sought === '' || text?.includes(sought) || answer?.includes(sought),
  );
  const standing = standingOf(db, now);
  const items = found.slice(offset, offset + limit).map((line) => itemOf(db, line, standing));
  return { items, total: found.length };
}
