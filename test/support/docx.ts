import { createHash } from 'node:crypto';
import type { Node } from '@tiptap/pm/model';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { openDocx, type SaveOptions, saveDocx } from '../../src-main/documents/docx/docx.ts';
import { openPackage } from '../../src-main/documents/package/opc.ts';
import { documentSchema } from '../../src-main/documents/schema/extensions.ts';

/** Small .docx files out of XML, and what the reader and the writer make of them. */

export const namespaces = {
  w: 'http://schemas.openxmlformats.org/wordprocessingml/2006/main',
  r: 'http://schemas.openxmlformats.org/officeDocument/2006/relationships',
  a: 'http://schemas.openxmlformats.org/drawingml/2006/main',
  wp: 'http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing',
  pic: 'http://schemas.openxmlformats.org/drawingml/2006/picture',
  m: 'http://schemas.openxmlformats.org/officeDocument/2006/math',
  mc: 'http://schemas.openxmlformats.org/markup-compatibility/2006',
  w14: 'http://schemas.microsoft.com/office/word/2010/wordml',
  wps: 'http://schemas.microsoft.com/office/word/2010/wordprocessingShape',
  v: 'urn:schemas-microsoft-com:vml',
} as const;

const declared = Object.entries(namespaces)
  .map(([prefix, uri]) => `xmlns:${prefix}="${uri}"`)
  .join(' ');

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const office = 'application/vnd.openxmlformats-officedocument.wordprocessingml';
const kinds = ['styles', 'numbering', 'settings', 'footnotes'] as const;

export interface DocxParts {
  /** Inner XML of the parts of these names. */
  readonly styles?: string;
  readonly numbering?: string;
  readonly settings?: string;
  readonly footnotes?: string;
  /** Relationships of the main part, as XML. */
  readonly relations?: string;
  /** The whole main part in place of one around the body. */
  readonly main?: string;
  readonly more?: Readonly<Record<string, string | Uint8Array>>;
}

/** @param body inner XML of `w:body` */
export function docxOf(body: string, parts: DocxParts = {}): Uint8Array {
  const present = kinds.filter((kind) => parts[kind] !== undefined);
  const types = present.map(
    (kind) => `<Override PartName="/word/${kind}.xml" ContentType="${office}.${kind}+xml"/>`,
  );
  const relations = present.map(
    (kind) => `<Relationship Id="r-${kind}" Type="${namespaces.r}/${kind}" Target="${kind}.xml"/>`,
  );
  const root = { settings: 'settings', styles: 'styles', numbering: 'numbering', footnotes: 'footnotes' };
  const files: Record<string, Uint8Array> = {
    '[Content_Types].xml': strToU8(
      `${xml}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Override PartName="/word/document.xml" ContentType="${office}.document.main+xml"/>${types.join('')}</Types>`,
    ),
    '_rels/.rels': strToU8(
      `${xml}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${namespaces.r}/officeDocument" Target="word/document.xml"/></Relationships>`,
    ),
    'word/_rels/document.xml.rels': strToU8(
      `${xml}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${relations.join('')}${parts.relations ?? ''}</Relationships>`,
    ),
    'word/document.xml': strToU8(
      parts.main ?? `${xml}<w:document ${declared}><w:body>${body}</w:body></w:document>`,
    ),
  };
  for (const kind of present)
    files[`word/${kind}.xml`] = strToU8(
      `${xml}<w:${root[kind]} ${declared}>${parts[kind]}</w:${root[kind]}>`,
    );
  for (const [name, content] of Object.entries(parts.more ?? {}))
    files[name] = typeof content === 'string' ? strToU8(content) : content;
  return zipSync(files, { mtime: new Date(2024, 0, 1) });
}

/** The key that a file's `src` references begin with in these tests. */
export const keyOf = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex').slice(0, 8);

export function open(bytes: Uint8Array): Node {
  const doc = documentSchema().nodeFromJSON(openDocx(openPackage(bytes), keyOf(bytes)).doc);
  doc.check();
  return doc;
}

export const save = (bytes: Uint8Array, doc: Node, options: SaveOptions = {}): Uint8Array =>
  saveDocx(openPackage(bytes), keyOf(bytes), doc, options);

/** A part of a package as text. */
export function partOf(bytes: Uint8Array, name = 'word/document.xml'): string {
  const part = unzipSync(bytes)[name];
  if (!part) throw new Error(`no ${name}`);
  return new TextDecoder().decode(part);
}

/** Inner XML of the body. */
export const bodyOf = (bytes: Uint8Array): string =>
  /<w:body>([\s\S]*)<\/w:body>/.exec(partOf(bytes))?.[1] ?? '';

/** Where a text stands in a document: positions of its beginning and its end. */
export function find(doc: Node, text: string): { from: number; to: number } {
  let from = -1;
  doc.descendants((node, pos) => {
    if (from >= 0 || !node.isTextblock) return from < 0;
    const at = node.textBetween(0, node.content.size, '\n', '\ufffc').indexOf(text);
    if (at >= 0) from = pos + 1 + at;
    return false;
  });
  if (from < 0) throw new Error(`“${text}” is not in the document`);
  return { from, to: from + text.length };
}
