import { CodedError, type ErrorMessage } from '../base/error.ts';
import { message } from '../texts/message.ts';

/** Messages between the parser's process and its supervisor: structured clones, bytes as `Uint8Array`. */

export interface JobRequest {
  readonly job: string;
  readonly input: unknown;
}

export type ParserReply =
  /** The process is ready: the time limit of its first job counts from here. */
  | { readonly kind: 'ready' }
  /** `memory`: resident bytes of the process afterwards. */
  | { readonly kind: 'done'; readonly output: unknown; readonly memory: number }
  | { readonly kind: 'failed'; readonly error: ErrorMessage; readonly memory: number };

/** Jobs by name. Coded errors of a job reach the caller unchanged. */
export type ParserJobs = Readonly<Record<string, (input: never) => unknown>>;

export const tooComplex = (cause?: unknown): CodedError =>
  new CodedError('document-too-complex', message('document.tooComplex'), { cause });
