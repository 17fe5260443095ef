import type { Token, Tokenizer } from '../tokenizer.ts';
import type { Gap } from './gaps.ts';

/** A place in a window: a token of the text, or another gap by its index. */
export type Slot = { readonly id: number } | { readonly gap: number };

/** What the model sees on either side of a gap, in reading order. */
export interface Window {
  readonly before: readonly Slot[];
  readonly after: readonly Slot[];
  /** How many slots next to the gap belong to its sentence; all of them where it is not given. */
  readonly sentence?: { readonly before: number; readonly after: number };
}

export interface WindowBudget {
  /** Most slots before the gap. */
  readonly before: number;
  /** Most slots after it. */
  readonly after: number;
}

/**
 * Characters read on each side for each slot of the budget. A token of Chinese is one character and
 * an English word with its space about six; the text beyond is never looked at, so that the time does
 * not grow with the document.
 */
const reachPerSlot = 6;

const sentenceEnd = /[。！？；…!?;\n]/u;

/** UTF-16 offsets of the sentence that a gap is in, with what ends it. */
export function sentenceAround(
  text: string,
  gap: Pick<Gap, 'start' | 'end'>,
): { readonly start: number; readonly end: number } {
  let { start, end } = gap;
  while (start > 0 && !sentenceEnd.test(text.charAt(start - 1))) start--;
  while (end < text.length && !sentenceEnd.test(text.charAt(end))) end++;
  return { start, end: Math.min(text.length, end + 1) };
}

/** The part of a window that is in the gap's sentence. */
export function inSentence({ before, after, sentence }: Window): Window {
  if (!sentence) return { before, after };
  return {
    before: before.slice(before.length - sentence.before),
    after: after.slice(0, sentence.after),
  };
}

type Placed = Slot & { readonly start: number; readonly end: number };

const isLowSurrogate = (text: string, at: number) => (text.charCodeAt(at) & 0xfc00) === 0xdc00;

/** The slots of `text[from, to)`: tokens, with the gaps that begin there in their places. */
function slotsOf(text: string, from: number, to: number, gaps: readonly Gap[], encode: Tokenizer['encode']) {
  const slots: Placed[] = [];
  const addTokens = (a: number, b: number) => slots.push(...(a < b ? encode(text, a, b) : []));
  let at = from;
  for (const [index, gap] of gaps.entries()) {
    if (gap.end <= from || gap.start >= to) continue;
    addTokens(at, gap.start);
    slots.push({ gap: index, start: gap.start, end: gap.end });
    at = gap.end;
  }
  addTokens(at, to);
  return slots;
}

const strip = (slots: readonly Placed[]): Slot[] =>
  slots.map((slot) => ('gap' in slot ? { gap: slot.gap } : { id: slot.id }));

const endsSentence = (text: string, { start, end }: Pick<Token, 'start' | 'end'>) =>
  sentenceEnd.test(text.slice(start, end));

/** Keeps the last `budget` slots; where something is lost, begins at a sentence if half of them stay. */
function keepLast(text: string, slots: readonly Placed[], budget: number, whole: boolean): readonly Placed[] {
  if (whole && slots.length <= budget) return slots;
  const kept = slots.slice(-budget);
  const end = kept.findIndex((slot) => endsSentence(text, slot));
  return end >= 0 && end < kept.length / 2 ? kept.slice(end + 1) : kept;
}

/** Keeps the first `budget` slots; where something is lost, stops at a sentence if half of them stay. */
function keepFirst(
  text: string,
  slots: readonly Placed[],
  budget: number,
  whole: boolean,
): readonly Placed[] {
  if (whole && slots.length <= budget) return slots;
  const kept = slots.slice(0, budget);
  const end = kept.findLastIndex((slot) => endsSentence(text, slot));
  return end >= kept.length / 2 ? kept.slice(0, end + 1) : kept;
}

/** Chooses the context of `gaps[index]` by sentence and token budget. */
export function windowOf(
  text: string,
  gaps: readonly Gap[],
  index: number,
  encode: Tokenizer['encode'],
  budget: WindowBudget,
): Window {
  const gap = gaps[index];
  if (!gap) throw new RangeError(`no gap ${index} among ${gaps.length}`);
  let from = Math.max(0, gap.start - budget.before * reachPerSlot);
  let to = Math.min(text.length, gap.end + budget.after * reachPerSlot);
  // Neither half of a surrogate pair nor a piece of another gap is cut off.
  if (isLowSurrogate(text, from)) from--;
  if (isLowSurrogate(text, to)) to++;
  for (const other of gaps) {
    if (other.start < from && from < other.end) from = other.end;
    if (other.start < to && to < other.end) to = other.start;
  }
  const before = slotsOf(text, from, gap.start, gaps, encode);
  const after = slotsOf(text, gap.end, to, gaps, encode);
  const kept = {
    before: keepLast(text, before, budget.before, from === 0),
    after: keepFirst(text, after, budget.after, to === text.length),
  };
  const sentence = sentenceAround(text.slice(from, to), { start: gap.start - from, end: gap.end - from });
  return {
    before: strip(kept.before),
    after: strip(kept.after),
    sentence: {
      before: kept.before.filter(({ start }) => start >= from + sentence.start).length,
      after: kept.after.filter(({ end }) => end <= from + sentence.end).length,
    },
  };
}
