import type { HealthRecord, Trend } from '../../contract/versions.ts';
import { suiteName } from '../../learn/exam/verdict.ts';
import { message } from '../../texts/message.ts';
import { base } from '../policy/version.ts';
import { type Cell, given, own, type Section, sentence } from './document.ts';
import { none, percent } from './figures.ts';

/** The fixed suites over versions, and where this one errs. */

function row({ series }: Trend, version: string, self: boolean): Cell[] {
  const name = version === base ? own(message('archive.base')) : own(version);
  const marked = self && version !== base ? own(`▶ ${version}`) : name;
  const scores = series.map(({ points }) => {
    const point = points.find((one) => one.version === version);
    return own(point ? percent(point.score.top1) : none);
  });
  return [marked, ...scores];
}

export function driftPart({ drift, version }: HealthRecord): Section {
  const title = message('archive.drift');
  if (!drift) return { title, blocks: [sentence(message('record.unexamined'))] };
  return {
    title,
    blocks: [
      {
        kind: 'table',
        head: [message('archive.head.version'), ...drift.series.map(({ name }) => name)],
        rows: drift.versions.map((one) => row(drift, one.version, one.version === version.id)),
      },
      sentence(message('archive.drift-same-questions', { questions: drift.questions })),
    ],
  };
}

export function limitsPart({ limits, exam }: HealthRecord): Section {
  const title = message('archive.limits');
  if (limits.length === 0) {
    const text = exam ? message('archive.no-mistakes') : message('record.unexamined');
    return { title, blocks: [sentence(text)] };
  }
  const right = Math.round((1 - (exam?.overall.after.top1 ?? 1)) * (exam?.overall.after.n ?? 0));
  return {
    title,
    blocks: [
      {
        kind: 'table',
        head: [
          message('archive.head.suite'),
          message('archive.head.sentence'),
          message('archive.head.right'),
          message('archive.head.answer'),
        ],
        rows: limits.map(({ suite, text, answer, after }) => {
          return [own(suiteName(suite)), given(text), given(answer), given(after ?? none)];
        }),
      },
      sentence(message('archive.limits-listed', { right, listed: limits.length })),
    ],
  };
}
