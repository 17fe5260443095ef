import { CodedError } from '../base/error.ts';
import type { Handlers } from '../contract/index.ts';
import type { Content } from '../documents/content.ts';
import { findLosses } from '../documents/docx/losses.ts';
import { readDocx } from '../documents/docx/read.ts';
import { writeDocx } from '../documents/docx/write.ts';
import { decodeText, encodeText, newForm } from '../documents/text.ts';

export function documentHandlers(): Pick<Handlers, Extract<keyof Handlers, `documents.${string}`>> {
  return {
    'documents.read'({ format, data }) {
      const bytes = new Uint8Array(Buffer.from(data, 'base64'));
      if (format === 'docx') {
        const content = JSON.stringify(readDocx(bytes));
        return { format, content, form: null, losses: findLosses(bytes) };
      }
      const { text, form } = decodeText(bytes);
      return { format, content: text, form, losses: [] };
    },
    async 'documents.write'({ format, content, form }) {
      const bytes =
        format === 'docx' ? await writeDocx(parseContent(content)) : encodeText(content, form ?? newForm);
      return { data: Buffer.from(bytes).toString('base64') };
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
