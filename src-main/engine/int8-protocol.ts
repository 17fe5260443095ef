import type { Int8Trial } from '../models/precision.ts';

/** The messages between shell and the process that makes and tries an int8 copy. All survive a structured clone. */

export interface ToInt8 {
  /** Folder of the model. */
  readonly dir: string;
  /** Folder of what the app ships. */
  readonly resources: string;
}

export type FromInt8 =
  | { readonly kind: 'progress'; readonly done: number; readonly of: number }
  | { readonly kind: 'done'; readonly trial: Int8Trial }
  | { readonly kind: 'failed'; readonly reason: string };
