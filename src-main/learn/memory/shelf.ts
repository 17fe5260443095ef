import { must } from '../../base/assert.ts';
import { mostDiffering, popCount, type Sketcher, sketchWords } from './sketch.ts';

/** A remembered place that is near a gap. */
export interface Near {
  readonly id: string;
  readonly word: string;
  readonly weight: number;
  /** Cosine of the two centred keys. */
  readonly similarity: number;
}

export interface Remembered {
  readonly id: string;
  readonly word: string;
  readonly weight: number;
}

/** Keys of one length of word, looked through one after another. */
export interface Shelf {
  readonly size: number;
  /** @param key centred and of length 1, float32 [H]. An id that is there already is replaced. */
  put(entry: Remembered, key: Float32Array): void;
  remove(id: string): boolean;
  /** @param key centred and of length 1. @returns every entry of at least that similarity (see `mostDiffering`) */
  near(key: Float32Array, least: number): Near[];
}

const scale = 127;
const firstCapacity = 64;

export function createShelf(width: number, sketcher: Sketcher): Shelf {
  const entries: Remembered[] = [];
  const places = new Map<string, number>();
  let keys = new Int8Array(firstCapacity * width);
  let lengths = new Float32Array(firstCapacity);
  let sketches = new Uint32Array(firstCapacity * sketchWords);
  const query = new Uint32Array(sketchWords);

  function grow(): void {
    const capacity = lengths.length * 2;
    const [oldKeys, oldLengths, oldSketches] = [keys, lengths, sketches];
    keys = new Int8Array(capacity * width);
    lengths = new Float32Array(capacity);
    sketches = new Uint32Array(capacity * sketchWords);
    keys.set(oldKeys);
    lengths.set(oldLengths);
    sketches.set(oldSketches);
  }

  /** The key in 8 bits, scaled to its largest element. */
  function write(place: number, key: Float32Array): void {
    const most = key.reduce((all, one) => Math.max(all, Math.abs(one)), 0) || 1;
    let sum = 0;
    for (let i = 0; i < width; i++) {
      const value = Math.round(((key[i] as number) / most) * scale);
      keys[place * width + i] = value;
      sum += value * value;
    }
    lengths[place] = Math.sqrt(sum) || 1;
    sketcher.write(key, sketches, place * sketchWords);
  }

  function similarity(place: number, key: Float32Array): number {
    let dot = 0;
    const at = place * width;
    for (let i = 0; i < width; i++) dot += (keys[at + i] as number) * (key[i] as number);
    return dot / (lengths[place] as number);
  }

  /** Whether no more than `most` bits differ; half of them are counted first. */
  function couldBeNear(place: number, most: number): boolean {
    const at = place * sketchWords;
    let bits = 0;
    for (let i = 0; i < sketchWords; i++) {
      bits += popCount((sketches[at + i] as number) ^ (query[i] as number));
      if (bits > most) return false;
    }
    return true;
  }

  return {
    get size() {
      return entries.length;
    },
    put(entry, key) {
      const place = places.get(entry.id) ?? entries.length;
      if (place === lengths.length) grow();
      entries[place] = entry;
      places.set(entry.id, place);
      write(place, key);
    },
    remove(id) {
      const place = places.get(id);
      if (place === undefined) return false;
      const last = entries.length - 1;
      const moved = must(entries[last], 'a last entry');
      // The last one takes the empty place.
      keys.copyWithin(place * width, last * width, (last + 1) * width);
      lengths.copyWithin(place, last, last + 1);
      sketches.copyWithin(place * sketchWords, last * sketchWords, (last + 1) * sketchWords);
      entries[place] = moved;
      places.set(moved.id, place);
      places.delete(id);
      entries.length = last;
      return true;
    },
    near(key, least) {
      sketcher.write(key, query, 0);
      const most = mostDiffering(least);
      const found: Near[] = [];
      for (let place = 0; place < entries.length; place++) {
        if (!couldBeNear(place, most)) continue;
        const close = similarity(place, key);
        if (close >= least) found.push({ ...must(entries[place], 'an entry'), similarity: close });
      }
      return found;
    },
  };
}
