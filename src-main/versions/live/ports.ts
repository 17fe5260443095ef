import type { RolloutEntry } from '../../contract/rollouts.ts';
import type { Message } from '../../contract/text.ts';
import type { VersionId } from '../policy/version.ts';

/** What the router asks of the engine and of the store. */

export interface EnginePort {
  /**
   * Builds the version's top over base and patch. When the engine is back after a crash the router calls it
   * again for every version in use, the main one first; until then the engine holds requests of that version.
   * @throws CodedError where the patch is refused
   */
  load(version: VersionId): Promise<void>;
  /**
   * Fills 10–20 real gaps, checks that every output is finite and that the golden gap is answered as the
   * exam recorded. @throws CodedError where one of them fails
   */
  warm(version: VersionId): Promise<void>;
  /** Told only after the last request of the version has ended. Unloading what is not loaded is no error. */
  unload(version: VersionId): Promise<void>;
}

export interface Ports {
  readonly engine: EnginePort;
  /**
   * Stores the slot's state, whole and durably, before it returns. Traffic follows only then.
   * @throws where the store cannot; then a step forward is not made, a step back is made all the same
   */
  persist(snapshot: string): void;
  /** Adds to the health archive. After a power loss the same entry may come again: its `id` tells. */
  archive(entry: RolloutEntry): void;
  /** A quiet notice to the writer. */
  notify(text: Message): void;
  /** Settings and memory index as they are now, or a reference to them; null where there is nothing to keep. */
  capture(): string | null;
  /** Puts captured state back; may be called twice with the same. */
  reinstate(captured: string): void;
}
