import { CodedError } from '../../base/error.ts';
import { SampleSource } from '../../contract/learning.ts';
import type { Message } from '../../contract/text.ts';
import type { HealthRecord } from '../../contract/versions.ts';
import type { ReadDb } from '../../store/db.ts';
import { examsOf, type StoredExam } from '../../store/exams.ts';
import { incidentsOf, rolloutOf } from '../../store/rollouts.ts';
import { findVersion, notesOf, type StoredVersion } from '../../store/versions.ts';
import { message } from '../../texts/message.ts';
import { base } from '../policy/version.ts';
import { metricsOf } from './metrics.ts';
import { incidentLine, rolloutLine } from './service.ts';
import { standingOf } from './standing.ts';
import { baseSummary, summaryOf } from './summaries.ts';
import { listTrends, trendWith } from './trends.ts';

/** Everything that the store knows of a version, as plain data. */

const unknown = (id: string) => new CodedError('not-found', message('archive.unknown', { id }));

/** The version's row; null for the base model, which has none. @throws CodedError `not-found` */
export function versionNamed(db: ReadDb, id: string): StoredVersion | null {
  if (id === base) return null;
  const version = findVersion(db, id);
  if (!version) throw unknown(id);
  return version;
}

function trainingOf(version: StoredVersion): HealthRecord['training'] {
  const { createdAt, mode, seed, recipe, metrics, patchFile, patchBytes, samples, heldOut } = version;
  const sources = SampleSource.options
    .map((source) => ({ source, count: version.sources[source] ?? 0 }))
    .filter(({ count }) => count > 0);
  return { at: createdAt, mode, seed, recipe, metrics, patchFile, patchBytes, samples, sources, heldOut };
}

const damage = (n: number, what: Message): Message[] =>
  n === 0 ? [] : [message('archive.damaged', { n, what })];

/** The base model stands in every trend; in its own record the last one. */
function driftOf(db: ReadDb, id: string, exam: StoredExam | null): HealthRecord['drift'] {
  if (exam) return trendWith(db, exam);
  return id === base ? (listTrends(db)[0] ?? null) : null;
}

/**
 * @param now milliseconds since the epoch
 * @throws CodedError `not-found`
 */
export function healthRecord(db: ReadDb, id: string, now: number): HealthRecord {
  const version = versionNamed(db, id);
  const standing = standingOf(db, now);
  const exams = examsOf(db, id);
  const last = exams.items.at(-1) ?? null;
  const rollout = rolloutOf(db, id);
  const incidents = incidentsOf(db, id);
  const partsLost = version ? Number(version.recipe === null) + Number(version.metrics === null) : 0;
  return {
    format: 'bumo-health-record',
    formatVersion: 1,
    version: version ? summaryOf(version, last?.report ?? null, standing) : baseSummary(standing),
    training: version && trainingOf(version),
    exam: last?.report ?? null,
    metrics: last ? metricsOf(db, last.report) : [],
    drift: driftOf(db, id, last),
    limits: last?.report.limits ?? [],
    rollout: rollout.items.map((entry) => rolloutLine(entry, id)),
    incidents: incidents.items.map(incidentLine),
    notes: notesOf(db, id),
    damaged: [
      ...damage(partsLost, message('archive.damaged-parts')),
      ...damage(exams.damaged, message('archive.damaged-exams')),
      ...damage(rollout.damaged, message('archive.damaged-roll-out')),
      ...damage(incidents.damaged, message('archive.damaged-incidents')),
    ],
  };
}
