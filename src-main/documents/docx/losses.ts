import { openPackage, type Package } from './package.ts';

/** What a .docx holds that the editor cannot keep. */
export const lossKinds = [
  'tracked-changes',
  'headers-footers',
  'comments',
  'footnotes',
  'fields',
  'text-boxes',
  'formulas',
  'charts',
  'embedded-objects',
  'columns',
] as const;
export type LossKind = (typeof lossKinds)[number];

export interface Loss {
  readonly kind: LossKind;
  readonly count: number;
}

const count = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length;

const textOfPart = (files: Package, name: string): string =>
  new TextDecoder().decode(files.bytes(name) ?? new Uint8Array());

/** Parts of a kind that hold some text of their own. */
const written = (files: Package, pattern: RegExp): number =>
  files.names.filter(
    (name) => pattern.test(name) && /<w:t[ >]|<w:drawing|<w:pict/.test(textOfPart(files, name)),
  ).length;

/** Finds what saving would lose, with how often it occurs. @throws CodedError `document-unreadable` */
export function findLosses(data: Uint8Array): Loss[] {
  const files = openPackage(data);
  const body = textOfPart(files, 'word/document.xml');
  // Links are kept; a field that a link is written as counts as a link.
  const fields = count(body, /<w:fldChar [^>]*w:fldCharType="begin"/g) + count(body, /<w:fldSimple /g);
  const linkFields = count(body, /<w:instrText[^>]*>\s*HYPERLINK/g);
  const found: Record<LossKind, number> = {
    'tracked-changes': count(body, /<w:(?:ins|del|moveFrom|moveTo) /g),
    'headers-footers': written(files, /^word\/(?:header|footer)\d*\.xml$/),
    comments: count(body, /<w:commentReference /g),
    footnotes: count(body, /<w:(?:footnote|endnote)Reference /g),
    fields: Math.max(0, fields - linkFields),
    'text-boxes': count(body, /<w:txbxContent[ >]/g),
    formulas: count(body, /<m:oMath[ >]/g),
    charts: count(body, /<c:chart /g),
    'embedded-objects': count(body, /<w:object[ >]/g),
    columns: count(body, /<w:cols [^>]*w:num="(?:[2-9]|\d\d)"/g),
  };
  return lossKinds.filter((kind) => found[kind] > 0).map((kind) => ({ kind, count: found[kind] }));
}
