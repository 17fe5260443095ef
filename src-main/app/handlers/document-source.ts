import { CodedError } from '../../base/error.ts';
import { sha256Of } from '../../base/sha256.ts';
import type { DocumentFormat } from '../../contract/index.ts';
import { readWhole } from '../../documents/files/read-file.ts';
import type { Sources } from '../../documents/sources.ts';
import { message } from '../../texts/message.ts';

/** The bytes that a document is saved with. */

interface Attributes {
  readonly source?: unknown;
  readonly sourceFormat?: unknown;
}

function attributesOf(content: string): Attributes {
  try {
    const { attrs } = JSON.parse(content) as { readonly attrs?: Attributes };
    return attrs ?? {};
  } catch (cause) {
    const text = message('file.unreadableContent');
    throw new CodedError('bad-input', text, { cause });
  }
}

/** The file's bytes; null if they are not those of the source any more. */
async function fromFile(path: string | null, source: string): Promise<Uint8Array | null> {
  if (path === null) return null;
  const found = await readWhole(path).catch(() => null);
  return found && sha256Of(found.bytes) === source ? found.bytes : null;
}

/**
 * The source that a document names; null for a new document, and for one that changes its format.
 * @param content the editor's document as JSON text
 * @param path a file that may be the source itself
 * @throws CodedError `source-missing`, `bad-input`
 */
export async function readSource(
  sources: Pick<Sources, 'read'>,
  content: string,
  format: DocumentFormat,
  path: string | null,
): Promise<Uint8Array | null> {
  const { source, sourceFormat } = attributesOf(content);
  if (typeof source !== 'string' || sourceFormat !== format) return null;
  try {
    return await sources.read(source);
  } catch (error) {
    const bytes = await fromFile(path, source);
    if (bytes) return bytes;
    throw error;
  }
}

/** The .docx source of a document that is written in another format; null otherwise. @throws CodedError `source-missing` */
export async function readLeft(
  sources: Pick<Sources, 'read'>,
  content: string,
  format: DocumentFormat,
): Promise<Uint8Array | null> {
  const { source, sourceFormat } = attributesOf(content);
  if (typeof source !== 'string' || sourceFormat !== 'docx' || format === 'docx') return null;
  return sources.read(source);
}
