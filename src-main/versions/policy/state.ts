import type { Message } from '../../contract/text.ts';
import { base, type VersionId } from './version.ts';

/** The two places for versions with a patch. No process, timer or promise in here. */

export type PlaceName = 'a' | 'b';

export interface Failure {
  /** A code of the contract. */
  readonly code: string;
  readonly text: Message;
}

/** `load` counts the loads of this place; messages about an earlier load are ignored. */
export type Place =
  | { readonly state: 'empty' }
  /** `deaths`: engines that ended while they loaded or warmed it. */
  | { readonly state: 'loading'; readonly version: VersionId; readonly load: number; readonly deaths: number }
  | { readonly state: 'warming'; readonly version: VersionId; readonly load: number; readonly deaths: number }
  /**
   * `reloading`: the engine started anew and has not loaded it again yet; requests wait for it there.
   * `deaths`: engines that ended while they did.
   */
  | {
      readonly state: 'live';
      readonly version: VersionId;
      readonly load: number;
      readonly inFlight: number;
      readonly reloading: { readonly deaths: number } | null;
    }
  /** Gets no new requests; is unloaded after the last one. */
  | {
      readonly state: 'draining';
      readonly version: VersionId;
      readonly load: number;
      readonly inFlight: number;
      readonly reloading: { readonly deaths: number } | null;
    }
  | { readonly state: 'failed'; readonly version: VersionId; readonly failure: Failure };

export interface Slot {
  readonly a: Place;
  readonly b: Place;
  /** Who answers what is not the candidate's. A place named here is live. */
  readonly main: PlaceName | 'base';
  /**
   * Holds the version before, live or on its way to it: going back to it takes no loading. Never answers while it is
   * kept; gives way to a new version.
   */
  readonly kept: PlaceName | null;
  /** Loaded as soon as a place is free. */
  readonly waiting: VersionId | null;
  /** `generation` counts engines; what an older one says is out of date. */
  readonly engine: { readonly up: boolean; readonly generation: number };
  readonly loads: number;
}

export type SlotEvent =
  /** Takes the place of the candidate, if there is one. */
  | { readonly kind: 'load'; readonly version: VersionId }
  | { readonly kind: 'loaded'; readonly load: number; readonly generation: number }
  /** Warm, finite, and the golden gap was answered as the exam recorded. */
  | { readonly kind: 'warmed'; readonly load: number; readonly generation: number }
  /** Loading or warming was refused, or the golden gap was answered differently. */
  | {
      readonly kind: 'refused';
      readonly load: number;
      readonly generation: number;
      readonly failure: Failure;
    }
  | { readonly kind: 'begin'; readonly load: number }
  | { readonly kind: 'end'; readonly load: number }
  | { readonly kind: 'promote' }
  /** Loads the version before beside the main one, where nothing else is wanted. */
  | { readonly kind: 'keep'; readonly version: VersionId }
  /** The candidate goes, whatever its state. */
  | { readonly kind: 'abandon' }
  /** `to` answers if it is at hand, the base model otherwise. Everything else goes. */
  | { readonly kind: 'fall-back'; readonly to: VersionId }
  | { readonly kind: 'engine-died' }
  /** Taken away from the slot, not ended by a version. */
  | { readonly kind: 'engine-gone' }
  | { readonly kind: 'engine-back' };

export type SlotEffect =
  | { readonly kind: 'load'; readonly version: VersionId; readonly load: number; readonly generation: number }
  | { readonly kind: 'warm'; readonly version: VersionId; readonly load: number; readonly generation: number }
  | { readonly kind: 'unload'; readonly version: VersionId }
  /** The candidate may take traffic. */
  | { readonly kind: 'candidate-live'; readonly version: VersionId }
  | {
      readonly kind: 'failed';
      readonly version: VersionId;
      readonly failure: Failure;
      /** The base model has taken over. */
      readonly wasMain: boolean;
    };

export interface SlotStep {
  readonly slot: Slot;
  readonly effects: readonly SlotEffect[];
}

const empty: Place = { state: 'empty' };
export const placeNames = ['a', 'b'] as const;

/** A slot whose engine has not started. `main` and `candidate` are loaded when it has. */
export function initialSlot(main: VersionId = base, candidate: VersionId | null = null): Slot {
  return {
    a:
      main === base
        ? empty
        : { state: 'live', version: main, load: 1, inFlight: 0, reloading: { deaths: 0 } },
    b: candidate === null ? empty : { state: 'loading', version: candidate, load: 2, deaths: 0 },
    main: main === base ? 'base' : 'a',
    kept: null,
    waiting: null,
    engine: { up: false, generation: 0 },
    loads: 2,
  };
}

export const versionOf = (place: Place): VersionId | null => ('version' in place ? place.version : null);

/** The version that answers what is not the candidate's. */
export const mainVersion = (slot: Slot): VersionId =>
  slot.main === 'base' ? base : (versionOf(slot[slot.main]) ?? base);

/** The place of the version under way: loading, warming or live, neither main nor kept. */
export function candidatePlace(slot: Slot): PlaceName | null {
  const under = (name: PlaceName) =>
    name !== slot.main && name !== slot.kept && ['loading', 'warming', 'live'].includes(slot[name].state);
  return placeNames.find(under) ?? null;
}

/** The place where `version` would be loaded to be kept; null while there is none, or anything else to do. */
export function roomToKeep(slot: Slot, version: VersionId): PlaceName | null {
  const main = slot.main === 'base' ? empty : slot[slot.main];
  const busy = !slot.engine.up || (main.state === 'live' && main.reloading !== null);
  const wanted = slot.waiting !== null || slot.kept !== null || candidatePlace(slot) !== null;
  const there = placeNames.some((name) => versionOf(slot[name]) === version);
  if (version === base || busy || wanted || there) return null;
  return placeNames.find((name) => slot[name].state === 'empty') ?? null;
}

/** The candidate where it may take traffic. */
export function liveCandidate(slot: Slot): Extract<Place, { state: 'live' }> | null {
  const name = candidatePlace(slot);
  const place = name ? slot[name] : empty;
  return place.state === 'live' ? place : null;
}

/** The load number whose place holds `version` live, 0 for the base model, null where it is not live. */
export function loadOf(slot: Slot, version: VersionId): number | null {
  if (version === base) return 0;
  for (const name of placeNames) {
    const place = slot[name];
    if (place.state === 'live' && place.version === version) return place.load;
  }
  return null;
}
