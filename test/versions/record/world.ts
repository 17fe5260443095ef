import { sampleId } from '../../../src-main/learn/samples/id.ts';
import { scrub } from '../../../src-main/privacy/scrub.ts';
import { openWritable, type WriteDb } from '../../../src-main/store/db.ts';
import { saveExam } from '../../../src-main/store/exams.ts';
import { putMemoryKeys } from '../../../src-main/store/memory-keys.ts';
import { migrate } from '../../../src-main/store/migrate.ts';
import { addRolloutEntry } from '../../../src-main/store/rollouts.ts';
import { addImport, addSample } from '../../../src-main/store/samples.ts';
import { writeSlotState } from '../../../src-main/store/slot-state.ts';
import { addNote, saveVersion } from '../../../src-main/store/versions.ts';
import { noEvidence } from '../../../src-main/versions/policy/rollout.ts';
import { freshSnapshot, type Snapshot } from '../../../src-main/versions/policy/snapshot.ts';
import { examReport, mark, suiteResult } from '../../support/exam-report.ts';

/** A store with two versions that were trained, examined and rolled out. */

export const [first, second] = ['00000000000000a1', '00000000000000b2'] as const;
export const baseHash = 'ba5e'.repeat(16);
/** 2026-11-24 08:00 in China. */
export const now = Date.UTC(2026, 10, 24, 0);
const day = 24 * 60 * 60 * 1000;

const words = [
  ['订单已经[MASK]完毕。', '发货'],
  ['会议定于周五[MASK]。', '召开'],
  ['患者接受[MASK]治疗。', '靶向'],
] as const;

export const lessons = words.map(([text, answer]) => ({ id: sampleId(text, answer), text, answer }));

export function withSlot(db: WriteDb, change: Partial<Snapshot>): void {
  writeSlotState(db, 'b', JSON.stringify({ ...freshSnapshot(noEvidence), ...change }), now);
}

export function emptyStore(): WriteDb {
  const db = openWritable(':memory:');
  migrate(db);
  return db;
}

function addLessons(db: WriteDb): void {
  addImport(db, { id: 'i', at: now, kind: 'correction', fileName: null });
  for (const [i, { id, text, answer }] of lessons.entries())
    addSample(db, {
      id,
      at: now - (5 - i) * day,
      source: 'correction',
      origin: 'file',
      status: 'approved',
      text: scrub(text).text,
      answer: scrub(answer).text,
      rejected: [],
      weight: 1,
      provenance: { importId: 'i', row: i + 1 },
    });
}

function addVersion(db: WriteDb, id: string, createdAt: number, learned: number, heldOut: number): void {
  const held = lessons.slice(0, learned + heldOut).map((lesson, i) => ({
    ...lesson,
    source: 'correction' as const,
    at: now - (5 - i) * day,
    heldOut: i >= learned,
  }));
  saveVersion(db, {
    id,
    base: baseHash,
    modelId: 'bert-base-chinese',
    mode: 'patch',
    createdAt,
    patchFile: `${id}.safetensors`,
    patchBytes: 44 * 1024 ** 2,
    recipe: { epochs: 8, learningRates: { last: 5e-5, middle: 1e-5 }, optimizer: { betas: [0.9, 0.999] } },
    seed: 7,
    metrics: { loss: 0.0421 },
    samples: held,
  });
}

/** `first` was learned from one correction and went live; `second` from two, and is in shadow. */
export function store(): WriteDb {
  const db = emptyStore();
  addLessons(db);
  addVersion(db, first, now - 3 * day, 1, 1);
  addVersion(db, second, now - day, 2, 1);
  const { text, answer } = lessons[0] ?? { text: '', answer: '' };
  const marks = [mark('i1', 0)];
  saveExam(db, { base: baseHash, report: examReport({ at: now - 3 * day }), marks });
  saveExam(db, {
    base: baseHash,
    report: examReport({
      version: second,
      against: first,
      at: now - day,
      suites: [suiteResult('idioms', 0.52, 0.55), suiteResult('law', 0.58, 0.57)],
      overall: suiteResult('overall', 0.56, 0.57),
      peakMemory: 1_000 * 1024 ** 2,
    }),
    marks,
    found: [{ text, answer, before: null, after: 0 }],
  });
  const evidence = {
    ...noEvidence,
    answered: 65,
    useMilliseconds: 600_000,
    agreement: { same: 60, of: 65 },
  };
  const entry = { version: first, at: now - 2 * day };
  addRolloutEntry(db, { ...entry, id: 1, kind: 'phase', phase: 'shadow', evidence: null });
  addRolloutEntry(db, { ...entry, id: 2, kind: 'phase', phase: '5 %', evidence });
  addRolloutEntry(db, { ...entry, id: 3, kind: 'ended', how: 'finished', evidence });
  addNote(db, first, scrub('先用一周').text, now - day);
  putMemoryKeys(db, baseHash, [
    { id: lessons[0]?.id ?? '', word: '发货', weight: 1, key: Float32Array.of(1, 2) },
  ]);
  withSlot(db, { main: first });
  return db;
}
