import { isSlot } from '../../src-main/phrases/slotted.ts';
import { longestMatch, reach, shortestMatch } from '../../src-main/phrases/types.ts';

/** What an index must answer, found by looking everywhere. */

export interface NaiveDocument {
  readonly number: number;
  readonly text: string;
}

interface NaiveOccurrence {
  readonly document: number;
  readonly next: string;
}

function nextAt(text: string, place: number): string {
  let end = place;
  while (end < text.length && end < place + reach && text[end] !== '\n' && !isSlot(text[end] ?? '')) end++;
  return text.slice(place, end);
}

export function naiveMatches(documents: readonly NaiveDocument[], context: string) {
  const matches: { length: number; occurrences: NaiveOccurrence[] }[] = [];
  for (let length = Math.min(longestMatch, context.length); length >= shortestMatch; length--) {
    const wanted = context.slice(-length);
    const occurrences: NaiveOccurrence[] = [];
    for (const { number, text } of documents) {
      const whole = `\n${text}\n`;
      for (let place = length; place < whole.length; place++)
        if (whole.slice(place - length, place) === wanted)
          occurrences.push({ document: number, next: nextAt(whole, place) });
    }
    if (occurrences.length > 0) matches.push({ length, occurrences });
  }
  return matches;
}
