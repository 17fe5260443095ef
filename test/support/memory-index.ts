import { continuationAt } from '../../src-main/phrases/document-index.ts';
import {
  longestMatch,
  type Match,
  mostSampled,
  type Occurrence,
  type PhraseIndex,
  shortestMatch,
} from '../../src-main/phrases/types.ts';

export interface MemoryDocument {
  readonly title: string;
  /** After `slotted`. */
  readonly text: string;
  readonly at?: number;
}

/** A plain index in memory: the ends of all prefixes, sorted by their last characters read backwards. */
export function memoryIndex(documents: readonly MemoryDocument[]): PhraseIndex {
  const starts: number[] = [];
  let text = '';
  for (const one of documents) {
    starts.push(text.length);
    text += `\n${one.text}\n`;
  }
  const units = new Uint16Array(text.length);
  for (let i = 0; i < text.length; i++) units[i] = text.charCodeAt(i);
  const ordered = sortedEnds(units);
  const documentAt = (place: number) => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] as number) <= place) low = middle;
      else high = middle;
    }
    return low;
  };
  const occurrence = (place: number): Occurrence => ({
    document: documentAt(place - 1),
    next: continuationAt(text, place),
  });
  const longest = (context: string): number => {
    let [low, high, found] = [0, ordered.length, 0];
    for (let length = 1; length <= Math.min(longestMatch, context.length); length++) {
      const unit = context.charCodeAt(context.length - length);
      low = bound(units, ordered, [low, high], { length, unit });
      high = bound(units, ordered, [low, high], { length, unit: unit + 1 });
      if (low === high) break;
      found = length;
    }
    return found < shortestMatch ? 0 : found;
  };
  return {
    longest,
    matches: (context) => {
      const out: Match[] = [];
      let [low, high] = [0, ordered.length];
      for (let length = 1; length <= Math.min(longestMatch, context.length); length++) {
        const unit = context.charCodeAt(context.length - length);
        low = bound(units, ordered, [low, high], { length, unit });
        high = bound(units, ordered, [low, high], { length, unit: unit + 1 });
        if (low === high) break;
        if (length < shortestMatch) continue;
        const count = high - low;
        const size = Math.min(mostSampled, count);
        const sample = Array.from({ length: size }, (_, i) =>
          occurrence(ordered[low + Math.floor((i * count) / size)] as number),
        );
        out.push({ length, count, sample });
      }
      return out.reverse();
    },
    document: (number) => {
      const found = documents[number];
      return found ? { title: found.title, at: found.at ?? 0 } : null;
    },
  };
}

/** First place of the range whose unit `length` back is at least `unit`. */
function bound(
  units: Uint16Array,
  ordered: Uint32Array,
  [from, to]: readonly [number, number],
  { length, unit }: { length: number; unit: number },
): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >> 1;
    const place = ordered[middle] as number;
    if ((place < length ? -1 : (units[place - length] as number)) < unit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function sortedEnds(units: Uint16Array): Uint32Array {
  const ordered = new Uint32Array(units.length);
  for (let i = 0; i < ordered.length; i++) ordered[i] = i;
  return ordered.sort((a, b) => {
    for (let back = 1; back <= longestMatch; back++) {
      const left = a < back ? -1 : (units[a - back] as number);
      const right = b < back ? -1 : (units[b - back] as number);
      if (left !== right) return left - right;
    }
    return a - b;
  });
}
