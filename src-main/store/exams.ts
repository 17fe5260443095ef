import { ExamReport, type Mark, Marks } from '../contract/exam.ts';
import { asWritten, type Language, message, render } from '../texts/message.ts';
import { inTransaction, type ReadDb, type WriteDb } from './db.ts';
import { type Read, readAll, readJson } from './json.ts';
import { type Found, putEffects } from './version-samples.ts';

/** Exams of versions, and the marks of versions on fixed questions, so that no version is asked twice. */

/** A version of a base model. The id `base` is the base model itself. */
export interface VersionOfBase {
  readonly version: string;
  /** SHA-256 of the base model's weights file. */
  readonly base: string;
}

/** Stores a version's marks on the fixed questions. @param questions hash of the questions */
export function saveMarks(
  db: WriteDb,
  { version, base }: VersionOfBase,
  questions: string,
  marks: readonly Mark[],
  at: number,
): void {
  db.prepare(
    `INSERT INTO exam_marks (version, base, questions, at, marks) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (version, base, questions) DO UPDATE SET at = excluded.at, marks = excluded.marks`,
  ).run(version, base, questions, Math.round(at), JSON.stringify(marks));
}

/** A version's marks on these questions; null if they are missing or damaged. */
export function marksOf(
  db: ReadDb,
  { version, base }: VersionOfBase,
  questions: string,
): readonly Mark[] | null {
  const row = db
    .prepare<[string, string, string], { marks: string }>(
      'SELECT marks FROM exam_marks WHERE version = ? AND base = ? AND questions = ?',
    )
    .get(version, base, questions);
  return row ? readJson(Marks, row.marks) : null;
}

/** Its latest marks on questions whose name begins so; null if there are none, or they are damaged. */
export function latestMarks(
  db: ReadDb,
  { version, base }: VersionOfBase,
  beginning: string,
): { readonly questions: string; readonly marks: readonly Mark[] } | null {
  const row = db
    .prepare<[string, string, string, string], { questions: string; marks: string }>(
      `SELECT questions, marks FROM exam_marks
       WHERE version = ? AND base = ? AND substr(questions, 1, length(?)) = ? ORDER BY at DESC LIMIT 1`,
    )
    .get(version, base, beginning, beginning);
  const marks = row ? readJson(Marks, row.marks) : null;
  return row && marks ? { questions: row.questions, marks } : null;
}

export interface NewExam {
  readonly base: string;
  readonly report: ExamReport;
  /** The examined version's marks on the fixed questions. */
  readonly marks: readonly Mark[];
  /** The ranks of the writer's own corrections that were asked. */
  readonly found?: readonly Found[];
}

/** Stores an exam and its marks, and sets the state of the examined version. */
export function saveExam(db: WriteDb, { base, report, marks, found = [] }: NewExam): void {
  const { version, against, at, questions, temperature, verdict } = report;
  inTransaction(db, () => {
    db.prepare(
      'INSERT INTO exams (version, against, base, at, questions, report) VALUES (?, ?, ?, ?, ?, ?)',
    ).run(version, against, base, Math.round(at), questions, JSON.stringify(report));
    saveMarks(db, { version, base }, questions, marks, at);
    db.prepare('UPDATE versions SET temperature = ?, verdict = ? WHERE id = ?').run(
      temperature,
      verdict,
      version,
    );
    putEffects(db, version, found);
  });
}

interface Row {
  readonly id: number;
  readonly base: string;
  readonly report: string;
}

export interface StoredExam {
  readonly base: string;
  readonly report: ExamReport;
}

const stored = ({ base, report: json }: Row): StoredExam | null => {
  const report = readJson(ExamReport, json);
  return report && { base, report };
};

/** Every exam, oldest first. */
export const listExams = (db: ReadDb): Read<StoredExam> =>
  readAll(db.prepare<[], Row>('SELECT id, base, report FROM exams ORDER BY at, id').all(), stored);

/** A version's exams, oldest first. */
export const examsOf = (db: ReadDb, version: string): Read<StoredExam> =>
  readAll(
    db
      .prepare<[string], Row>('SELECT id, base, report FROM exams WHERE version = ? ORDER BY at, id')
      .all(version),
    stored,
  );

const hidden = message('store.forgotten');

/** A report without one of the writer's corrections among its examples. */
function without(report: ExamReport, text: string, answer: string): ExamReport {
  const isOther = (one: { text: string; answer: string }) => one.text !== text || one.answer !== answer;
  const hide = (language: Language) => {
    const by = render(hidden, language);
    return render(report.reason, language).replaceAll(text, by).replaceAll(answer, by);
  };
  return {
    ...report,
    reason: render(report.reason, 'zh').includes(text) ? asWritten(hide('zh'), hide('en')) : report.reason,
    worse: report.worse.filter(isOther),
    improved: report.improved.filter(isOther),
  };
}

/** Removes a forgotten correction from the reports of exams. Called in a transaction. */
export function forgetInExams(db: WriteDb, text: string, answer: string): void {
  const put = db.prepare('UPDATE exams SET report = ? WHERE id = ?');
  for (const row of db.prepare<[], Row>('SELECT id, base, report FROM exams').all()) {
    const report = readJson(ExamReport, row.report);
    const changed = report && JSON.stringify(without(report, text, answer));
    if (changed && changed !== row.report) put.run(changed, row.id);
  }
}
