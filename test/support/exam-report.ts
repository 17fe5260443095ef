import type { ExamReport, Mark, Score, SuiteResult } from '../../src-main/contract/exam.ts';
import { asWritten } from '../../src-main/texts/message.ts';

/** An exam's report with figures that are easy to tell apart, for the suites of archive and store. */

const score = (top1: number): Score => ({
  n: 100,
  top1,
  top3: top1 + 0.1,
  top5: top1 + 0.15,
  mrr: top1 + 0.05,
});

export const suiteResult = (suite: string, before: number, after: number): SuiteResult => ({
  suite,
  before: score(before),
  after: score(after),
  paired: { gained: Math.round((1 - before) * 10), lost: 1, p: 0.25 },
});

export const mark = (item: string, rank: number | null): Mark => ({
  item,
  rank,
  probability: rank === null ? 0 : 0.5,
  first: rank === null ? null : { word: '词', probability: 0.5 },
});

const confidence = (value: number) => ({
  brier: 0.2,
  nll: 1.5,
  ece: { value, low: value - 0.01, high: value + 0.01 },
  sure: { given: 40, wrong: 3 },
});

export const examReport = (change: Partial<ExamReport> = {}): ExamReport => ({
  version: '00000000000000a1',
  against: 'base',
  at: 2_000,
  questions: 'q1',
  precision: 'float32',
  suites: [suiteResult('idioms', 0.5, 0.52), suiteResult('law', 0.6, 0.58)],
  overall: suiteResult('overall', 0.55, 0.56),
  trial: '00000000000000f1',
  heldOut: suiteResult('held-out', 0.1, 0.5),
  heldOutSentences: suiteResult('held-out-sentences', 0.15, 0.6),
  returned: suiteResult('returned', 0.15, 0.8),
  learned: suiteResult('learned', 0.05, 0.8),
  confidence: { before: confidence(0.08), after: confidence(0.06) },
  temperature: 1.2,
  latency: { before: { p50: 9, p95: 14 }, after: { p50: 10, p95: 15 } },
  peakMemory: 900 * 1024 ** 2,
  verdict: 'better',
  reason: asWritten(
    '新版本更好。例如“订单已经[MASK]完毕。”（发货）：原先答“处理”，现在答“发货”。',
    'The new version is better. For example “订单已经[MASK]完毕。” (发货): “处理” before, “发货” now.',
  ),
  worse: [{ suite: 'law', text: '合同[MASK]生效。', answer: '依法', before: '依法', after: '已经' }],
  improved: [
    { suite: 'learned', text: '订单已经[MASK]完毕。', answer: '发货', before: '处理', after: '发货' },
  ],
  limits: [{ suite: 'law', text: '合同[MASK]生效。', answer: '依法', before: '依法', after: '已经' }],
  ...change,
});
