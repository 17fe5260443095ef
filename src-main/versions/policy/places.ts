import {
  type Place,
  type PlaceName,
  placeNames,
  type Slot,
  type SlotEffect,
  type SlotStep,
  versionOf,
} from './state.ts';
import type { VersionId } from './version.ts';

/** Small steps that the transitions are made of. */

export const empty: Place = { state: 'empty' };
export const stay = (slot: Slot): SlotStep => ({ slot, effects: [] });
export const put = (slot: Slot, name: PlaceName, place: Place): Slot => ({ ...slot, [name]: place });

/** Runs `next` on what `step` left, keeping the effects of both in order. */
export function followedBy(step: SlotStep, next: (slot: Slot) => SlotStep): SlotStep {
  const { slot, effects } = next(step.slot);
  return { slot, effects: [...step.effects, ...effects] };
}

export function placeOfLoad(slot: Slot, load: number): PlaceName | null {
  const has = (name: PlaceName) => {
    const place = slot[name];
    return 'load' in place && place.load === load;
  };
  return placeNames.find(has) ?? null;
}

export const placeOfVersion = (slot: Slot, version: VersionId): PlaceName | null =>
  placeNames.find((name) => slot[name].state !== 'failed' && versionOf(slot[name]) === version) ?? null;

/** Asks the engine to load a place; a dead one is asked when it is back. */
export const askLoad = ({ engine }: Slot, place: Extract<Place, { load: number }>): SlotEffect[] =>
  engine.up
    ? [{ kind: 'load', version: place.version, load: place.load, generation: engine.generation }]
    : [];

export const askUnload = ({ engine }: Slot, version: VersionId): SlotEffect[] =>
  // An engine that starts anew has nothing loaded.
  engine.up ? [{ kind: 'unload', version }] : [];

/** Main first: requests wait for it. */
export const inOrder = (slot: Slot): readonly PlaceName[] =>
  [...placeNames].sort((a, b) => Number(b === slot.main) - Number(a === slot.main));

/** Whether the engine still works on it, as it does on one in service after a start. */
export function isBusy(place: Place): boolean {
  if (place.state === 'loading' || place.state === 'warming') return true;
  return (place.state === 'live' || place.state === 'draining') && place.reloading !== null;
}
