import { maskText } from '../../contract/gap.ts';
import type { Judgement } from '../../store/judgements.ts';
import type { SampleSource } from '../types.ts';
import { clauseEnd, withoutOddities } from './characters.ts';
import type { GivenSample } from './validate.ts';

/** What the feedback on one suggestion teaches. Pure. */
export interface Lesson {
  readonly source: Extract<SampleSource, 'correction' | 'confirmation' | 'implicit'>;
  readonly at: number;
  readonly weight: number;
  readonly given: GivenSample & { readonly text: string };
}

/** Most weight of implicit feedback (accepted and kept), less than that of an explicit ✓. */
const mostImplicit = 0.8;

/**
 * The text around the gap, with one `[MASK]`. Other gaps are removed with their clause; a gap in the same clause is
 * removed with all text beyond it.
 */
export function aroundGap(context: string, start: number, end: number): string {
  const before = context.slice(0, start);
  const after = context.slice(end);
  const left = before.lastIndexOf(maskText);
  const right = after.indexOf(maskText);
  let head = left < 0 ? before : before.slice(left + maskText.length);
  let tail = right < 0 ? after : after.slice(0, right);
  if (left >= 0) head = head.slice(head.search(clauseEnd) + 1);
  if (right >= 0) {
    const stop = [...tail].findLastIndex((sign) => clauseEnd.test(sign));
    if (stop >= 0) tail = [...tail].slice(0, stop + 1).join('');
  }
  return withoutOddities(head) + maskText + withoutOddities(tail);
}

type Given = Judgement['given'][number];

const taken = (given: readonly Given[]): string[] =>
  given.flatMap(({ kind, word }) =>
    word !== null && /^(?:accepted|kept|changed)$/.test(kind) ? [word] : [],
  );

/** The words that ✗ refuses: the accepted word if there is one, otherwise all offered words. */
function refusedBy(judgement: Judgement, answer: string): string[] {
  const words = taken(judgement.given);
  return (words.length > 0 ? words : judgement.offered).filter((word) => word !== answer);
}

type Verdict = Omit<Lesson, 'given'> & { readonly answer: string; readonly rejected: readonly string[] };

function said(judgement: Judgement, { at, kind, word, weight }: Given): Verdict | null {
  if (word === null) return null;
  if (kind === 'right') return { source: 'confirmation', at, weight, answer: word, rejected: [] };
  return { source: 'correction', at, weight, answer: word, rejected: refusedBy(judgement, word) };
}

function seen({ given }: Judgement): Verdict | null {
  const last = given.findLast(({ kind }) => kind !== 'dismissed');
  // The writer changed the accepted word later, and the intended word is unknown.
  if (!last || last.kind === 'changed' || last.word === null) return null;
  const same = given.filter(({ kind, word }) => /^(?:accepted|kept)$/.test(kind) && word === last.word);
  const byKind = new Map(same.map((one) => [one.kind, one.weight]));
  const weight = Math.min(
    mostImplicit,
    [...byKind.values()].reduce((sum, one) => sum + one, 0),
  );
  return { source: 'implicit', at: last.at, weight, answer: last.word, rejected: [] };
}

/**
 * The lesson of one suggestion: from the last explicit feedback, otherwise from the implicit; null if no word is
 * known.
 */
export function lessonOf(judgement: Judgement): Lesson | null {
  const explicit = judgement.given.findLast(({ kind }) => kind === 'right' || kind === 'wrong');
  const verdict = explicit ? said(judgement, explicit) : seen(judgement);
  if (!verdict) return null;
  const { answer, rejected, ...rest } = verdict;
  const text = aroundGap(judgement.context, judgement.gapStart, judgement.gapEnd);
  return { ...rest, given: { text, answer, rejected } };
}
