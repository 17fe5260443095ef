import type { HealthRecord, Trend } from '../../contract/versions.ts';
import { suiteName } from '../../learn/exam/verdict.ts';
import { both } from '../../texts/message.ts';
import { base } from '../policy/version.ts';
import { type Cell, given, own, type Section, sentence } from './document.ts';
import { none, percent } from './figures.ts';

/** The fixed suites over versions, and where this one errs. */

function row({ series }: Trend, version: string, self: boolean): Cell[] {
  const name = version === base ? own('基础模型', 'base model') : own(version);
  const marked = self && version !== base ? own(`▶ ${version}`) : name;
  const scores = series.map(({ points }) => {
    const point = points.find((one) => one.version === version);
    return own(point ? percent(point.score.top1) : none);
  });
  return [marked, ...scores];
}

export function driftPart({ drift, version }: HealthRecord): Section {
  const title = { zh: '各套固定题的走势（首选正确率）', en: 'Fixed suites over versions (right at first)' };
  if (!drift) return { title, blocks: [sentence({ zh: '还没有考核过。', en: 'Not examined yet.' })] };
  return {
    title,
    blocks: [
      {
        kind: 'table',
        head: [{ zh: '版本', en: 'version' }, ...drift.series.map(({ name }) => name)],
        rows: drift.versions.map((one) => row(drift, one.version, one.version === version.id)),
      },
      sentence({
        zh: `同一个基础模型、同一组题（题组 ${drift.questions}），可以互相比较。`,
        en: `The same base model and the same questions (set ${drift.questions}), so that the figures compare.`,
      }),
    ],
  };
}

export function limitsPart({ limits, exam }: HealthRecord): Section {
  const title = { zh: '已知局限：固定题中答错的', en: 'Known limits: its mistakes on the fixed suites' };
  if (limits.length === 0) {
    const text = exam
      ? { zh: '没有答错的。', en: 'No mistakes.' }
      : { zh: '还没有考核过。', en: 'Not examined yet.' };
    return { title, blocks: [sentence(text)] };
  }
  const right = Math.round((1 - (exam?.overall.after.top1 ?? 1)) * (exam?.overall.after.n ?? 0));
  return {
    title,
    blocks: [
      {
        kind: 'table',
        head: [
          { zh: '题组', en: 'suite' },
          { zh: '句子', en: 'sentence' },
          { zh: '应填', en: 'right' },
          { zh: '它填', en: 'its answer' },
        ],
        rows: limits.map(({ suite, text, answer, after }) => {
          const { zh, en } = both(suiteName(suite));
          return [own(zh, en), given(text), given(answer), given(after ?? none)];
        }),
      },
      sentence({
        zh: `共答错 ${right} 道，这里列出 ${limits.length} 道。`,
        en: `${right} mistakes in all, ${limits.length} of them listed here.`,
      }),
    ],
  };
}
