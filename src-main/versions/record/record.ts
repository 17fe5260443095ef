import { CodedError } from '../../base/error.ts';
import { SampleSource } from '../../contract/learning.ts';
import type { Bilingual } from '../../contract/schemas.ts';
import type { HealthRecord } from '../../contract/versions.ts';
import type { ReadDb } from '../../store/db.ts';
import { examsOf, type StoredExam } from '../../store/exams.ts';
import { incidentsOf, rolloutOf } from '../../store/rollouts.ts';
import { findVersion, notesOf, type StoredVersion } from '../../store/versions.ts';
import { base } from '../policy/version.ts';
import { metricsOf } from './metrics.ts';
import { incidentLine, rolloutLine } from './service.ts';
import { standingOf } from './standing.ts';
import { baseSummary, summaryOf } from './summaries.ts';
import { listTrends, trendWith } from './trends.ts';

/** Everything that the store knows of a version, as plain data. */

const unknown = (id: string) =>
  new CodedError('not-found', {
    zh: `没有编号为 ${id} 的版本。请在“版本”列表中查看有哪些版本。`,
    en: `There is no version ${id}. See the list of versions for those that there are.`,
  });

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

const damage = (count: number, zh: string, en: string): Bilingual[] =>
  count === 0
    ? []
    : [
        {
          zh: `${zh}有 ${count} 条记录已损坏，读不出来，没有列出。`,
          en: `${count} damaged ${en} could not be read and are left out.`,
        },
      ];

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
      ...damage(partsLost, '训练配方或指标', 'lines of recipe or metrics'),
      ...damage(exams.damaged, '考核', 'exams'),
      ...damage(rollout.damaged, '上线经过', 'lines of the roll-out'),
      ...damage(incidents.damaged, '事故', 'incidents'),
    ],
  };
}
