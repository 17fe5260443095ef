import type { Change, ExamReport, SuiteResult } from '../../contract/exam.ts';
import type { Message } from '../../contract/text.ts';
import { asWritten, message } from '../../texts/message.ts';
import { signTest } from './score.ts';

/** Decides whether a version is better than the running one. Only a better one is offered. */

/** Loss of top-1 accuracy up to which a suite does not count as forgotten. */
const tolerated = 0.01;
/** Significance level of the sign test. */
const chance = 0.05;
/** Fewest held-out corrections for a verdict: a gain in all of five would not be significant, 2 · 0.5⁵ > 0.05. */
export const leastJudged = 6;

export type Findings = Pick<
  ExamReport,
  'suites' | 'overall' | 'heldOut' | 'heldOutSentences' | 'returned' | 'learned' | 'worse' | 'improved'
>;

export type Judgement = Pick<ExamReport, 'verdict' | 'reason'>;

/** Whether more answers were lost than gained, significantly. */
const isDown = ({ paired: { gained, lost, p } }: SuiteResult): boolean => lost > gained && p < chance;

const isForgotten = (result: SuiteResult): boolean =>
  result.before.top1 - result.after.top1 > tolerated && isDown(result);

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
const counts = ({ paired: { gained, lost } }: SuiteResult) => `+${gained} −${lost}`;

const suiteNames: Readonly<Record<string, Message>> = {
  idioms: message('exam.suite.idioms'),
  poetry: message('exam.suite.poetry'),
  technology: message('exam.suite.technology'),
  medicine: message('exam.suite.medicine'),
  finance: message('exam.suite.finance'),
  law: message('exam.suite.law'),
  daily: message('exam.suite.daily'),
};

export const suiteName = (suite: string): Message => suiteNames[suite] ?? asWritten(suite);

/** The sentence, and one about the first change where there is one. */
function withExample(sentence: Message, changes: readonly Change[]): Message {
  const [one] = changes;
  if (!one) return sentence;
  const nothing = message('exam.no-answer');
  const { text, answer, before, after } = one;
  const values = { sentence, text, answer, before: before ?? nothing, after: after ?? nothing };
  return message('exam.with-example', values);
}

function worse(what: SuiteResult, name: Message, changes: readonly Change[]): Judgement {
  const { before, after } = what;
  const text = message('exam.worse', {
    name,
    before: percent(before.top1),
    after: percent(after.top1),
    counts: counts(what),
  });
  const own = changes.filter(({ suite }) => suite === what.suite);
  return { verdict: 'worse', reason: withExample(text, own.length > 0 ? own : changes) };
}

/** The result for held-out words and held-out sentences together. */
function heldOutTogether({ heldOut, heldOutSentences }: Findings) {
  const known = [heldOut, heldOutSentences].filter((one) => one !== null);
  const sum = (of: (one: SuiteResult) => number) => known.reduce((all, one) => all + of(one), 0);
  const gained = sum(({ paired }) => paired.gained);
  const lost = sum(({ paired }) => paired.lost);
  return { n: sum(({ after }) => after.n), gained, lost, p: signTest(gained, gained + lost) };
}

/** A sentence about the trained samples, which do not count for the verdict: a version may only have memorised them. */
function memorised(learned: SuiteResult | null): Message {
  if (!learned || learned.after.n === 0) return asWritten('');
  const known = Math.round(learned.after.top1 * learned.after.n);
  return message('exam.memorised', { known, n: learned.after.n });
}

function unjudged({ learned }: Findings, n: number, general: string): Judgement {
  const apart = memorised(learned);
  return {
    verdict: 'unjudged',
    reason: message('exam.unjudged', { n, least: leastJudged, general, apart }),
  };
}

export function judge(findings: Findings): Judgement {
  const { suites, overall, heldOut, heldOutSentences, returned, learned, improved } = findings;
  for (const suite of [...suites, overall]) {
    const name = suite === overall ? message('exam.suite.general') : suiteName(suite.suite);
    if (isForgotten(suite)) return worse(suite, name, findings.worse);
  }
  if (heldOut && isDown(heldOut)) return worse(heldOut, message('exam.no-word'), findings.worse);
  if (heldOutSentences && isDown(heldOutSentences)) {
    const name = message('exam.suite.other-sentences');
    return worse(heldOutSentences, name, findings.worse);
  }
  // Learning what returned must not have cost what the trial was examined on.
  if (returned && isDown(returned)) return worse(returned, message('exam.returned'), findings.worse);
  const general = `${percent(overall.before.top1)} → ${percent(overall.after.top1)}`;
  const { n, gained, lost, p } = heldOutTogether(findings);
  if (n < leastJudged) return unjudged(findings, n, general);
  const apart = memorised(learned);
  if (gained > lost && p < chance) {
    const text = message('exam.better', { gained, lost, general, apart });
    // A trained sample would be no evidence.
    return {
      verdict: 'better',
      reason: withExample(
        text,
        improved.filter(({ suite }) => suite !== 'learned'),
      ),
    };
  }
  return {
    verdict: 'no-different',
    reason: message('exam.no-different', { gained, lost, general, apart }),
  };
}
