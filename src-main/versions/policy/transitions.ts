import {
  askLoad,
  askUnload,
  empty,
  followedBy,
  inOrder,
  isBusy,
  placeOfLoad,
  placeOfVersion,
  put,
  stay,
} from './places.ts';
import {
  candidatePlace,
  type Failure,
  type PlaceName,
  placeNames,
  roomToKeep,
  type Slot,
  type SlotEvent,
  type SlotStep,
} from './state.ts';
import { loadCrashed } from './texts.ts';
import { base, type VersionId } from './version.ts';

const notKept = (slot: Slot, name: PlaceName): Slot => (slot.kept === name ? { ...slot, kept: null } : slot);

/** Takes a place out of service: at once where nothing runs on it, after its last request otherwise. */
function retire(from: Slot, name: PlaceName): SlotStep {
  const slot = notKept(from, name);
  const place = slot[name];
  switch (place.state) {
    case 'empty':
    case 'draining':
      return stay(slot);
    case 'failed':
      return stay(put(slot, name, empty));
    case 'loading':
    case 'warming':
      return { slot: put(slot, name, empty), effects: askUnload(slot, place.version) };
    case 'live':
      if (place.inFlight > 0) return stay(put(slot, name, { ...place, state: 'draining' }));
      return { slot: put(slot, name, empty), effects: askUnload(slot, place.version) };
  }
}

/** Gives a free place to whom waits for one. */
function settle(slot: Slot): SlotStep {
  const { waiting } = slot;
  if (waiting === null) return stay(slot);
  const free = placeNames.find((name) => slot[name].state === 'empty' || slot[name].state === 'failed');
  if (!free) return slot.kept === null ? stay(slot) : followedBy(retire(slot, slot.kept), settle);
  const load = slot.loads + 1;
  const place = { state: 'loading', version: waiting, load, deaths: 0 } as const;
  return {
    slot: { ...put(slot, free, place), waiting: null, loads: load },
    effects: askLoad(slot, place),
  };
}

function abandon(slot: Slot): SlotStep {
  const idle = { ...slot, waiting: null };
  const others = placeNames.filter(
    (name) => name !== slot.main && name !== slot.kept && slot[name].state !== 'draining',
  );
  return others.reduce((step, name) => followedBy(step, (one) => retire(one, name)), stay(idle));
}

function load(slot: Slot, version: VersionId): SlotStep {
  const at = version === base ? null : placeOfVersion(slot, version);
  const candidate = candidatePlace(slot);
  if (version === base || (at !== null && at === slot.main)) return stay(slot);
  if (at !== null && at === candidate) {
    // Warm already: it need not be loaded to go another way.
    const ready = slot[at].state === 'live';
    return { slot, effects: ready ? [{ kind: 'candidate-live', version }] : [] };
  }
  return followedBy(abandon(slot), (idle) => {
    const drained = at === null ? empty : idle[at];
    // It still is on its last requests: it was warm and stays so.
    if (at !== null && drained.state === 'draining')
      return {
        slot: put(idle, at, { ...drained, state: 'live' }),
        effects: [{ kind: 'candidate-live', version }],
      };
    if (at !== null && idle.kept === at) {
      // Where it still loads, it goes on as the candidate.
      const ready = idle[at].state === 'live';
      return { slot: notKept(idle, at), effects: ready ? [{ kind: 'candidate-live', version }] : [] };
    }
    return settle({ ...idle, waiting: version });
  });
}

function keep(slot: Slot, version: VersionId): SlotStep {
  const name = roomToKeep(slot, version);
  if (name === null) return stay(slot);
  const load = slot.loads + 1;
  const place = { state: 'loading', version, load, deaths: 0 } as const;
  return {
    slot: { ...put(slot, name, place), kept: name, loads: load },
    effects: askLoad(slot, place),
  };
}

function loaded(slot: Slot, name: PlaceName): SlotStep {
  const place = slot[name];
  if (place.state === 'live' || place.state === 'draining')
    return stay(put(slot, name, { ...place, reloading: null }));
  if (place.state !== 'loading') return stay(slot);
  const { version, load } = place;
  const { generation } = slot.engine;
  return {
    slot: put(slot, name, { ...place, state: 'warming' }),
    effects: [{ kind: 'warm', version, load, generation }],
  };
}

function warmed(slot: Slot, name: PlaceName): SlotStep {
  const place = slot[name];
  if (place.state !== 'warming') return stay(slot);
  const { version, load } = place;
  return {
    slot: put(slot, name, { state: 'live', version, load, inFlight: 0, reloading: null }),
    effects: slot.kept === name ? [] : [{ kind: 'candidate-live', version }],
  };
}

function refused(from: Slot, name: PlaceName, failure: Failure): SlotStep {
  const slot = notKept(from, name);
  const place = slot[name];
  if (place.state === 'empty' || place.state === 'failed') return stay(slot);
  const { version } = place;
  if (place.state === 'draining')
    return followedBy({ slot: put(slot, name, empty), effects: askUnload(slot, version) }, settle);
  const wasMain = slot.main === name;
  const failed = put(slot, name, { state: 'failed', version, failure });
  return followedBy(
    {
      slot: wasMain ? { ...failed, main: 'base' } : failed,
      effects: [...askUnload(slot, version), { kind: 'failed', version, failure, wasMain }],
    },
    settle,
  );
}

function begin(slot: Slot, name: PlaceName): SlotStep {
  const place = slot[name];
  if (place.state !== 'live') return stay(slot);
  return stay(put(slot, name, { ...place, inFlight: place.inFlight + 1 }));
}

function end(slot: Slot, name: PlaceName): SlotStep {
  const place = slot[name];
  if (place.state !== 'live' && place.state !== 'draining') return stay(slot);
  const inFlight = Math.max(0, place.inFlight - 1);
  if (place.state === 'live' || inFlight > 0) return stay(put(slot, name, { ...place, inFlight }));
  return followedBy({ slot: put(slot, name, empty), effects: askUnload(slot, place.version) }, settle);
}

function promote(slot: Slot): SlotStep {
  const name = candidatePlace(slot);
  if (name === null || slot[name].state !== 'live') return stay(slot);
  const older = slot.kept === null ? stay(slot) : retire(slot, slot.kept);
  const kept = slot.main === 'base' ? null : slot.main;
  return { ...older, slot: { ...older.slot, main: name, kept } };
}

function fallBack(slot: Slot, to: VersionId): SlotStep {
  const at = to === base ? null : placeOfVersion(slot, to);
  const place = at === null ? empty : slot[at];
  const ready = place.state === 'live' || place.state === 'draining';
  const next: Slot =
    at !== null && ready
      ? { ...put(notKept(slot, at), at, { ...place, state: 'live' }), main: at, waiting: null }
      : { ...slot, main: 'base', waiting: null };
  const others = placeNames.filter((name) => name !== next.main);
  return others.reduce((step, name) => followedBy(step, (one) => retire(one, name)), stay(next));
}

/** @param blamed the engine ended while it was busy with this place */
function lost(slot: Slot, name: PlaceName, blamed: boolean): SlotStep {
  const place = slot[name];
  if (place.state === 'empty' || place.state === 'failed') return stay(slot);
  const before = 'deaths' in place ? place.deaths : (place.reloading?.deaths ?? 0);
  const deaths = before + (blamed ? 1 : 0);
  // The engine gives up at its third end in a row; by then the patch must be gone.
  if (deaths > 1) return refused(slot, name, loadCrashed);
  if (place.state === 'live' || place.state === 'draining')
    return stay(put(slot, name, { ...place, reloading: { deaths } }));
  return stay(put(slot, name, { ...place, state: 'loading', deaths }));
}

/** @param blaming whether what the engine was busy with is the reason */
function engineGone(slot: Slot, blaming: boolean): SlotStep {
  const culprit = blaming ? inOrder(slot).find((name) => isBusy(slot[name])) : undefined;
  const down: Slot = { ...slot, engine: { ...slot.engine, up: false } };
  return placeNames.reduce(
    (step, name) => followedBy(step, (one) => lost(one, name, name === culprit)),
    stay(down),
  );
}

function engineBack(slot: Slot): SlotStep {
  // One that comes back without having been missed was exchanged: the new one has no versions, nobody is to blame.
  if (slot.engine.up) return followedBy(engineGone(slot, false), engineBack);
  const { generation } = slot.engine;
  const back: Slot = { ...slot, engine: { up: true, generation: generation + 1 } };
  const effects = inOrder(back).flatMap((name) => {
    const place = back[name];
    return 'load' in place ? askLoad(back, place) : [];
  });
  return { slot: back, effects };
}

/** What an engine before this one says about a load is out of date. */
const isStale = (slot: Slot, event: SlotEvent) =>
  'generation' in event && (!slot.engine.up || event.generation !== slot.engine.generation);

/** @returns the slot after `event` and what the engine must do, in order. */
export function update(slot: Slot, event: SlotEvent): SlotStep {
  if (isStale(slot, event)) return stay(slot);
  if ('load' in event) {
    const name = placeOfLoad(slot, event.load);
    if (name === null) return stay(slot);
    switch (event.kind) {
      case 'loaded':
        return loaded(slot, name);
      case 'warmed':
        return warmed(slot, name);
      case 'refused':
        return refused(slot, name, event.failure);
      case 'begin':
        return begin(slot, name);
      case 'end':
        return end(slot, name);
    }
  }
  switch (event.kind) {
    case 'load':
      return load(slot, event.version);
    case 'promote':
      return promote(slot);
    case 'keep':
      return keep(slot, event.version);
    case 'abandon':
      return abandon(slot);
    case 'fall-back':
      return fallBack(slot, event.to);
    case 'engine-died':
      return engineGone(slot, slot.engine.up);
    case 'engine-gone':
      return engineGone(slot, false);
    case 'engine-back':
      return engineBack(slot);
  }
}
