import type { Mark } from '../../contract/exam.ts';
import type { Precision, Provider } from '../../contract/schemas.ts';
import type { EngineError } from '../../fillmask/engine-error.ts';
import type { ExamResult, WriterPart } from './examine.ts';

/** The messages between shell and exam process. All survive a structured clone. */

export interface ExamVersion {
  readonly id: string;
  /** Path of its patch; null for the base version. */
  readonly patch: string | null;
}

export interface ExamRequest extends WriterPart {
  /** Folder of the base model. */
  readonly dir: string;
  readonly provider: Provider;
  /** Of the engine that answers the writer. */
  readonly precision: Precision;
  readonly threads?: number;
  readonly version: ExamVersion;
  /** The version before what was held out returned; null if nothing was. */
  readonly trial: ExamVersion | null;
  /** Ids of the samples of `heldOut` and `heldOutSentences`. */
  readonly heldOutIds: readonly string[];
  readonly against: ExamVersion;
  /** Marks of `against` for the fixed suites from an earlier exam, and the hash of those questions. */
  readonly known: { readonly questions: string; readonly marks: readonly Mark[] } | null;
  /** Folder of the fixed suites. */
  readonly suites: string;
}

export type ToExam = { readonly kind: 'start'; readonly request: ExamRequest };

export type FromExam =
  | { readonly kind: 'progress'; readonly done: number; readonly of: number }
  | ({ readonly kind: 'done' } & ExamResult)
  | { readonly kind: 'failed'; readonly error: EngineError };
