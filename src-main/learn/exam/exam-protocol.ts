import type { Mark } from '../../contract/exam.ts';
import type { Provider } from '../../contract/schemas.ts';
import type { EngineError } from '../../fillmask/engine-error.ts';
import type { Correction, ExamResult } from './examine.ts';

/** What shell and exam process say to each other; everything survives a structured clone. */

export interface ExamVersion {
  readonly id: string;
  /** Null for the untaught model. */
  readonly patch: string | null;
}

export interface ExamRequest {
  /** Folder of the base model. */
  readonly dir: string;
  readonly provider: Provider;
  readonly threads?: number;
  readonly version: ExamVersion;
  readonly against: ExamVersion;
  /** Marks of `against` on the fixed suites from an earlier exam, and which questions they answer. */
  readonly known: { readonly questions: string; readonly marks: readonly Mark[] } | null;
  /** Folder of the fixed suites. */
  readonly suites: string;
  /** The writer's own words, for both versions alike. */
  readonly terms: readonly string[];
  readonly heldOut: readonly Correction[];
  readonly heldOutSentences: readonly Correction[];
  readonly learned: readonly Correction[];
  readonly seed: number;
}

export type ToExam = { readonly kind: 'start'; readonly request: ExamRequest };

export type FromExam =
  | { readonly kind: 'progress'; readonly done: number; readonly of: number }
  | ({ readonly kind: 'done' } & ExamResult)
  | { readonly kind: 'failed'; readonly error: EngineError };
