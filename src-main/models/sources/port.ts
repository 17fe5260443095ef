import type { Clock } from '../../base/clock.ts';
import type { SourceName } from '../../contract/schemas.ts';
import type { CatalogEntry } from '../catalog.ts';

export interface FetchContext {
  readonly entry: CatalogEntry;
  /** Existing folder for the model's files; the rest of an interrupted fetch in it may be used. */
  readonly into: string;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Called with the bytes so far of the file that is being fetched, and its size where that is known. */
  readonly onBytes: (file: string, received: number, total: number | null) => void;
  readonly onConverting: () => void;
}

/** Something that models can be installed from. */
export interface ModelSource {
  readonly name: SourceName;
  /**
   * Puts the entry's files into a folder, in Hugging Face layout.
   * @throws CodedError saying why this source does not serve the model; the signal's reason when cancelled
   */
  fetch(context: FetchContext): Promise<void>;
}

/** Longest time without a byte from a source. */
export const silenceMilliseconds = 5000;
