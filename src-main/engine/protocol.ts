import type { Calibration, CalibrationGap } from '../contract/calibration.ts';
import type { GatewayState } from '../contract/gateway.ts';
import type { Precision, Provider } from '../contract/schemas.ts';
import type { EngineError } from '../fillmask/engine-error.ts';
import type { MemoryChange, MemoryEntry } from '../fillmask/recall.ts';
import type { FillAnswer, FillRequest } from '../fillmask/types.ts';
import type { GatewayAccess } from '../serving/client/access.ts';

/** What shell and engine process say to each other; everything survives a structured clone. */

/** A taught version: a base model's name for a patch. */
export interface VersionFile {
  readonly id: string;
  /** The patch. */
  readonly file: string;
  /** Divides its scores before they become probabilities; 1 where none was fitted. */
  readonly temperature?: number;
}

/** A gap of a text, and how many characters its word has: what a key is made of. */
export interface Place {
  /** Holds a `[MASK]`; the first one counts. */
  readonly text: string;
  readonly length: number;
}

/** Words of the writer's own, whatever the lexicon knows. */
export interface Terms {
  readonly glossary: readonly string[];
  /** Learned by versions in use. */
  readonly learned: readonly string[];
}

export interface StartOptions {
  /** Folder of the checkpoint. */
  readonly dir: string;
  readonly provider: Provider;
  readonly threads?: number;
  readonly prepack?: boolean;
  readonly terms: Terms;
  readonly memory: readonly MemoryEntry[];
  /** The gateway that answers before this machine does; null for none. */
  readonly gateway: GatewayAccess | null;
}

export interface LoadChore {
  readonly kind: 'load';
  readonly version: VersionFile;
  /** Texts with a gap each, run before the version may answer anybody. */
  readonly gaps: readonly string[];
}

/** Work that is done between requests, in steps that each cost less than one. */
export type Chore =
  | LoadChore
  | { readonly kind: 'unload'; readonly id: string }
  | { readonly kind: 'embed'; readonly places: readonly Place[] }
  /**
   * Texts with a gap each at places of no interest; nothing is done where that was measured before. Can be dropped, and
   * tells how far it is, as `calibrate` does.
   */
  | { readonly kind: 'prepare'; readonly texts: readonly string[]; readonly others: readonly string[] }
  /** Nothing is done where the base model was calibrated before. */
  | { readonly kind: 'calibrate'; readonly gaps: readonly CalibrationGap[] };

/** What a version said of the gaps it was warmed with. */
export interface LoadReport {
  /** The word that came first and its probability, one a gap; null where nothing was offered. */
  readonly answers: readonly ({ readonly word: string; readonly probability: number } | null)[];
  readonly milliseconds: number;
  /** Name of the base model's calibration that the answers follow from. */
  readonly ranking: string;
}

export interface ChoreResult {
  readonly load: LoadReport;
  readonly unload: null;
  /** Float32 [H] each. */
  readonly embed: readonly Float32Array[];
  readonly prepare: null;
  /** Null where it was calibrated before. */
  readonly calibrate: Calibration | null;
}

export type ToEngine =
  | { readonly kind: 'start'; readonly options: StartOptions }
  | {
      readonly kind: 'fill';
      readonly id: number;
      readonly request: FillRequest;
      readonly version: string;
      /** A version that answers too, unseen, once nobody waits; null for none. */
      readonly shadow: string | null;
      /** Lets the gateway answer: see `HostFillOptions`. */
      readonly sticky: string | null;
    }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'do'; readonly id: number; readonly chore: Chore }
  /** Ends a chore between two of its steps. */
  | { readonly kind: 'drop'; readonly id: number }
  | { readonly kind: 'terms'; readonly terms: Terms }
  | { readonly kind: 'memory'; readonly change: MemoryChange }
  | { readonly kind: 'gateway'; readonly gateway: GatewayAccess | null }
  | { readonly kind: 'stop' };

/** An answer and what it cost. */
export interface Timed {
  readonly answer: FillAnswer;
  /** The fill alone, without its wait in a queue. */
  readonly milliseconds: number;
  /** The version's own part of that: all but the trunk, which versions share. */
  readonly topMilliseconds: number;
  /** The gateway's version that answered; null where this machine did. */
  readonly gateway: string | null;
  /** The gateway's version whose answer to this request could not be used; null where there was none. */
  readonly unusable: string | null;
}

export type FromEngine =
  | { readonly kind: 'ready'; readonly precision: Precision }
  /** `final`: a fault of the model, which another start would only meet again; may come after `ready` too. */
  | { readonly kind: 'start-failed'; readonly error: EngineError; readonly final: boolean }
  | { readonly kind: 'first'; readonly id: number; readonly answer: FillAnswer }
  /** `memory`: private memory of the process, bytes. */
  | ({ readonly kind: 'answer'; readonly id: number; readonly memory: number } & Timed)
  | { readonly kind: 'failed'; readonly id: number; readonly error: EngineError }
  | { readonly kind: 'cancelled'; readonly id: number }
  /** What a shadow said, once for every answer that had one; null where it gave way to a request. */
  | ({ readonly kind: 'shadow'; readonly id: number; readonly version: string } & (
      | { readonly outcome: Timed | null }
      | { readonly error: EngineError }
    ))
  /** `received`: bytes from this gateway so far. */
  | { readonly kind: 'gateway'; readonly state: GatewayState; readonly received: number }
  | { readonly kind: 'doing'; readonly id: number; readonly done: number; readonly of: number }
  | { readonly kind: 'done'; readonly id: number; readonly result: ChoreResult[Chore['kind']] }
  | { readonly kind: 'undone'; readonly id: number; readonly error: EngineError };
