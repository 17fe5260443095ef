import type { Content } from './content.ts';
import type { Format } from './format.ts';
import { documentSchema } from './schema/extensions.ts';
import { withGaps, withoutGaps } from './schema/gap-nodes.ts';
import { newTextForm, patchText, readText } from './text/text-document.ts';

/** Plain text: a paragraph a line. */
export const textFormat: Format = {
  read(bytes, { encoding }) {
    const { blocks, form, sure, candidates } = readText(bytes, encoding);
    return {
      doc: withGaps(documentSchema().nodeFromJSON({ type: 'doc', content: blocks })),
      sheet: null,
      form,
      candidates: sure ? null : candidates,
      readOnly: null,
      losses: [],
    };
  },
  write(doc, { source, form, encoding }) {
    const { content = [] } = withoutGaps(doc).toJSON() as Content;
    return patchText(source?.bytes ?? new Uint8Array(), content, form ?? newTextForm, encoding);
  },
};
