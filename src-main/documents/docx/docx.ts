import type { JSONContent } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import type { PageFormat, Sheet } from '../../contract/document-formats.ts';
import type { Author } from '../format.ts';
import type { Package } from '../package/opc.ts';
import { packageError, refusal } from '../package/refusals.ts';
import {
  child,
  descendants,
  isOn,
  isOnValue,
  parseXml,
  type XmlDocument,
  type XmlElement,
} from '../package/xml.ts';
import { patchZip } from '../package/zip-patch.ts';
import { documentSchema } from '../schema/extensions.ts';
import { own } from '../schema/own.ts';
import { readBlocks } from './blocks-read.ts';
import { createPackageEdits } from './edits.ts';
import { footOf } from './foot.ts';
import { withPageNumbers } from './foot-patch.ts';
import { Markup } from './markup.ts';
import { pageFormat } from './page.ts';
import { patchPage } from './page-patch.ts';
import type { ReadContext, SourceBlock } from './reading.ts';
import { BlockWriter } from './save-blocks.ts';
import { SaveContext } from './save-context.ts';
import { readSections } from './sections.ts';
import { createSheet } from './sheet.ts';

/** Reads a .docx as the editor's document and writes a changed document back into its package. */

export interface OpenedDocx {
  readonly doc: JSONContent;
  readonly sheet: Sheet;
  /** Why the file may not be edited; null where it may be. */
  readonly readOnly: 'protected' | null;
  /** Whether the file tracks changes. */
  readonly tracksChanges: boolean;
  /** Whether the file has a digital signature, which any change breaks. */
  readonly signed: boolean;
  /** How many bookmarks and comment ranges the body has, by kind. */
  readonly ranges: Readonly<Record<string, number>>;
}

interface Reading {
  readonly document: XmlDocument;
  readonly body: XmlElement;
  readonly context: ReadContext;
  readonly blocks: readonly SourceBlock[];
  readonly settings: XmlElement | null;
  /** Page format of the last section. */
  readonly page: PageFormat;
}

function parseMain(files: Package): XmlDocument {
  try {
    return parseXml(files.text(files.mainPart));
  } catch (error) {
    throw packageError(error);
  }
}

/** @throws CodedError of refusals.ts */
function readMain(files: Package, key: string): Reading {
  const document = parseMain(files);
  const body = child(document.root, 'w:body');
  if (document.root.name !== 'w:document' || !body) throw refusal('wrong-root');
  const part = (kind: string): XmlElement | null => {
    const name = files.related(files.mainPart, kind);
    try {
      return name === null ? null : parseXml(files.text(name)).root;
    } catch {
      // A damaged part costs formatting, no text. The part stays in the file as it is.
      return null;
    }
  };
  const settings = part('settings');
  const relations = files.relationships(files.mainPart);
  const context: ReadContext = {
    key,
    sheet: createSheet({
      styles: part('styles'),
      numbering: part('numbering'),
      theme: part('theme'),
      settings,
    }),
    relation: (id) => relations.get(id),
    notes: { footnote: 0, endnote: 0 },
    paragraphs: new Map(),
    tables: new Map(),
  };
  const foot = footOf(files, body, settings);
  const page = { ...pageFormat(child(body, 'w:sectPr')), ...(foot && { foot }) };
  return { document, body, context, blocks: readBlocks(body, context), settings, page };
}

/** Whether editing is restricted to more than tracked changes. */
function protection(settings: XmlElement | null): OpenedDocx['readOnly'] {
  const found = child(settings, 'w:documentProtection');
  if (!found || isOn(settings, 'w:documentProtection') === false) return null;
  const enforced = found.attributes['w:enforcement'] ?? '0';
  const kind = found.attributes['w:edit'] ?? 'none';
  const locks = kind !== 'none' && kind !== 'trackedChanges';
  return locks && isOnValue(enforced) ? 'protected' : null;
}

const rangeKinds: Readonly<Record<string, string>> = {
  'w:bookmarkStart': 'bookmark',
  'w:commentRangeStart': 'commentRange',
};

function rangesIn(body: XmlElement): Readonly<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const { name } of descendants(body)) {
    const kind = own(rangeKinds, name);
    if (kind !== undefined) found[kind] = (found[kind] ?? 0) + 1;
  }
  return found;
}

/**
 * @param key first half of every `src`
 * @throws CodedError of refusals.ts
 */
export function openDocx(files: Package, key: string): OpenedDocx {
  const { body, context, blocks, settings, page } = readMain(files, key);
  const content = blocks.map(({ json }) => json);
  const doc: JSONContent = {
    type: 'doc',
    attrs: { page },
    content: content.length > 0 ? content : [{ type: 'paragraph' }],
  };
  return {
    doc,
    sheet: { ...context.sheet.sheet, ...readSections(files, body, context, settings) },
    readOnly: protection(settings),
    tracksChanges: isOn(settings, 'w:trackRevisions') === true,
    ranges: rangesIn(body),
    signed: files.zip.names.some((name) => /^_xmlsignatures\//i.test(name)),
  };
}

export interface SaveOptions {
  /** The author of tracked changes, for files that track them. */
  readonly author?: Author;
}

/**
 * The package with the document's changes. Unchanged parts are copied byte for byte.
 * @param files the package that the document was opened from
 * @param key that it was opened with
 */
export function saveDocx(files: Package, key: string, doc: Node, { author }: SaveOptions = {}): Uint8Array {
  const reading = readMain(files, key);
  const { document, body, context, blocks, settings, page: before } = reading;
  const tracks = isOn(settings, 'w:trackRevisions') === true;
  const edits = createPackageEdits(files, new Markup(document).strict);
  const save = new SaveContext(
    document,
    doc,
    documentSchema(),
    context,
    edits,
    tracks && author ? author : null,
  );
  const writer = new BlockWriter(save);
  const section = child(body, 'w:sectPr');
  const end = section?.start ?? body.closeStart;
  const inner = writer.container(blocks, body.openEnd, end, doc);
  const after: PageFormat | null = doc.attrs.page;
  const page = patchPage(save.markup, section, before, after);
  const { source: text } = document;
  const rest = section ? page + text.slice(section.end, body.closeStart) : page;
  const written = `${text.slice(0, body.openEnd)}${inner}${rest}${text.slice(body.closeStart)}`;
  const { sheet } = context.sheet;
  const numbered = after?.foot === 'official' && before.foot === undefined;
  const changed = numbered ? withPageNumbers(written, { edits, sheet, settings }) : written;
  const changes = new Map(edits.changes());
  if (changed !== text) changes.set(files.mainPart, files.encodeText(files.mainPart, changed));
  return patchZip(files.zip.bytes, changes);
}
