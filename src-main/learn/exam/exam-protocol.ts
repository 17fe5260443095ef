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

/** Where an exam finds what it asks, and how it runs. */
export interface Place {
  /** Folder of the base model. */
  readonly dir: string;
  readonly provider: Provider;
  /** Of the engine that answers the writer. */
  readonly precision: Precision;
  readonly threads?: number;
  /** Folder of the fixed suites. */
  readonly suites: string;
}

/** Asks the base version the fixed suites ahead of any exam, and stores the trunk's output for them. */
export interface PreparationRequest extends Place {
  /** Encoder layers that runs train at present, the last ones: the trunk's output is stored below them. */
  readonly trainedLayers: number;
}

export interface ExamRequest extends WriterPart, Place {
  readonly version: ExamVersion;
  /** The version before what was held out returned; null if nothing was. */
  readonly trial: ExamVersion | null;
  /** Ids of the samples of `heldOut` and `heldOutSentences`. */
  readonly heldOutIds: readonly string[];
  readonly against: ExamVersion;
  /** Marks of `against` for the fixed suites from an earlier exam, and the hash of those questions. */
  readonly known: { readonly questions: string; readonly marks: readonly Mark[] } | null;
}

export type ToExam =
  | { readonly kind: 'start'; readonly request: ExamRequest }
  | { readonly kind: 'prepare'; readonly request: PreparationRequest };

export type FromExam =
  | { readonly kind: 'progress'; readonly done: number; readonly of: number }
  | ({ readonly kind: 'done' } & ExamResult)
  /** The base version's marks, and the hash of the questions. */
  | { readonly kind: 'prepared'; readonly questions: string; readonly marks: readonly Mark[] }
  | { readonly kind: 'failed'; readonly error: EngineError };
