import type { DocumentFormat, Encoding, Loss, Stamp, TextForm } from '../../src-main/contract/index.ts';

/** The file that the document came from or was saved as. */
export interface OpenFile {
  readonly name: string;
  readonly format: DocumentFormat;
  /** How the document was read; null for a .docx. */
  readonly form: TextForm | null;
  /** The encoding that a text is written in, where it was read in another. */
  readonly encoding?: Encoding | undefined;
  /** What saving in its own format would lose of it. */
  readonly losses: readonly Loss[];
  /** Whether it holds the document as it is. */
  readonly current: boolean;
  /** Why the document may not be edited; null or absent where it may. */
  readonly readOnly?: string | null;
  /** Absent for a file that came through the browser: it is saved as a download. */
  readonly path?: string | null;
  /** The file as it was last read or written; null where it is not there any more. */
  readonly stamp?: Stamp | null;
}

/** The format that a name's ending tells; null for any other. */
export function formatOf(name: string): DocumentFormat | null {
  const ending = /\.(docx|md|markdown|txt)$/i.exec(name)?.[1]?.toLowerCase();
  if (ending === 'markdown') return 'md';
  return (ending as DocumentFormat | undefined) ?? null;
}

export const withoutEnding = (name: string): string => name.replace(/\.[^.\\/]*$/, '');

/** Text without what no file name may hold. */
export const asName = (text: string): string => text.replace(/[\\/:*?"<>|.\s]+/g, '');

/** A form as the first versions stored it. */
interface OldForm {
  readonly lineEnding?: TextForm['ending'];
}

/** A file as it was stored. */
export function readStoredFile(content: string): OpenFile | null {
  const stored = JSON.parse(content) as OpenFile | null;
  const { lineEnding, ...form } = (stored?.form ?? {}) as TextForm & OldForm;
  if (!stored?.form || lineEnding === undefined) return stored;
  return { ...stored, form: { ...form, ending: lineEnding } };
}
