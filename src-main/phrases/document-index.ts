import {
  longestMatch,
  type Match,
  mostSampled,
  type Occurrence,
  type PhraseIndex,
  reach,
  shortestMatch,
} from './types.ts';

const ends = /[\n\uE000-\uF8FF]/;

/**
 * An index of the document being written. It changes with every key, so each look-up scans the text.
 * @param before text up to the caret, after `slotted`
 * @param after text from the caret on, after `slotted`
 */
export function documentIndex(before: string, after: string, title = ''): PhraseIndex {
  // Two line feeds at the caret, so that no match or continuation crosses it.
  const text = `\n${before}\n\n${after}`;
  const caret = 1 + before.length;
  return {
    matches: (context) => matchesIn(text, caret, context),
    longest: (context) => matchesIn(text, caret, context)[0]?.length ?? 0,
    document: (number) => (number === 0 ? { title, at: 0 } : null),
  };
}

function matchesIn(text: string, caret: number, context: string): Match[] {
  const least = context.slice(-shortestMatch);
  if (least.length < shortestMatch) return [];
  const places: number[][] = [];
  for (let at = text.indexOf(least); at >= 0; at = text.indexOf(least, at + 1)) {
    const end = at + shortestMatch;
    if (end === caret || end >= text.length) continue;
    const length = common(text, end, context);
    for (let each = shortestMatch; each <= length; each++) {
      const found = places[each];
      if (found) found.push(end);
      else places[each] = [end];
    }
  }
  const out: Match[] = [];
  for (let length = longestMatch; length >= shortestMatch; length--) {
    const found = places[length];
    if (found) out.push({ length, count: found.length, sample: spread(text, found) });
  }
  return out;
}

/** Number of units before `end` that equal the end of the context, at most `longestMatch`. */
function common(text: string, end: number, context: string): number {
  const most = Math.min(longestMatch, end, context.length);
  let length = shortestMatch;
  while (length < most && text[end - length - 1] === context[context.length - length - 1]) length++;
  return length;
}

/** The continuation at an offset: up to `reach` units, the end of the paragraph, or a slot. */
export function continuationAt(text: string, at: number): string {
  const next = text.slice(at, at + reach);
  const end = next.search(ends);
  return end < 0 ? next : next.slice(0, end);
}

function spread(text: string, found: readonly number[]): Occurrence[] {
  const size = Math.min(mostSampled, found.length);
  return Array.from({ length: size }, (_, i) => {
    const at = found[Math.floor((i * found.length) / size)] as number;
    return { document: 0, next: continuationAt(text, at) };
  });
}
