import type { Bilingual } from '../../contract/schemas.ts';
import type { HealthRecord, MetricName } from '../../contract/versions.ts';
import { render } from '../../texts/message.ts';
import { type Cell, given, own, type Section, sentence } from './document.ts';
import { none } from './figures.ts';

/** The appendix of a record: what a technician asks for, under the field's own terms. */

const terms: readonly {
  readonly names: readonly MetricName[];
  readonly text: Bilingual;
  readonly term: Bilingual;
}[] = [
  {
    names: ['top1', 'held-out-top1', 'learned-top1'],
    text: { zh: '首选正确率', en: 'right at first' },
    term: { zh: '第一个建议就是正确答案的比例', en: 'top-1 accuracy' },
  },
  {
    names: ['top3', 'held-out-top3'],
    text: { zh: '前三覆盖率', en: 'right within three' },
    term: { zh: '前三个建议里有正确答案的比例', en: 'top-3 accuracy' },
  },
  {
    names: ['mrr', 'held-out-mrr'],
    text: { zh: '排位得分', en: 'score of places' },
    term: { zh: '平均倒数排名（MRR）', en: 'mean reciprocal rank (MRR)' },
  },
  {
    names: ['ece'],
    text: { zh: '把握误差', en: 'error of its own sureness' },
    term: { zh: '期望校准误差（ECE）', en: 'expected calibration error (ECE)' },
  },
  {
    names: ['p50'],
    text: { zh: '通常用时', en: 'usual time' },
    term: { zh: '用时的中位数（p50）', en: 'median latency (p50)' },
  },
  {
    names: ['p95'],
    text: { zh: '较慢时的用时', en: 'time when slow' },
    term: { zh: '95% 的请求不超过的用时（p95）', en: '95th percentile of latency (p95)' },
  },
];

/** The parts of a setting's path; one that is not listed is written as it is. */
const parts: Readonly<Record<string, Bilingual>> = {
  mode: { zh: '方式', en: 'mode' },
  seed: { zh: '随机种子', en: 'seed' },
  rank: { zh: '低秩的秩', en: 'rank' },
  biases: { zh: '偏置参数', en: 'biases' },
  learningRates: { zh: '学习率', en: 'learning rates' },
  last: { zh: '最上层', en: 'last layers' },
  middle: { zh: '中间层', en: 'middle layers' },
  optimizer: { zh: '优化器', en: 'optimizer' },
  betas: { zh: '动量系数', en: 'betas' },
  epsilon: { zh: '数值稳定项', en: 'epsilon' },
  weightDecay: { zh: '权重衰减', en: 'weight decay' },
  clipNorm: { zh: '梯度裁剪', en: 'gradient clipping' },
  schedule: { zh: '学习率计划', en: 'schedule' },
  warmUp: { zh: '预热', en: 'warm-up' },
  floor: { zh: '下限', en: 'floor' },
  epochs: { zh: '轮数', en: 'epochs' },
  batch: { zh: '每步行数', en: 'batch' },
  replayRatio: { zh: '复习比例', en: 'replay ratio' },
  leastReplay: { zh: '最少复习行数', en: 'least replay' },
  mostReplay: { zh: '最多复习行数', en: 'most replay' },
  replayWeight: { zh: '复习权重', en: 'replay weight' },
  contextWeight: { zh: '其他词长的权重', en: 'weight of other lengths' },
  rivalShare: { zh: '压低竞争词的比例', en: 'share taken from rivals' },
  contextlessWeight: { zh: '无上下文的权重', en: 'weight without context' },
  heldOut: { zh: '留作考题的比例', en: 'share kept out' },
  heldOutWeight: { zh: '考题的权重', en: 'weight of what was kept out' },
  patience: { zh: '耐心轮数', en: 'patience' },
  learnedLoss: { zh: '学会的误差线', en: 'loss that counts as learned' },
  rows: { zh: '行数', en: 'rows' },
  heldOutRows: { zh: '留作考题的行数', en: 'rows kept out' },
  keptEpoch: { zh: '采用的一轮', en: 'epoch that was taken' },
  updates: { zh: '更新次数', en: 'updates' },
  loss: { zh: '误差（奈特/字）', en: 'loss (nats a character)' },
  replayLoss: { zh: '复习误差（奈特/字）', en: 'loss on replay (nats a character)' },
  heldOutLoss: { zh: '考题误差（奈特/字）', en: 'loss on what was kept out (nats a character)' },
  heldOutAccuracy: { zh: '考题正确率', en: 'accuracy on what was kept out' },
};

const values: Readonly<Record<string, Bilingual>> = {
  true: { zh: '是', en: 'yes' },
  false: { zh: '否', en: 'no' },
  patch: { zh: '修改顶层权重', en: 'changed weights of the top layers' },
  lora: { zh: '低秩补丁（LoRA）', en: 'low-rank patch (LoRA)' },
};

/** Settings of the recipe, nested ones by a path. */
function leaves(value: unknown, path: readonly string[] = []): [readonly string[], string][] {
  if (typeof value !== 'object' || value === null) return [[path, String(value)]];
  if (Array.isArray(value)) return [[path, value.map(String).join(', ')]];
  return Object.entries(value).flatMap(([name, inner]) => leaves(inner, [...path, name]));
}

const listed = (table: Readonly<Record<string, Bilingual>>, name: string): Bilingual =>
  (Object.hasOwn(table, name) ? table[name] : undefined) ?? { zh: name, en: name };

function settings(group: Bilingual, value: object | null): Cell[][] {
  return leaves(value ?? {}).map(([path, text]) => {
    const names = path.map((name) => listed(parts, name));
    const known = listed(values, text);
    return [
      own(
        `${render(group, 'zh')}：${names.map((name) => render(name, 'zh')).join(' · ')}`,
        `${render(group, 'en')}: ${names.map((name) => render(name, 'en')).join(' · ')}`,
      ),
      render(known, 'zh') === text ? given(text) : own(render(known, 'zh'), render(known, 'en')),
    ];
  });
}

/** Everything here is for comparing and repeating a run; no other section leans on it. */
export function technicalPart({ training: run, version, metrics }: HealthRecord): Section {
  const title = { zh: '附录：技术细节', en: 'Appendix: technical details' };
  const used = terms.filter(({ names }) => metrics.some(({ name }) => names.includes(name)));
  const rows: Cell[][] = [
    ...used.map(({ text, term }): Cell[] => [
      own(`“${render(text, 'zh')}”指`, `“${render(text, 'en')}”`),
      own(render(term, 'zh'), render(term, 'en')),
    ]),
    ...(run
      ? [
          [
            own('学习方式', 'way of learning'),
            own(render(listed(values, run.mode), 'zh'), render(listed(values, run.mode), 'en')),
          ],
          [own('随机种子', 'seed'), own(String(run.seed))],
          [own('基础模型的 SHA-256', 'SHA-256 of the base model'), given(version.base ?? none)],
          [own('补丁文件', 'patch file'), given(run.patchFile)],
          ...settings({ zh: '配方', en: 'recipe' }, run.recipe),
          ...settings({ zh: '训练', en: 'training' }, run.metrics),
        ]
      : []),
  ];
  if (rows.length === 0) return { title, blocks: [sentence({ zh: '没有。', en: 'None.' })] };
  const head = [
    { zh: '项目', en: 'field' },
    { zh: '内容', en: 'value' },
  ];
  return { title, blocks: [{ kind: 'table', head, rows }] };
}
