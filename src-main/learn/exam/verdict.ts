import type { Change, ExamReport, SuiteResult } from '../../contract/exam.ts';
import type { Bilingual } from '../../contract/schemas.ts';
import { render } from '../../texts/message.ts';
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
  'suites' | 'overall' | 'heldOut' | 'heldOutSentences' | 'learned' | 'worse' | 'improved'
>;

export type Judgement = Pick<ExamReport, 'verdict' | 'reason'>;

/** Whether more answers were lost than gained, significantly. */
const isDown = ({ paired: { gained, lost, p } }: SuiteResult): boolean => lost > gained && p < chance;

const isForgotten = (result: SuiteResult): boolean =>
  result.before.top1 - result.after.top1 > tolerated && isDown(result);

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
const counts = ({ paired: { gained, lost } }: SuiteResult) => `+${gained} −${lost}`;

const suiteNames: Readonly<Record<string, Bilingual>> = {
  idioms: { zh: '成语', en: 'idioms' },
  poetry: { zh: '诗词', en: 'verse' },
  technology: { zh: '科技', en: 'technology' },
  medicine: { zh: '医学', en: 'medicine' },
  finance: { zh: '金融', en: 'finance' },
  law: { zh: '法律', en: 'law' },
  daily: { zh: '日常', en: 'daily life' },
};

export const suiteName = (suite: string): Bilingual => suiteNames[suite] ?? { zh: suite, en: suite };

/** A sentence about the first change; empty where there is none. */
function example(changes: readonly Change[]): Bilingual {
  const [one] = changes;
  if (!one) return { zh: '', en: '' };
  const { text, answer, before, after } = one;
  return {
    zh: `例如“${text}”（${answer}）：原先答“${before ?? '无'}”，现在答“${after ?? '无'}”。`,
    en: ` For example “${text}” (${answer}): “${before ?? 'nothing'}” before, “${after ?? 'nothing'}” now.`,
  };
}

const withExample = (text: Bilingual, changes: readonly Change[]): Bilingual => {
  const shown = example(changes);
  return { zh: render(text, 'zh') + render(shown, 'zh'), en: render(text, 'en') + render(shown, 'en') };
};

function worse(what: SuiteResult, name: Bilingual, changes: readonly Change[]): Judgement {
  const { before, after } = what;
  const text = {
    zh: `新版本在“${render(name, 'zh')}”上退步了：首选正确率 ${percent(before.top1)} → ${percent(after.top1)}（${counts(what)}），没有启用。`,
    en: `The new version has become worse at ${render(name, 'en')}: right at first ${percent(before.top1)} → ${percent(after.top1)} (${counts(what)}), so it is not offered.`,
  };
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
function memorised(learned: SuiteResult | null): Bilingual {
  if (!learned || learned.after.n === 0) return { zh: '', en: '' };
  const known = Math.round(learned.after.top1 * learned.after.n);
  return {
    zh: `学过的句子里记住了 ${known}/${learned.after.n} 处，不计入结论。`,
    en: ` Of the sentences that it was trained on it answers ${known} of ${learned.after.n}, which is no part of the verdict.`,
  };
}

function unjudged({ learned }: Findings, n: number, general: string): Judgement {
  const apart = memorised(learned);
  return {
    verdict: 'unjudged',
    reason: {
      zh: `无法判断新版本是否更好：没学过的修改只有 ${n} 处，至少要 ${leastJudged} 处；通用题首选正确率 ${general}。${render(apart, 'zh')}`,
      en: `Whether the new version is better could not be judged: ${n} corrections were kept out of training, and ${leastJudged} are needed; the general questions right at first ${general}.${render(apart, 'en')}`,
    },
  };
}

export function judge(findings: Findings): Judgement {
  const { suites, overall, heldOut, heldOutSentences, learned, improved } = findings;
  for (const suite of [...suites, overall]) {
    const name = suite === overall ? { zh: '通用题', en: 'the general questions' } : suiteName(suite.suite);
    if (isForgotten(suite)) return worse(suite, name, findings.worse);
  }
  if (heldOut && isDown(heldOut))
    return worse(heldOut, { zh: '没学过的词', en: 'words that were kept out' }, findings.worse);
  if (heldOutSentences && isDown(heldOutSentences)) {
    const name = { zh: '学过的词、没学过的句子', en: 'other sentences of the words that it was taught' };
    return worse(heldOutSentences, name, findings.worse);
  }
  const general = `${percent(overall.before.top1)} → ${percent(overall.after.top1)}`;
  const { n, gained, lost, p } = heldOutTogether(findings);
  if (n < leastJudged) return unjudged(findings, n, general);
  const apart = memorised(learned);
  if (gained > lost && p < chance) {
    const text = {
      zh: `新版本更好：没学过的修改里多答对 ${gained} 处、少答对 ${lost} 处；通用题首选正确率 ${general}。${render(apart, 'zh')}`,
      en: `The new version is better: of corrections that were kept out of training it answers ${gained} more and ${lost} fewer first; the general questions right at first ${general}.${render(apart, 'en')}`,
    };
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
    reason: {
      zh: `新版本没有明显差别：没学过的修改里多答对 ${gained} 处、少答对 ${lost} 处，还分不清是不是偶然；通用题首选正确率 ${general}。${render(apart, 'zh')}`,
      en: `The new version makes no clear difference: of corrections that were kept out of training it answers ${gained} more and ${lost} fewer first, which may be chance; the general questions right at first ${general}.${render(apart, 'en')}`,
    },
  };
}
