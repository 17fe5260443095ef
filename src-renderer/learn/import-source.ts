import type { ImportFormat, ImportKind, Input, TableLayout } from '../../src-main/contract/index.ts';
import { toBase64 } from '../ui/base64.ts';

/** The source of an import: a chosen file, or pasted text. */

const formats: Readonly<Record<string, ImportFormat>> = {
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  json: 'jsonl',
  csv: 'csv',
  tsv: 'tsv',
  tab: 'tsv',
  xlsx: 'xlsx',
};

/** File extensions for the dialog. */
export const acceptedFiles = '.xlsx,.csv,.tsv,.jsonl,.json,.txt';
/** Most bytes of a file; the limit of the contract. */
export const largestFile = 20_000_000;

/** Most UTF-16 code units of the open document that are searched for terms; the limit of the contract. */
const longestOpenText = 2_000_000;

/** The format by the file's extension; other files are read as pasted text. */
export const formatOf = (name: string): ImportFormat =>
  formats[name.slice(name.lastIndexOf('.') + 1).toLowerCase()] ?? 'text';

/** @param openText text of the active document @param layout that the writer chose */
export async function inputOf(
  kind: ImportKind,
  pasted: string,
  file: File | null,
  openText: string,
  layout: Partial<TableLayout>,
): Promise<Input<'samples.import'>> {
  const rest = {
    kind,
    layout,
    ...(kind === 'glossary' ? { openText: openText.slice(0, longestOpenText) } : {}),
  };
  if (!file) return { ...rest, format: 'text', content: { as: 'text', text: pasted } };
  const data = toBase64(new Uint8Array(await file.arrayBuffer()));
  return { ...rest, format: formatOf(file.name), content: { as: 'bytes', data }, fileName: file.name };
}
