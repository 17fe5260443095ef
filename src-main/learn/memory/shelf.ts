import { must } from '../../base/assert.ts';
import { mostDiffering, popCount, type Sketcher, sketchWords } from './sketch.ts';

/** A remembered correction without its key. */
export interface Remembered {
  readonly id: string;
  readonly word: string;
  readonly weight: number;
}

/** A remembered correction whose gap resembles the one that is asked about. */
export interface Near extends Remembered {
  /** Cosine of the two centred keys. */
  readonly similarity: number;
}

const scale = 127;
const firstCapacity = 64;

/** The keys of all remembered words of one length. A query is compared with each of them. */
export class Shelf {
  readonly #width: number;
  readonly #sketcher: Sketcher;
  readonly #entries: Remembered[] = [];
  /** Index of an entry, by id. */
  readonly #indexes = new Map<string, number>();
  /** Keys in 8 bits, [capacity, width]. */
  #keys: Int8Array;
  /** Euclidean lengths of the 8-bit keys, [capacity]. */
  #lengths = new Float32Array(firstCapacity);
  /** [capacity, sketchWords] */
  #sketches = new Uint32Array(firstCapacity * sketchWords);
  readonly #query = new Uint32Array(sketchWords);

  /** @param width elements of a key */
  constructor(width: number, sketcher: Sketcher) {
    this.#width = width;
    this.#sketcher = sketcher;
    this.#keys = new Int8Array(firstCapacity * width);
  }

  get size(): number {
    return this.#entries.length;
  }

  /** @param key centred and of length 1, float32 [width]. Replaces the entry of the same id. */
  put(entry: Remembered, key: Float32Array): void {
    const index = this.#indexes.get(entry.id) ?? this.#entries.length;
    if (index === this.#lengths.length) this.#grow();
    this.#entries[index] = entry;
    this.#indexes.set(entry.id, index);
    this.#write(index, key);
  }

  remove(id: string): void {
    const index = this.#indexes.get(id);
    if (index === undefined) return;
    // The last entry moves to the index that becomes free.
    const last = this.#entries.length - 1;
    const moved = must(this.#entries[last], 'a last entry');
    const width = this.#width;
    this.#keys.copyWithin(index * width, last * width, (last + 1) * width);
    this.#lengths.copyWithin(index, last, last + 1);
    this.#sketches.copyWithin(index * sketchWords, last * sketchWords, (last + 1) * sketchWords);
    this.#entries[index] = moved;
    this.#indexes.set(moved.id, index);
    this.#indexes.delete(id);
    this.#entries.length = last;
  }

  /**
   * @param key centred and of length 1, float32 [width]
   * @param least a cosine
   * @returns the entries of at least that similarity, but for few just above `least` (see `mostDiffering`)
   */
  near(key: Float32Array, least: number): Near[] {
    this.#sketcher.write(key, this.#query, 0);
    const most = mostDiffering(least);
    const found: Near[] = [];
    for (const [index, entry] of this.#entries.entries()) {
      if (!this.#couldBeNear(index, most)) continue;
      const similarity = this.#similarity(index, key);
      if (similarity >= least) found.push({ ...entry, similarity });
    }
    return found;
  }

  #grow(): void {
    const [keys, lengths, sketches] = [this.#keys, this.#lengths, this.#sketches];
    this.#keys = new Int8Array(keys.length * 2);
    this.#lengths = new Float32Array(lengths.length * 2);
    this.#sketches = new Uint32Array(sketches.length * 2);
    this.#keys.set(keys);
    this.#lengths.set(lengths);
    this.#sketches.set(sketches);
  }

  /** Stores a key in 8 bits, scaled to its largest element. */
  #write(index: number, key: Float32Array): void {
    const width = this.#width;
    const most = key.reduce((all, one) => Math.max(all, Math.abs(one)), 0) || 1;
    let sum = 0;
    for (let i = 0; i < width; i++) {
      const value = Math.round(((key[i] as number) / most) * scale);
      this.#keys[index * width + i] = value;
      sum += value * value;
    }
    this.#lengths[index] = Math.sqrt(sum) || 1;
    this.#sketcher.write(key, this.#sketches, index * sketchWords);
  }

  #similarity(index: number, key: Float32Array): number {
    const [keys, width] = [this.#keys, this.#width];
    const at = index * width;
    let dot = 0;
    for (let i = 0; i < width; i++) dot += (keys[at + i] as number) * (key[i] as number);
    return dot / (this.#lengths[index] as number);
  }

  /** Whether the entry's sketch differs from the query's in at most `most` bits. */
  #couldBeNear(index: number, most: number): boolean {
    const [sketches, query] = [this.#sketches, this.#query];
    const at = index * sketchWords;
    let bits = 0;
    for (let i = 0; i < sketchWords; i++) {
      bits += popCount((sketches[at + i] as number) ^ (query[i] as number));
      if (bits > most) return false;
    }
    return true;
  }
}
