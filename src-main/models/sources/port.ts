import type { Clock } from '../../base/clock.ts';
import type { SourceName } from '../../contract/schemas.ts';
import type { CatalogEntry } from '../catalog.ts';
import type { OnContact } from '../contacts.ts';

export interface FetchContext {
  readonly entry: CatalogEntry;
  /** Existing folder for the model's files; the rest of an interrupted fetch in it may be used. */
  readonly into: string;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Called with the bytes so far of the file that is being fetched, and its size where that is known. */
  readonly onBytes: (file: string, received: number, total: number | null) => void;
  readonly onConverting: () => void;
  /** Called for every machine that is asked, before it is asked. */
  readonly onContact: OnContact;
}

/** Something that models can be installed from. */
export interface ModelSource {
  readonly name: SourceName;
  /**
   * Puts the entry's files into a folder, in Hugging Face layout.
   * @throws CodedError saying why this source does not serve the model; the signal's reason when cancelled
   */
  fetch(context: FetchContext): Promise<void>;
  /** The SHA-256 of files, by name, that the source states; absent where it states none. Never rejects. */
  stated?(
    entry: CatalogEntry,
    context: Pick<FetchContext, 'signal' | 'onContact'>,
  ): Promise<ReadonlyMap<string, string>>;
}

/** Longest time without a byte from a source. */
export const silenceMilliseconds = 5000;
