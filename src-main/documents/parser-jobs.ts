import { documentFrom, type OpenOptions, openDocument, type SaveOptions, saveDocument } from './document.ts';
import type { OpenedContent, SheetAnswer } from './document-parser.ts';
import type { Loss, Media } from './format.ts';
import { formats } from './formats.ts';
import { layoutDocx } from './layouts/layouts.ts';
import { lossesBetween } from './losses.ts';
import type { ParserJobs } from './parser-protocol.ts';
import { readXlsx, type SheetData } from './xlsx.ts';

/** The jobs of the parser's process by name; document-parser.ts has them as methods. */

interface OpenJob extends OpenOptions {
  readonly bytes: Uint8Array;
}

interface SaveJob extends SaveOptions {
  readonly content: string;
}

const open = ({ bytes, ...options }: OpenJob): OpenedContent => {
  const { doc, ...rest } = openDocument(bytes, options);
  return { ...rest, content: JSON.stringify(doc) };
};

const save = ({ content, ...options }: SaveJob): Uint8Array => saveDocument(documentFrom(content), options);

function losses({ content, left, ...options }: SaveJob & { left: Uint8Array | null }): Loss[] {
  const doc = documentFrom(content);
  const lost = lossesBetween(doc, saveDocument(doc, options), options.format);
  const parts = left === null ? 0 : formats.docx.otherTexts(left);
  return parts > 0 ? [...lost, { kind: 'parts', count: parts }] : lost;
}

const sheet = ({ source }: { source: Uint8Array | null }): SheetAnswer => {
  if (source === null) return { sheet: formats.docx.newSheet(), readOnly: null };
  const { sheet: found, readOnly } = openDocument(source, { name: '', format: 'docx' });
  return { sheet: found, readOnly };
};

const media = ({ source, part }: { source: Uint8Array; part: string }): Media | null =>
  formats.docx.media(source, part);

const sheets = ({ bytes }: { bytes: Uint8Array }): SheetData[] => readXlsx(bytes);

export const parserJobs = {
  open,
  layout: layoutDocx,
  save,
  losses,
  sheet,
  media,
  sheets,
} satisfies ParserJobs;
