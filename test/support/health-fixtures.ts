import type {
  HealthRecord,
  LearnState,
  LedgerItem,
  SlotVersion,
  SlotView,
  Trend,
  VersionSummary,
} from '../../src-main/contract/index.ts';
import type { Message } from '../../src-main/contract/text.ts';
import { asWritten } from '../../src-main/texts/message.ts';
import { examReport, suiteResult } from './exam-report.ts';
import { quietSlot } from './fake-slot.ts';

/** A model three versions old, for the suites of the interface: states that a real one takes days to reach. */

export const ids = ['11aa000000000001', '22bb000000000002', '33cc000000000003'] as const;
const [first, second, third] = ids;
const day = 86_400_000;
const start = Date.UTC(2026, 9, 1, 2, 30);
const baseHash = 'b'.repeat(64);

const suites = ['idioms', 'poetry', 'technology', 'medicine', 'finance', 'law', 'daily'] as const;
const names: Readonly<Record<(typeof suites)[number], Message>> = {
  idioms: asWritten('成语', 'idioms'),
  poetry: asWritten('诗词', 'verse'),
  technology: asWritten('科技', 'technology'),
  medicine: asWritten('医学', 'medicine'),
  finance: asWritten('金融', 'finance'),
  law: asWritten('法律', 'law'),
  daily: asWritten('日常', 'daily life'),
};

export const report = examReport({
  version: third,
  against: second,
  at: start + 21 * day,
  suites: suites.map((suite, i) =>
    suiteResult(suite, 0.42 + i * 0.05, 0.425 + i * 0.05 - (i === 5 ? 0.01 : 0)),
  ),
  overall: suiteResult('overall', 0.571, 0.574),
  heldOut: { ...suiteResult('held-out', 0.08, 0.55), paired: { gained: 15, lost: 1, p: 0.0005 } },
  heldOutSentences: suiteResult('held-out-sentences', 0.1, 0.6),
  learned: {
    ...suiteResult('learned', 0.05, 0.96),
    after: { n: 118, top1: 0.96, top3: 0.99, top5: 1, mrr: 0.974 },
    paired: { gained: 107, lost: 0, p: 1e-9 },
  },
});

const general = (before: number, after: number, against: string) => ({ against, before, after });

export const versions: VersionSummary[] = [
  {
    id: third,
    mode: 'patch',
    state: 'under-way',
    base: baseHash,
    modelId: 'bert-base-chinese',
    createdAt: start + 21 * day,
    removedAt: null,
    samples: 148,
    bytes: 41_300_000,
    verdict: 'better',
    reason: report.reason,
    general: general(0.571, 0.574, second),
    heldOut: { before: 0.08, after: 0.55 },
    team: false,
  },
  {
    id: second,
    mode: 'patch',
    state: 'live',
    base: baseHash,
    modelId: 'bert-base-chinese',
    createdAt: start + 14 * day,
    removedAt: null,
    samples: 97,
    bytes: 41_300_000,
    verdict: 'no-different',
    reason: asWritten('新版本没有明显差别。', 'The new version makes no clear difference.'),
    general: general(0.573, 0.571, first),
    heldOut: { before: 0.2, after: 0.3 },
    team: false,
  },
  {
    id: first,
    mode: 'lora',
    state: 'stopped',
    base: baseHash,
    modelId: 'bert-base-chinese',
    createdAt: start + 7 * day,
    removedAt: null,
    samples: 52,
    bytes: 3_100_000,
    verdict: 'worse',
    reason: asWritten(
      '新版本在“法律”上退步了，没有启用。',
      'The new version has become worse at law, so it is not offered.',
    ),
    general: general(0.572, 0.551, 'base'),
    heldOut: null,
    team: false,
  },
  {
    id: 'base',
    mode: 'base',
    state: 'ready',
    base: null,
    modelId: null,
    createdAt: null,
    removedAt: null,
    samples: 0,
    bytes: null,
    verdict: null,
    reason: null,
    general: null,
    heldOut: null,
    team: false,
  },
];

const running = (change: Partial<SlotVersion> & Pick<SlotVersion, 'version'>): SlotVersion => ({
  share: 1,
  requests: 0,
  errors: 0,
  p50: 0,
  p95: 0,
  acceptance: { accepted: 0, of: 0, low: 0, high: 1 },
  ...change,
});

/** v3 on its way, in the stage of 20 %. */
export const staged: SlotView = {
  ...quietSlot,
  summary: asWritten(
    '新版本正在回答 1/5 的请求，目前没有出错；还需 23 次，还需使用 18 分钟。',
    'The new version answers 1 in 5 requests, no errors so far; 23 more requests to go, 18 more minutes of use to go.',
  ),
  main: running({
    version: second,
    share: 0.8,
    requests: 412,
    p50: 84.2,
    p95: 131,
    acceptance: { accepted: 180, of: 301, low: 0.541, high: 0.652 },
  }),
  candidate: running({
    version: third,
    share: 0.2,
    requests: 97,
    p50: 85.9,
    p95: 133,
    acceptance: { accepted: 48, of: 71, low: 0.561, high: 0.773 },
  }),
  places: ['live', 'live'],
  rollout: {
    version: third,
    mode: 'staged',
    phase: 1,
    stages: [0.05, 0.2, 0.5, 1],
    paused: false,
    startedAt: start + 21 * day,
  },
  agreement: { same: 88, of: 97 },
  comparison: { wins: 14, ties: 51, losses: 6 },
  replayed: 40,
  needs: [
    { kind: 'requests', requests: 23 },
    { kind: 'use', seconds: 1080 },
  ],
  breaker: { version: third, state: 'closed', why: null },
  memory: 612_000_000,
  backTo: second,
  history: [
    { id: 3, at: start + 21 * day, main: second },
    { id: 2, at: start + 14 * day, main: first },
    { id: 1, at: start + 7 * day, main: 'base' },
  ],
};

/** v3 in the background only, until the writer decides. */
export const shadowed: SlotView = {
  ...staged,
  summary: asWritten(
    '新版本正在后台试答，您看到的仍是原版本的答案，目前没有出错；等您决定是否启用。',
    'The new version answers in the background; you still see the old one, no errors so far; waiting for you to decide.',
  ),
  rollout: {
    version: third,
    mode: 'shadow',
    phase: 'shadow',
    stages: [0.05, 0.2, 0.5, 1],
    paused: false,
    startedAt: start,
  },
  needs: [{ kind: 'wish' }],
};

/** v3 was stopped by its breaker; v2 answers everything. */
export const stopped: SlotView = {
  ...staged,
  summary: asWritten(
    '当前版本正在回答全部请求，没有新版本。',
    'The current version answers all requests; there is no new one.',
  ),
  candidate: null,
  rollout: null,
  needs: [],
  breaker: {
    version: third,
    state: 'open',
    why: asWritten('最近 31 次请求中出错 2 次', '2 of the last 31 requests failed'),
  },
  backTo: null,
};

export const learned: LearnState = {
  waiting: 0,
  samples: 148,
  suggested: false,
  estimate: null,
  run: null,
  last: { kind: 'learned', version: third, offered: true, steps: 96, seconds: 41, leftOut: 2, report },
};

export const training = (change: Partial<NonNullable<LearnState['run']>['progress']> = {}): LearnState => ({
  waiting: 60,
  samples: 148,
  suggested: false,
  estimate: null,
  run: {
    mode: 'patch',
    startedAt: start,
    progress: {
      phase: 'train',
      step: 41,
      steps: 96,
      loss: 1.374,
      replayLoss: 0.021,
      secondsLeft: 18,
      paused: false,
      ...change,
    },
  },
  last: null,
});

const noise = (i: number, n: number) => Math.sin(i * 2.3 + n * 1.7) * 0.008;
const trendIds = ['base', ...ids];

export const trend: Trend = {
  base: baseHash,
  questions: 'q'.repeat(16),
  series: [...suites, 'overall' as const].map((suite, i) => ({
    suite,
    name: suite === 'overall' ? asWritten('全部固定题', 'all fixed suites') : names[suite],
    points: trendIds.map((version, n) => {
      const top1 = (suite === 'overall' ? 0.57 : 0.42 + i * 0.05) + noise(i, n);
      return {
        version,
        at: start + n * 7 * day,
        score: { n: 120, top1, top3: top1 + 0.1, top5: top1 + 0.15, mrr: top1 + 0.05 },
      };
    }),
  })),
  versions: trendIds.map((version, n) => ({
    version,
    at: start + n * 7 * day,
    ece: 0.08 - n * 0.006,
    p50: 84 + n,
    p95: 130 + n * 1.5,
    peakMemory: n === 0 ? null : 900_000_000,
    heldOut: n === 0 ? null : 0.3 + n * 0.08,
  })),
};

const evidence = {
  answered: 97,
  useMilliseconds: 3_600_000,
  errors: { observed: 97, failures: 0, verdict: 'healthy' as const },
  comparison: { wins: 14, ties: 51, losses: 6 },
  agreement: { same: 88, of: 97 },
  replayed: 40,
};

const [newest] = versions;
if (!newest) throw new Error('the fixture has versions');

export const record: HealthRecord = {
  format: 'bumo-health-record',
  formatVersion: 1,
  version: newest,
  training: {
    at: start + 21 * day,
    mode: 'patch',
    seed: 1,
    recipe: { mode: 'patch', epochs: 6, rates: { last: 0.0003, middle: 0.00005 }, batch: 8 },
    metrics: { updates: 96, loss: 0.0213 },
    patchFile: `${third}.safetensors`,
    patchBytes: 41_300_000,
    samples: 118,
    sources: [
      { source: 'correction', count: 88 },
      { source: 'glossary', count: 30 },
    ],
    heldOut: 30,
  },
  exam: report,
  metrics: [{ name: 'top1', before: 0.571, after: 0.574 }],
  drift: trend,
  limits: report.limits,
  rollout: [
    {
      at: start + 21 * day,
      text: asWritten('开始后台试答，不展示', 'It began to answer in the background, not shown'),
      evidence: null,
    },
    {
      at: start + 22 * day,
      text: asWritten('开始回答 5 % 的请求', 'It began to answer 5 % of the requests'),
      evidence,
    },
  ],
  incidents: [
    {
      at: start + 22 * day,
      kind: 'breaker',
      reason: asWritten('最近 31 次请求中出错 2 次', '2 of the last 31 requests failed'),
      evidence: { ...evidence, errors: { observed: 31, failures: 2, verdict: 'bad' } },
    },
  ],
  notes: [{ id: 1, at: start + 22 * day, text: '法律用语略有退步，下周再看。' }],
  damaged: [],
};

export const ledger: LedgerItem[] = [
  {
    id: 's1',
    text: '订单已经[MASK]完毕。',
    answer: '发货',
    source: 'correction',
    at: start + 20 * day,
    standing: 'learned',
    unused: null,
    documentId: null,
    inMemory: true,
    versions: [
      { version: third, state: 'under-way', heldOut: false, effect: { before: null, after: 0 } },
      { version: second, state: 'live', heldOut: true, effect: { before: 14, after: 3 } },
    ],
  },
  {
    id: 's2',
    text: '患者接受[MASK]治疗。',
    answer: '靶向',
    source: 'glossary',
    at: start + 13 * day,
    standing: 'forgotten',
    unused: null,
    documentId: null,
    inMemory: false,
    versions: [{ version: second, state: 'live', heldOut: false, effect: { before: 30, after: 0 } }],
  },
];
