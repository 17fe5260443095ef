import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSegment } from './build-segment.ts';
import { memorySource } from './paged-array.ts';
import { segmentFrom } from './segment.ts';
import { SegmentIndex } from './segment-index.ts';
import { slots } from './slotted.ts';
import type { PhraseIndex } from './types.ts';

/**
 * The phrases shipped with Bumo: `resources/phrasebook/*.txt`, UTF-8. The first line is `# ` and the kind of
 * document; then one sentence or set phrase a line, with an empty line between documents. Variable parts are written
 * as ⟦数字⟧. The files hold nothing else that `slotted` would replace, so they are not scrubbed.
 */

/** What `slotted` makes of a filled-in part. */
const placeholders: Readonly<Record<string, string>> = {
  姓名: slots.name,
  数字: slots.number,
  日期: `${slots.number}年${slots.number}月${slots.number}日`,
  金额: `${slots.number}万元`,
};

const filled = (text: string): string =>
  text.replace(/⟦([^⟦⟧\n]*)⟧/g, (_, name: string) => placeholders[name] ?? slots.other);

/** A document of a phrasebook. */
export interface PhraseEntry {
  /** Kind of document. */
  readonly title: string;
  readonly text: string;
}

/** The documents of a file, with their variable parts replaced. */
export function entriesOf(file: string): PhraseEntry[] {
  const [first = '', ...lines] = file.replaceAll('\r\n', '\n').split('\n');
  const title = first.replace(/^\uFEFF?# */, '').trim();
  return lines
    .join('\n')
    .split(/\n\s*\n/)
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .map((text) => ({ title, text: filled(text) }));
}

/** The index, and the number of entries that ship: those after them are `others`. */
interface Loaded {
  readonly index: PhraseIndex | null;
  readonly shipped: number;
}

function load(folder: string, others: readonly PhraseEntry[]): Loaded {
  const shipped = readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .toSorted()
    .flatMap((name) => entriesOf(readFileSync(join(folder, name), 'utf8')));
  const entries = [...shipped, ...others];
  const segment = segmentFrom(
    memorySource(buildSegment(entries.map(({ text }, number) => ({ number, text })))),
  );
  if (!segment || entries.length === 0) return { index: null, shipped: 0 };
  const index = new SegmentIndex([{ segment, used: null }], (number) => {
    const entry = entries[number];
    return entry ? { title: entry.title, at: 0 } : null;
  });
  return { index, shipped: shipped.length };
}

/** The phrasebook, loaded on the first call; null if none ships. */
export interface Phrasebook {
  (): PhraseIndex | null;
  /** @returns the title of an entry that was given besides those shipped; null for one that ships */
  shared(document: number): string | null;
  /** The next call loads it again, since `others` gives something else. */
  reload(): void;
}

/** @param others gives entries besides those shipped, already `slotted` */
export function createPhrasebook(
  resources: string,
  others: () => readonly PhraseEntry[] = () => [],
): Phrasebook {
  let loaded: Loaded | null = null;
  const book = () => {
    loaded ??= load(join(resources, 'phrasebook'), others());
    return loaded.index;
  };
  return Object.assign(book, {
    shared: (document: number) =>
      loaded !== null && document >= loaded.shipped
        ? (loaded.index?.document(document)?.title ?? null)
        : null,
    reload() {
      loaded = null;
    },
  });
}
