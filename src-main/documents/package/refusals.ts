import { CodedError } from '../../base/error.ts';
import { message } from '../../texts/message.ts';
import type { FileKind } from './what-is.ts';
import { XmlError } from './xml.ts';
import { ZipError } from './zip-directory.ts';

/** Errors for files that cannot be opened as a .docx: what the file is, and what the writer can do. */

type Refused = Exclude<FileKind, 'docx'>;

/** Error codes; the sentence of each kind is `refusal.KIND`. */
const codes: Readonly<Record<Refused, string>> = {
  empty: 'document-empty',
  truncated: 'document-truncated',
  damaged: 'document-damaged',
  'too-large': 'document-too-complex',
  'no-main-part': 'document-no-main-part',
  'wrong-root': 'document-wrong-root',
  encrypted: 'document-encrypted',
  enterprise: 'document-enterprise-encrypted',
  'old-doc': 'document-old-doc',
  'old-office': 'document-old-office',
  'word-2003-xml': 'document-word-2003-xml',
  'flat-opc': 'document-flat-opc',
  rtf: 'document-is-rtf',
  pdf: 'document-is-pdf',
  html: 'document-is-html',
  text: 'document-is-text',
  odt: 'document-is-odt',
  xlsx: 'document-is-xlsx',
  pptx: 'document-is-pptx',
  zip: 'document-is-zip',
  other: 'document-unreadable',
};

/** Codes of refusals, each once. */
export const refusalCodes: readonly string[] = Object.values(codes);

export const refusal = (kind: Refused, options: ErrorOptions = {}): CodedError =>
  new CodedError(codes[kind], message(`refusal.${kind}`), options);

/** The writer's error for an error of a damaged package; any other error is returned unchanged. */
export function packageError(cause: unknown): unknown {
  if (cause instanceof ZipError && cause.kind !== 'corrupt' && cause.kind !== 'not-a-zip')
    return refusal(cause.kind, { cause });
  if (cause instanceof XmlError && cause.isOverLimit) return refusal('too-large', { cause });
  const isDamage = cause instanceof ZipError || cause instanceof XmlError || cause instanceof RangeError;
  return isDamage ? refusal('damaged', { cause }) : cause;
}
