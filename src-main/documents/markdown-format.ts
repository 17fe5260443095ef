import type { Format } from './format.ts';
import { patchMarkdown } from './markdown/patch.ts';
import { readMarkdown } from './markdown/read.ts';
import { documentSchema } from './schema/extensions.ts';
import { withGaps } from './schema/gap-nodes.ts';
import { decodeBytes, encodeText, unencodable, withoutPlaceholders } from './text/codec.ts';
import { markBytes, markOf } from './text/recognise.ts';
import { newTextForm, readText, refuseLoss } from './text/text-document.ts';
import type { Encoding } from './text/units.ts';

/** Markdown in any encoding of a text. */

/** The text of a file without its byte order mark. */
function decode(bytes: Uint8Array, encoding: Encoding): string {
  const mark = markOf(bytes);
  return decodeBytes(mark?.encoding === encoding ? bytes.subarray(mark.mark) : bytes, encoding);
}

export const markdownFormat: Format = {
  read(bytes, { key, encoding }) {
    const { form, sure, candidates } = readText(bytes, encoding);
    const { doc } = readMarkdown(decode(bytes, form.encoding), key);
    return {
      doc: withGaps(documentSchema().nodeFromJSON(doc)),
      sheet: null,
      form,
      candidates: sure ? null : candidates,
      readOnly: null,
      losses: [],
    };
  },
  write(doc, { source, form, encoding }) {
    const { encoding: read, bom } = form ?? newTextForm;
    const to = encoding ?? read;
    const before = source && decode(source.bytes, read);
    const patched = patchMarkdown(before, source?.key ?? null, doc);
    // An encoding may have two spellings of a character; what was not changed keeps its own.
    if (source && patched === before && to === read) return source.bytes;
    const text = to === read ? patched : withoutPlaceholders(patched);
    refuseLoss(unencodable(text, to), to);
    return Buffer.concat([bom ? markBytes(to) : new Uint8Array(), encodeText(text, to)]);
  },
};
