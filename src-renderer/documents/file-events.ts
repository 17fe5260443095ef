import type {
  DocumentFormat,
  Encoding,
  Loss,
  FileState as OnDisk,
  OpenedFile,
  Stamp,
  TextForm,
} from '../../src-main/contract/index.ts';
import type { Message } from '../../src-main/contract/text.ts';
import type { Incoming, Naming, Target } from './asking.ts';
import type { OpenFile } from './open-file.ts';

/** Events and effects of file-state.ts. */

export type Wish =
  | { readonly type: 'save' }
  | { readonly type: 'save-as'; readonly naming: Naming }
  | { readonly type: 'write'; readonly target: Target };

/** A file as it was written. */
export interface Written {
  readonly name: string;
  /** Absent for a download. */
  readonly path?: string;
  readonly stamp?: Stamp;
}

export type FileEvent =
  | { readonly type: 'edited' }
  | Wish
  | { readonly type: 'agree' | 'decline' | 'dismiss' | 'look' | 'ask-open' | 'closed' }
  /** The document was replaced: by that of a file, or, with null, by one without a file. */
  | {
      readonly type: 'opened';
      readonly file: OpenFile | null;
      readonly incoming: Incoming;
      readonly candidates: readonly Encoding[] | null;
    }
  /** The file record of another window or of the store. */
  | { readonly type: 'recorded'; readonly file: OpenFile | null }
  | {
      readonly type: 'chosen';
      readonly id: number;
      readonly path: string | null;
      readonly format: DocumentFormat | null;
    }
  /** The shell has no system dialog. */
  | { readonly type: 'no-dialog'; readonly id: number; readonly name: string }
  | { readonly type: 'weighed'; readonly id: number; readonly losses: readonly Loss[] }
  | { readonly type: 'written'; readonly id: number; readonly written: Written }
  | { readonly type: 'looked'; readonly id: number; readonly state: OnDisk; readonly stamp: Stamp | null }
  | { readonly type: 'loaded'; readonly id: number; readonly opened: OpenedFile }
  | { readonly type: 'reloaded'; readonly id: number; readonly file: OpenFile }
  | { readonly type: 'failed'; readonly id: number; readonly code: string | null; readonly text: Message };

/** The fields of a file that decide how the document is written. */
export interface Output {
  readonly format: DocumentFormat;
  readonly form: TextForm | null;
  readonly encoding?: Encoding | undefined;
}

export type FileEffect =
  | { readonly type: 'choose'; readonly id: number; readonly naming: Naming }
  | { readonly type: 'weigh'; readonly id: number; readonly output: Output }
  | {
      readonly type: 'write';
      readonly id: number;
      readonly target: Target;
      readonly output: Output;
      /** The known file; null for a file that is new to the document. */
      readonly expected: Stamp | null;
    }
  | { readonly type: 'look'; readonly id: number; readonly path: string; readonly stamp: Stamp }
  | { readonly type: 'load'; readonly id: number; readonly path: string; readonly encoding: Encoding | null }
  /** Puts the file's content in place of the document's. */
  | { readonly type: 'replace'; readonly id: number; readonly opened: OpenedFile }
  | { readonly type: 'record'; readonly file: OpenFile | null; readonly why: 'edited' | 'file' }
  | { readonly type: 'say-saved'; readonly name: string }
  | { readonly type: 'say-gone'; readonly name: string }
  | { readonly type: 'say-failed'; readonly text: Message };
