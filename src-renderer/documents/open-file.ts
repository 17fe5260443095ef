import type { DocumentFormat, Encoding, Loss, Stamp, TextForm } from '../../src-main/contract/index.ts';

/** The file that the document came from or was saved as. */
export interface OpenFile {
  readonly name: string;
  readonly format: DocumentFormat;
  /** Form of the text file; null for a .docx. */
  readonly form: TextForm | null;
  /** Encoding to write, where it differs from the one that was read. */
  readonly encoding?: Encoding | undefined;
  /** Losses of saving in its own format. */
  readonly losses: readonly Loss[];
  /** Whether the present document is saved in it. */
  readonly current: boolean;
  /** Why the document may not be edited; null or absent where it may be. */
  readonly readOnly?: string | null;
  /** Absent for an uploaded file, which is saved as a download. */
  readonly path?: string | null;
  /** Stamp of the last read or write; null where the file is missing. */
  readonly stamp?: Stamp | null;
}

/** The format by a name's extension; null for any other extension. */
export function formatOf(name: string): DocumentFormat | null {
  const ending = /\.(docx|md|markdown|txt)$/i.exec(name)?.[1]?.toLowerCase();
  if (ending === 'markdown') return 'md';
  return (ending as DocumentFormat | undefined) ?? null;
}

export const withoutEnding = (name: string): string => name.replace(/\.[^.\\/]*$/, '');

/** Text without characters that file names may not contain. */
export const asName = (text: string): string => text.replace(/[\\/:*?"<>|.\s]+/g, '');

/** The text form of the first versions' records. */
interface OldForm {
  readonly lineEnding?: TextForm['ending'];
}

/** A stored file record. */
export function readStoredFile(content: string): OpenFile | null {
  const stored = JSON.parse(content) as OpenFile | null;
  const { lineEnding, ...form } = (stored?.form ?? {}) as TextForm & OldForm;
  if (!stored?.form || lineEnding === undefined) return stored;
  return { ...stored, form: { ...form, ending: lineEnding } };
}
