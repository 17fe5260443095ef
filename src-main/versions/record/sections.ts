import type { Bilingual } from '../../contract/schemas.ts';
import type { HealthRecord, MetricName, VersionState } from '../../contract/versions.ts';
import { both } from '../../texts/message.ts';
import { base } from '../policy/version.ts';
import {
  type Block,
  type Cell,
  given,
  own,
  type Reading,
  type RecordDocument,
  type Section,
  sentence,
} from './document.ts';
import { difference, figure, megabytes, moment, none } from './figures.ts';
import { servicePart } from './service-sections.ts';
import { driftPart, limitsPart } from './suite-sections.ts';
import { technicalPart } from './technical.ts';

/** A health record section by section, in the order that a reader asks. */

const states: Readonly<Record<VersionState, Bilingual>> = {
  live: { zh: '使用中', en: 'live' },
  'under-way': { zh: '正在上线', en: 'on its way into service' },
  previous: { zh: '上一版本，可立即切回', en: 'the version before, one step back' },
  stopped: { zh: '已停用', en: 'stopped' },
  ready: { zh: '备用', en: 'ready' },
  removed: { zh: '已删除，只留档案', en: 'removed, on record only' },
};

export const verdicts: Readonly<Record<'better' | 'no-different' | 'worse' | 'unjudged', Bilingual>> = {
  better: { zh: '更好', en: 'better' },
  unjudged: { zh: '无法判断', en: 'could not be judged' },
  'no-different': { zh: '没有明显差别', en: 'no clear difference' },
  worse: { zh: '更差', en: 'worse' },
};

const modes: Readonly<Record<'base' | 'patch' | 'lora', Bilingual>> = {
  base: { zh: '未经学习的基础模型', en: 'the untaught base model' },
  patch: { zh: '改动模型最上面几层', en: 'changes the top of the model' },
  lora: { zh: '在模型上加一小块', en: 'a small addition to the model' },
};

const sources: Readonly<Record<string, Bilingual>> = {
  correction: { zh: '修改', en: 'corrections' },
  confirmation: { zh: '确认', en: 'confirmations' },
  implicit: { zh: '采用情况', en: 'use' },
  glossary: { zh: '术语', en: 'glossary' },
  style: { zh: '文体', en: 'style' },
};

const metricNames: Readonly<Record<MetricName, Bilingual>> = {
  top1: { zh: '固定题：首选正确率', en: 'fixed questions: right at first' },
  top3: { zh: '固定题：前三覆盖率', en: 'fixed questions: right within three' },
  mrr: { zh: '固定题：排位得分（满分 1）', en: 'fixed questions: score of places (1 is best)' },
  'held-out-top1': { zh: '没学过的修改：首选正确率', en: 'corrections kept out: right at first' },
  'held-out-top3': { zh: '没学过的修改：前三覆盖率', en: 'corrections kept out: right within three' },
  'held-out-mrr': {
    zh: '没学过的修改：排位得分（满分 1）',
    en: 'corrections kept out: score of places (1 is best)',
  },
  'learned-top1': { zh: '学过的修改：首选正确率', en: 'learned corrections: right at first' },
  ece: { zh: '把握误差（越小越准）', en: 'error of its own sureness (smaller is better)' },
  p50: { zh: '通常用时', en: 'usual time' },
  p95: { zh: '较慢时的用时', en: 'time when slow' },
  memory: { zh: '学习时最大内存', en: 'most memory while learning' },
  size: { zh: '学到的内容', en: 'size of what was learned' },
};

const of = (text: Bilingual): Cell => ({ kind: 'own', text });
const table = (head: readonly Bilingual[], rows: readonly (readonly Cell[])[]): Block => ({
  kind: 'table',
  head,
  rows,
});
const fieldHead = [
  { zh: '项目', en: 'field' },
  { zh: '内容', en: 'value' },
];

export const versionName = (id: string): Cell => (id === base ? own('基础模型', 'base model') : own(id));

function overview({ version, exam, damaged }: HealthRecord, { timeZone, at }: Reading): Section {
  const rows: Cell[][] = [
    [own('编号', 'id'), versionName(version.id)],
    [own('状态', 'state'), of(states[version.state])],
    [own('方式', 'kind'), of(modes[version.mode])],
    [own('模型', 'model'), given(version.modelId ?? none)],
    [
      own('考核结论', 'verdict'),
      version.verdict ? of(verdicts[version.verdict]) : own('未考核', 'not examined'),
    ],
    [own('导出时间', 'written out'), own(moment(at, timeZone))],
  ];
  if (version.removedAt !== null)
    rows.push([own('删除时间', 'removed'), own(moment(version.removedAt, timeZone))]);
  return {
    title: { zh: '概况', en: 'Overview' },
    blocks: [table(fieldHead, rows), ...(exam ? [sentence(exam.reason)] : []), ...damaged.map(sentence)],
  };
}

function training({ training: run }: HealthRecord, { timeZone }: Reading): Section {
  const title = { zh: '训练', en: 'Training' };
  if (!run) {
    const text = {
      zh: '基础模型没有学过您的修改。',
      en: 'The base model has learned none of your corrections.',
    };
    return { title, blocks: [sentence(text)] };
  }
  const rows: Cell[][] = [
    [own('训练时间', 'trained'), own(moment(run.at, timeZone))],
    [
      own('样本', 'samples'),
      own(
        `${run.samples} 条，另留 ${run.heldOut} 条考核`,
        `${run.samples}, and ${run.heldOut} kept out for the exam`,
      ),
    ],
    ...run.sources.map(({ source, count }): Cell[] => {
      const { zh, en } = both(sources[source] ?? { zh: source, en: source });
      return [own(`来源：${zh}`, `from ${en}`), own(String(count))];
    }),
    [own('学到的内容', 'size of what was learned'), own(megabytes(run.patchBytes))],
  ];
  return { title, blocks: [table(fieldHead, rows)] };
}

function comparison({ exam, metrics }: HealthRecord): Section {
  const title = { zh: '与上一版本比较', en: 'Against the version before' };
  if (!exam) return { title, blocks: [sentence({ zh: '还没有考核过。', en: 'Not examined yet.' })] };
  const { gained, lost } = exam.overall.paired;
  const { given: sure, wrong } = exam.confidence.after.sure;
  return {
    title,
    blocks: [
      table(
        [
          { zh: '指标', en: 'figure' },
          exam.against === base
            ? { zh: '基础模型', en: 'base model' }
            : { zh: exam.against, en: exam.against },
          { zh: '这个版本', en: 'this version' },
          { zh: '变化', en: 'change' },
        ],
        metrics.map(({ name, before, after }) => [
          of(metricNames[name]),
          of(figure(name, before)),
          of(figure(name, after)),
          of(difference(name, before, after)),
        ]),
      ),
      sentence({
        zh: `固定题 ${exam.overall.after.n} 道中，比上一版本多答对 ${gained} 道，少答对 ${lost} 道。把握超过 95 % 的回答有 ${sure} 个，其中错 ${wrong} 个。`,
        en: `Of ${exam.overall.after.n} fixed questions it answers ${gained} that the version before did not, and misses ${lost} that it did. It gave ${sure} answers with more than 95 %, of which ${wrong} were wrong.`,
      }),
    ],
  };
}

export const documentOf = (record: HealthRecord, reading: Reading): RecordDocument => {
  const { id } = record.version;
  return {
    title: {
      zh: `补墨健康档案 · ${id === base ? '基础模型' : id}`,
      en: `Bumo health record · ${id === base ? 'base model' : id}`,
    },
    sections: [
      overview(record, reading),
      training(record, reading),
      comparison(record),
      driftPart(record),
      limitsPart(record),
      ...servicePart(record, reading),
      technicalPart(record),
    ],
  };
};
