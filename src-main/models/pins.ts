import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { replaceFile } from '../base/durable.ts';
import { CodedError } from '../base/error.ts';
import { message } from '../texts/message.ts';
import type { CatalogEntry } from './catalog.ts';
import { type ContactLog, noContactLog, type OnContact } from './contacts.ts';
import type { ModelSource } from './sources/port.ts';

/**
 * Hashes of a catalog's files that the catalog itself does not know. Once two sources state the same SHA-256 of a file,
 * it is stored, and every source has to serve a file with that hash from then on.
 */

/** File → SHA-256. */
type Hashes = Readonly<Record<string, string>>;

const Pins = z.record(z.string(), z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/)));

export const pinsFile = 'pins.json';

/** @throws CodedError `model-corrupt`: without the pins, a wrong file would pass */
async function readPins(file: string): Promise<z.infer<typeof Pins>> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}';
    throw error;
  });
  try {
    return Pins.parse(JSON.parse(text));
  } catch (cause) {
    throw new CodedError('model-corrupt', message('models.pins-damaged', { file }), { cause });
  }
}

const withHashes = (entry: CatalogEntry, hashes: Hashes): CatalogEntry => ({
  ...entry,
  files: entry.files.map((file) => ({ ...file, sha256: file.sha256 ?? hashes[file.name] ?? null })),
});

/** The hashes that at least two sources state. @throws CodedError `model-wrong-hash` where two state different ones */
export function agreed(stated: readonly ReadonlyMap<string, string>[]): Hashes {
  const hashes: Record<string, string> = {};
  for (const name of new Set(stated.flatMap((one) => [...one.keys()]))) {
    const of = stated.flatMap((one) => one.get(name) ?? []);
    if (new Set(of).size > 1)
      throw new CodedError('model-wrong-hash', message('models.sources-disagree', { file: name }));
    if (of[0] !== undefined && of.length > 1) hashes[name] = of[0];
  }
  return hashes;
}

export interface PinOptions {
  /** Where pins are stored. */
  readonly file: string;
  readonly contacts?: ContactLog | undefined;
  readonly signal: AbortSignal;
}

/** The entry with the hashes that are stored for it. */
export async function withPins(entry: CatalogEntry, file: string): Promise<CatalogEntry> {
  return withHashes(entry, (await readPins(file))[entry.id] ?? {});
}

/** @returns the machine that was asked, and the hashes that it states */
async function statedBy(
  source: ModelSource,
  entry: CatalogEntry,
  contacts: ContactLog,
  signal: AbortSignal,
): Promise<[host: string, ReadonlyMap<string, string>]> {
  const contacting = contacts.begin({ modelId: entry.id, source: source.name });
  let asked = '';
  const onContact: OnContact = (host, bytes) => {
    asked = host;
    contacting.on(host, bytes);
  };
  const hashes = await source.stated?.(entry, { signal, onContact });
  contacting.end(message('models.contact-hashes'));
  return [asked, hashes ?? new Map()];
}

/**
 * Asks sources for the hashes that an entry lacks, and stores those that two of them state.
 * @throws CodedError `model-wrong-hash` where sources disagree
 */
export async function pinByAgreement(
  entry: CatalogEntry,
  sources: readonly ModelSource[],
  { file, contacts = noContactLog, signal }: PinOptions,
): Promise<CatalogEntry> {
  const stating = sources.filter((source) => source.stated !== undefined);
  if (stating.length < 2 || entry.files.every(({ sha256 }) => sha256 !== null)) return entry;
  const stated = await Promise.all(stating.map((source) => statedBy(source, entry, contacts, signal)));
  signal.throwIfAborted();
  // Two sources at one machine are one witness.
  const hashes = agreed([...new Map(stated).values()]);
  if (Object.keys(hashes).length > 0) {
    const pins = await readPins(file);
    // The first agreement stays: two sources that change their minds together are refused.
    await replaceFile(file, JSON.stringify({ ...pins, [entry.id]: { ...hashes, ...pins[entry.id] } }));
  }
  return withHashes(entry, hashes);
}
