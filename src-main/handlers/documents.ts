import { CodedError } from '../base/error.ts';
import type { Handlers, OpenedDocument, Parsed } from '../contract/index.ts';
import type { Content } from '../documents/content.ts';
import { findLosses } from '../documents/docx/losses.ts';
import { readDocx } from '../documents/docx/read.ts';
import { writeDocx } from '../documents/docx/write.ts';
import { decodeText, encodeText, newForm } from '../documents/text.ts';
import { appendDraft, getDraft, putDraft, removeDraft } from '../store/drafts.ts';
import type { Services } from './services.ts';

type DocumentMethod = Extract<keyof Handlers, `documents.${string}` | `drafts.${string}`>;

/** A file's bytes as the editor takes them. */
export function documentOf(format: OpenedDocument['format'], bytes: Uint8Array): OpenedDocument {
  if (format === 'docx') {
    const content = JSON.stringify(readDocx(bytes));
    return { format, content, form: null, losses: findLosses(bytes) };
  }
  const { text, form } = decodeText(bytes);
  return { format, content: text, form, losses: [] };
}

/** A document as the bytes of a file. */
export async function bytesOf({ format, content, form }: Parsed<'documents.write'>): Promise<Uint8Array> {
  return format === 'docx' ? await writeDocx(parseContent(content)) : encodeText(content, form ?? newForm);
}

export function documentHandlers({ store, clock }: Services): Pick<Handlers, DocumentMethod> {
  return {
    'documents.read': ({ format, data }) => documentOf(format, new Uint8Array(Buffer.from(data, 'base64'))),
    'documents.write': async (input) => ({ data: Buffer.from(await bytesOf(input)).toString('base64') }),
    'drafts.get': ({ id }) => ({ draft: getDraft(store.read, id) }),
    'drafts.remove'({ id }) {
      removeDraft(store.write, id);
      return {};
    },
    'drafts.put'({ id, content, base }) {
      putDraft(store.write, { id, content, base, updatedAt: clock.now() });
      return {};
    },
    'drafts.append'(entry) {
      appendDraft(store.write, entry);
      return {};
    },
  };
}

function parseContent(content: string): Content {
  try {
    return JSON.parse(content) as Content;
  } catch (cause) {
    const text = { zh: '文档内容无法读取。', en: 'The document cannot be read.' };
    throw new CodedError('bad-input', text, { cause });
  }
}
