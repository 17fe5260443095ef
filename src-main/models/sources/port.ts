import type { Clock } from '../../base/clock.ts';
import type { SourceName } from '../../contract/schemas.ts';
import type { CatalogEntry } from '../catalog.ts';

export interface FetchContext {
  readonly entry: CatalogEntry;
  /** An existing folder that the model's files go into; what an interrupted fetch left there may be used. */
  readonly into: string;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Bytes of the file in hand. */
  readonly onBytes: (file: string, received: number, total: number | null) => void;
  readonly onConverting: () => void;
}

/** A place that models come from. */
export interface ModelSource {
  readonly name: SourceName;
  /**
   * Brings the entry's files into a folder, in Hugging Face layout.
   * @throws CodedError with a sentence that says why it does not serve; the signal's reason when cancelled
   */
  fetch(context: FetchContext): Promise<void>;
}

/** A source that does not answer is given up after this. */
export const silenceMilliseconds = 5000;
