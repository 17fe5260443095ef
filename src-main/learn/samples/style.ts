import { maskText } from '../../contract/gap.ts';
import { type AlignedWord, align, isGrammar, sharesCharacter, type Word, wordsOf } from './align.ts';
import { lengthOf } from './characters.ts';
import { type Refusal, refuse } from './refusals.ts';
import { longestAnswer } from './validate.ts';

/** What a pair of a plain and a formal sentence teaches. Pure. */

export interface StyleLesson {
  /** The formal sentence, once for each new word, with that word masked. */
  readonly gaps: readonly {
    readonly text: string;
    readonly answer: string;
    readonly rejected: readonly string[];
  }[];
  /** Formal words for a plain word: for each change, single words before phrases. */
  readonly words: readonly { readonly plain: string; readonly formal: string }[];
}

const isSame = ({ plain, formal }: AlignedWord): boolean => plain !== null && plain.text === formal?.text;

/** Runs of steps without an equal word. */
function changedRuns(steps: readonly AlignedWord[]): AlignedWord[][] {
  const runs: AlignedWord[][] = [];
  let open: AlignedWord[] | null = null;
  for (const step of steps) {
    if (isSame(step)) {
      open = null;
    } else if (open) {
      open.push(step);
    } else {
      open = [step];
      runs.push(open);
    }
  }
  return runs;
}

const side = (run: readonly AlignedWord[], name: 'plain' | 'formal'): Word[] =>
  run.flatMap((step) => step[name] ?? []);

/** Joins adjacent single characters, which the segmenter splits wrongly: 较 为, 靶 向. */
function joined(words: readonly Word[]): Word[] {
  const out: Word[] = [];
  for (const word of words) {
    const last = out.at(-1);
    if (last && last.end === word.start && word.text.length === 1 && last.text.length === 1)
      out[out.length - 1] = { text: last.text + word.text, start: last.start, end: word.end };
    else out.push(word);
  }
  return out;
}

/** The text that the words span; null if it is interrupted by punctuation or too long for a gap. */
function spanned(text: string, words: readonly Word[]): string | null {
  const [first] = words;
  const last = words.at(-1);
  if (!first || !last) return null;
  const span = text.slice(first.start, last.end);
  return span.length === words.reduce((sum, word) => sum + word.text.length, 0) &&
    lengthOf(span) <= longestAnswer
    ? span
    : null;
}

/** Removes function words from both ends: 不错啊 is looked up as 不错. */
function trimmed(words: readonly Word[]): readonly Word[] {
  const from = words.findIndex(({ text }) => !isGrammar(text));
  const to = words.findLastIndex(({ text }) => !isGrammar(text));
  return from < 0 ? [] : words.slice(from, to + 1);
}

/** The content words of a changed run, without words that only moved within the sentence. */
interface Change {
  readonly left: readonly Word[];
  readonly right: readonly Word[];
}

const without = (words: readonly Word[], others: ReadonlySet<string>): Word[] =>
  words.filter(({ text }) => !others.has(text));

type Exchange = readonly [plain: Word, formal: readonly Word[]];

/** Pairs words one to one, the last one with all that remain; empty if there are fewer formal words. */
const oneForOne = (from: readonly Word[], to: readonly Word[]): Exchange[] =>
  from.length > to.length
    ? []
    : from.map((word, i) => [word, to.slice(i, i === from.length - 1 ? undefined : i + 1)] as const);

/**
 * The formal words that replace each plain word. Words that share a character are paired first and divide the rest.
 */
function exchanges({ left, right }: Change): Exchange[] {
  const from = left.filter(({ text }) => !isGrammar(text));
  const to = right.filter(({ text }) => !isGrammar(text));
  const found: Exchange[] = [];
  let [i, j] = [0, 0];
  for (const [at, word] of from.entries()) {
    const alike = to.findIndex(({ text }, k) => k >= j && sharesCharacter(word.text, text));
    if (alike < 0) continue;
    found.push(...oneForOne(from.slice(i, at), to.slice(j, alike)), [word, to.slice(alike, alike + 1)]);
    [i, j] = [at + 1, alike + 1];
  }
  return [...found, ...oneForOne(from.slice(i), to.slice(j))];
}

function lookups(plain: string, formal: string, changes: readonly Change[]): StyleLesson['words'] {
  const found: { plain: string; formal: string }[] = [];
  const add = (from: string | null, to: string | null) => {
    if (!from || !to || from === to) return;
    if (!found.some((one) => one.plain === from && one.formal === to))
      found.push({ plain: from, formal: to });
  };
  for (const change of changes) {
    for (const [word, words] of exchanges(change)) add(word.text, spanned(formal, words));
    for (const phrase of [trimmed(change.left), change.left])
      for (const answer of [change.right, trimmed(change.right)])
        add(spanned(plain, phrase), spanned(formal, answer));
  }
  return found;
}

/**
 * Whether the sentences are unlikely to mean the same: lengths that differ much, or long ones with few equal words.
 */
function unlike(plain: readonly Word[], formal: readonly Word[], steps: readonly AlignedWord[]): boolean {
  const [short, long] = [plain.length, formal.length].toSorted((a, b) => a - b);
  if (!short || !long || long > 4 * short + 4) return true;
  return short > 12 && steps.filter(isSame).length < short / 6;
}

/** The formal sentence with each new word masked; the plain word that it replaces is the rejected one. */
function gapsOf(formal: string, change: Change): StyleLesson['gaps'] {
  const origin = new Map(exchanges(change).flatMap(([word, [first]]) => (first ? [[first, word.text]] : [])));
  return change.right
    .filter(({ text }) => !(isGrammar(text) && text.length === 1) && lengthOf(text) <= longestAnswer)
    .map((word) => ({
      text: formal.slice(0, word.start) + maskText + formal.slice(word.end),
      answer: word.text,
      rejected: [origin.get(word) ?? []].flat(),
    }));
}

/** Most words of a text to align: time and memory grow with the square. */
const mostWords = 400;

/**
 * Aligns a pair and extracts its replaced words.
 * @returns the reason if nothing can be learned
 */
export function studyPair(plain: string, formal: string): StyleLesson | Refusal {
  if (plain === formal) return refuse('same-pair', 'formal');
  const [left, right] = [wordsOf(plain), wordsOf(formal)];
  if (Math.max(left.length, right.length) > mostWords) return refuse('too-long', 'formal');
  const steps = align(left, right);
  if (unlike(left, right, steps)) return refuse('unlike-pair', 'formal');
  const stays = [new Set(left.map(({ text }) => text)), new Set(right.map(({ text }) => text))] as const;
  const changes = changedRuns(steps).map(
    (run): Change => ({
      left: without(side(run, 'plain'), stays[1]),
      right: joined(without(side(run, 'formal'), stays[0])),
    }),
  );
  const words = lookups(plain, formal, changes);
  const gaps = changes.flatMap((change) => gapsOf(formal, change));
  return gaps.length + words.length > 0 ? { gaps, words } : refuse('no-formal-word', 'formal');
}
