import { calibratedAtEnd, leastAtEnd } from '../../completion/text-ends.ts';
import type { CalibrationFigures, EndFigures } from '../../contract/calibration.ts';
import { calibrationError } from '../evaluate.ts';
import type { Candidate } from '../types.ts';

/** What a list says of one gap. */
export interface First {
  /** Of the first word of the list. */
  readonly probability: number;
  /** Its characters. */
  readonly length: number;
  /** Rank of the right word from 0; Infinity where the list lacks it. */
  readonly rank: number;
}

/** @param ranked most probable first */
export function firstOf(ranked: readonly Candidate[], answer: string): First {
  const [first] = ranked;
  const rank = ranked.findIndex(({ word }) => word === answer);
  return {
    probability: first?.probability ?? 0,
    length: first ? Array.from(first.word).length : 1,
    rank: rank < 0 ? Number.POSITIVE_INFINITY : rank,
  };
}

export function figuresOf(firsts: readonly First[]): CalibrationFigures {
  const within = (depth: number) =>
    firsts.length === 0 ? 0 : firsts.filter(({ rank }) => rank < depth).length / firsts.length;
  const answers = firsts.map(({ probability, rank }) => ({ probability, right: rank === 0 }));
  return { n: firsts.length, top1: within(1), top5: within(5), error: calibrationError(answers) };
}

/** What the app would show at text ends, where the shipped curve follows. */
export function endFiguresOf(gaps: readonly First[]): EndFigures {
  const firsts = gaps.map((first) => ({
    ...first,
    probability: calibratedAtEnd(first.length, first.probability),
  }));
  const shownAt = (level: keyof typeof leastAtEnd) => {
    const shown = firsts.filter(({ probability }) => probability >= leastAtEnd[level]);
    return { n: shown.length, right: shown.filter(({ rank }) => rank === 0).length };
  };
  return {
    ...figuresOf(firsts),
    shown: { quiet: shownAt('quiet'), moderate: shownAt('moderate'), eager: shownAt('eager') },
  };
}
