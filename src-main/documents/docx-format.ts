import type { Node } from '@tiptap/pm/model';
import { blankDocx } from './docx/blank.ts';
import { openDocx, saveDocx } from './docx/docx.ts';
import type { Loss, Media, PackageFormat, ReadResult, WriteOptions } from './format.ts';
import { openPackage } from './package/opc.ts';
import { descendants, parseXml, textContent } from './package/xml.ts';
import { documentSchema } from './schema/extensions.ts';

/** Word's format. Its reader finds gaps itself, since a gap may span several runs. */

function read(bytes: Uint8Array, { key }: { readonly key: string }): ReadResult {
  const opened = openDocx(openPackage(bytes), key);
  const losses: Loss[] = opened.signed ? [{ kind: 'signature', count: 1 }] : [];
  const { sheet, readOnly } = opened;
  return {
    doc: documentSchema().nodeFromJSON(opened.doc),
    sheet,
    form: null,
    candidates: null,
    readOnly,
    losses,
    ranges: opened.ranges,
  };
}

/** Key of the blank package: no `src` of a document has it. */
const newKey = 'new';

function write(doc: Node, { source, author }: WriteOptions): Uint8Array {
  // A new document is saved as a change of the blank package.
  if (source === null) return saveDocx(openPackage(blankDocx()), newKey, doc);
  return saveDocx(openPackage(source.bytes), source.key, doc, author ? { author } : {});
}

/** Media types that a browser shows. */
const shown = /^image\/(?:png|jpeg|gif|bmp|webp|svg\+xml)$/;

function media(bytes: Uint8Array, part: string): Media | null {
  const files = openPackage(bytes);
  const type = files.contentType(part);
  if (type === null || !shown.test(type) || !files.has(part)) return null;
  return { type, bytes: files.zip.read(part) };
}

/** Counts the parts besides the main one that have text: headers, footers, notes, comments. */
function otherTexts(bytes: Uint8Array): number {
  const files = openPackage(bytes);
  const isOther = (part: string) =>
    part !== files.mainPart && /\.xml$/i.test(part) && hasText(files.text(part));
  return files.zip.names.filter(isOther).length;
}

function hasText(xml: string): boolean {
  const { root } = parseXml(xml);
  for (const element of descendants(root))
    if (element.name === 'w:t' && textContent(element).trim() !== '') return true;
  return false;
}

export const docxFormat: PackageFormat = {
  read,
  write,
  newSheet: () => openDocx(openPackage(blankDocx()), newKey).sheet,
  media,
  otherTexts,
};
