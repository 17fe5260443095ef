import type { ExamReport } from '../../contract/exam.ts';
import type { VersionSummary } from '../../contract/versions.ts';
import type { ReadDb } from '../../store/db.ts';
import { listExams } from '../../store/exams.ts';
import { listVersions, type StoredVersion } from '../../store/versions.ts';
import { base } from '../policy/version.ts';
import { keptOutOf } from './kept-out.ts';
import { type Standing, standingOf } from './standing.ts';

/** Versions in a line each. */

export function summaryOf(
  version: StoredVersion,
  exam: ExamReport | null,
  standing: Standing,
): VersionSummary {
  const { id, mode, modelId, createdAt, removedAt, samples, patchBytes, verdict } = version;
  const heldOut = exam && keptOutOf(exam);
  return {
    id,
    mode,
    state: standing.stateOf(id, removedAt !== null),
    base: version.base,
    modelId,
    createdAt,
    removedAt,
    samples,
    bytes: patchBytes,
    verdict,
    reason: exam?.reason ?? null,
    general: exam && {
      against: exam.against,
      before: exam.overall.before.top1,
      after: exam.overall.after.top1,
    },
    heldOut: heldOut && { before: heldOut.before.top1, after: heldOut.after.top1 },
    team: version.team !== null,
  };
}

/** The untouched model, of whatever base is in use. */
export const baseSummary = (standing: Standing): VersionSummary => ({
  id: base,
  mode: 'base',
  state: standing.stateOf(base, false),
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
});

/** Newest first, the base model last. @param now milliseconds since the epoch */
export function listSummaries(db: ReadDb, now: number): VersionSummary[] {
  const standing = standingOf(db, now);
  // Oldest first, so that the last exam of a version stays.
  const exams = new Map(listExams(db).items.map(({ report }) => [report.version, report]));
  const taught = listVersions(db).map((one) => summaryOf(one, exams.get(one.id) ?? null, standing));
  return [...taught, baseSummary(standing)];
}
