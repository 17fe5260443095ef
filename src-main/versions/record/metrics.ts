import type { ExamReport } from '../../contract/exam.ts';
import type { Metric } from '../../contract/versions.ts';
import type { ReadDb } from '../../store/db.ts';
import { examsOf } from '../../store/exams.ts';
import { findVersion } from '../../store/versions.ts';
import { base } from '../policy/version.ts';
import { keptOutOf } from './kept-out.ts';

/** A version's figures beside those of the version that ran before it. */

const bytesOf = (db: ReadDb, id: string): number | null =>
  id === base ? 0 : (findVersion(db, id)?.patchBytes ?? null);

/** Every figure in the order of `MetricName`; those of corrections only where there were some. */
export function metricsOf(db: ReadDb, report: ExamReport): Metric[] {
  const { version, against, overall, learned, confidence, latency } = report;
  const heldOut = keptOutOf(report);
  const memoryBefore = examsOf(db, against).items.at(-1)?.report.peakMemory ?? null;
  const pair = (name: Metric['name'], before: number | null, after: number | null): Metric => ({
    name,
    before,
    after,
  });
  return [
    pair('top1', overall.before.top1, overall.after.top1),
    pair('top3', overall.before.top3, overall.after.top3),
    pair('mrr', overall.before.mrr, overall.after.mrr),
    ...(heldOut
      ? [
          pair('held-out-top1', heldOut.before.top1, heldOut.after.top1),
          pair('held-out-top3', heldOut.before.top3, heldOut.after.top3),
          pair('held-out-mrr', heldOut.before.mrr, heldOut.after.mrr),
        ]
      : []),
    ...(learned ? [pair('learned-top1', learned.before.top1, learned.after.top1)] : []),
    pair('ece', confidence.before.ece.value, confidence.after.ece.value),
    pair('p50', latency.before.p50, latency.after.p50),
    pair('p95', latency.before.p95, latency.after.p95),
    pair('memory', memoryBefore, report.peakMemory),
    pair('size', bytesOf(db, against), bytesOf(db, version)),
  ];
}
