import type { ExamReport, Score } from '../../contract/exam.ts';
import type { Trend, TrendPoint, TrendSeries, TrendVersion } from '../../contract/versions.ts';
import { suiteName } from '../../learn/exam/verdict.ts';
import type { ReadDb } from '../../store/db.ts';
import { listExams, type StoredExam } from '../../store/exams.ts';
import { message } from '../../texts/message.ts';
import { base } from '../policy/version.ts';
import { keptOutOf } from './kept-out.ts';

/** Every fixed suite over the versions that were asked the same questions. */

const overallName = message('archive.all-suites');

/** One version's part of an exam. */
interface Side {
  readonly scores: ReadonlyMap<string, Score>;
  readonly figures: TrendVersion;
}

/** @param at when the version was examined first */
function sideOf(report: ExamReport, side: 'before' | 'after', at: number): Side {
  const { suites, overall, confidence, latency } = report;
  const isExamined = side === 'after';
  return {
    scores: new Map([...suites, overall].map((one) => [one.suite, one[side]])),
    figures: {
      version: isExamined ? report.version : report.against,
      at,
      ece: confidence[side].ece.value,
      ...latency[side],
      // These two are about the run that learned and examined, and so about the version that came out of it.
      peakMemory: isExamined ? report.peakMemory : null,
      heldOut: isExamined ? (keptOutOf(report)?.after.top1 ?? null) : null,
    },
  };
}

/**
 * Each version once, in the order of first exams, the base model before all: its own last exam, or the first one
 * that it was compared in where it has none. @param reports oldest first
 */
function sidesOf(reports: readonly ExamReport[]): Side[] {
  const sides = new Map<string, Side>();
  const examined = new Map<string, number>();
  for (const { version, at } of reports) examined.set(version, examined.get(version) ?? at);
  for (const report of reports)
    if (!sides.has(report.against)) sides.set(report.against, sideOf(report, 'before', report.at));
  for (const report of reports) {
    const at = examined.get(report.version) ?? report.at;
    sides.set(report.version, sideOf(report, 'after', at));
  }
  const order = ({ figures: { version, at } }: Side) => (version === base ? Number.NEGATIVE_INFINITY : at);
  return [...sides.values()].toSorted((a, b) => order(a) - order(b));
}

function seriesOf(sides: readonly Side[], suite: string, overall: string): TrendSeries {
  const points = sides.flatMap(({ figures: { version, at }, scores }): TrendPoint[] => {
    const score = scores.get(suite);
    return score ? [{ version, at, score }] : [];
  });
  return { suite, name: suite === overall ? overallName : suiteName(suite), points };
}

function trendOf(exams: readonly StoredExam[]): Trend[] {
  const [first] = exams;
  if (!first) return [];
  const sides = sidesOf(exams.map(({ report }) => report));
  const overall = first.report.overall.suite;
  // All suites together come last, also where a later exam had a suite that earlier ones had not.
  const suites = new Set(sides.flatMap(({ scores }) => [...scores.keys()]).filter((one) => one !== overall));
  const { questions } = first.report;
  return [
    {
      base: first.base,
      questions,
      series: [...suites, overall].map((suite) => seriesOf(sides, suite, overall)),
      versions: sides.map(({ figures }) => figures),
    },
  ];
}

const keyOf = (base: string, questions: string) => `${base} ${questions}`;

/** One trend for each base model and set of questions; the one that was asked last comes first. */
export function listTrends(db: ReadDb): Trend[] {
  const groups = Map.groupBy(listExams(db).items, (one) => keyOf(one.base, one.report.questions));
  const lastAt = (exams: readonly StoredExam[]) => exams.at(-1)?.report.at ?? 0;
  return [...groups.values()].toSorted((a, b) => lastAt(b) - lastAt(a)).flatMap(trendOf);
}

/** The trend that an exam belongs to. */
export const trendWith = (db: ReadDb, { base, report }: StoredExam): Trend | null =>
  listTrends(db).find((one) => one.base === base && one.questions === report.questions) ?? null;
