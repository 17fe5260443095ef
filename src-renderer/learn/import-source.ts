import type { ImportFormat, ImportKind, Input, TableLayout } from '../../src-main/contract/index.ts';
import { toBase64 } from '../ui/base64.ts';

/** What an import reads: a chosen file, or what was pasted. */

const formats: Readonly<Record<string, ImportFormat>> = {
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  json: 'jsonl',
  csv: 'csv',
  tsv: 'tsv',
  tab: 'tsv',
  xlsx: 'xlsx',
};

/** Endings that a file dialog offers. */
export const acceptedFiles = '.xlsx,.csv,.tsv,.jsonl,.json,.txt';
/** Bytes; the contract takes no more. */
export const largestFile = 20_000_000;

/** UTF-16 units of the open document that are searched for terms; the contract takes no more. */
const longestOpenText = 2_000_000;

/** By the file's ending; what is none of ours is read as text that was pasted. */
export const formatOf = (name: string): ImportFormat =>
  formats[name.slice(name.lastIndexOf('.') + 1).toLowerCase()] ?? 'text';

/**
 * @param openText of the document on the screen
 * @param layout what the writer said of the table
 */
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
