import { calibratedAtEnd, leastAtEnd } from '../../completion/text-ends.ts';
import type { CalibrationFigures, EndFigures } from '../../contract/calibration.ts';
import { calibrationError } from '../evaluate.ts';
import type { Observation } from './observation.ts';
import { type First, firstOf } from './probability.ts';
import { asShipped } from './ranking.ts';

export function figuresOf(firsts: readonly First[]): CalibrationFigures {
  const within = (depth: number) =>
    firsts.length === 0 ? 0 : firsts.filter(({ rank }) => rank < depth).length / firsts.length;
  const answers = firsts.map(({ probability, rank }) => ({ probability, right: rank === 0 }));
  return { n: firsts.length, top1: within(1), top5: within(5), error: calibrationError(answers) };
}

/** What the app would show at text ends: nothing is fitted there, all gaps count. */
export function endFiguresOf(gaps: readonly Observation[]): EndFigures {
  const firsts = gaps.map((gap) => {
    const first = firstOf(gap, asShipped.end);
    return { ...first, probability: calibratedAtEnd(first.length, first.probability) };
  });
  const shownAt = (level: keyof typeof leastAtEnd) => {
    const shown = firsts.filter(({ probability }) => probability >= leastAtEnd[level]);
    return { n: shown.length, right: shown.filter(({ rank }) => rank === 0).length };
  };
  return {
    ...figuresOf(firsts),
    shown: { quiet: shownAt('quiet'), moderate: shownAt('moderate'), eager: shownAt('eager') },
  };
}
