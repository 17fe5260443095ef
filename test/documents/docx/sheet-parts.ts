import { createSheet, type SheetReader } from '../../../src-main/documents/docx/sheet.ts';
import { parseXml, type XmlElement } from '../../../src-main/documents/package/xml.ts';

const namespaces = [
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"',
  'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"',
  'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
].join(' ');

/** One element of WordprocessingML: `word('<w:p/>')`. */
export const word = (xml: string): XmlElement =>
  parseXml(xml.replace(/^<([\w:]+)/, `<$1 ${namespaces}`)).root;

/** Contents of the parts, without their root elements. */
export interface PartContents {
  readonly styles?: string;
  readonly numbering?: string;
  readonly theme?: string;
  readonly settings?: string;
}

export function sheetOf({ styles, numbering, theme, settings }: PartContents): SheetReader {
  const part = (name: string, content: string | undefined) =>
    content === undefined ? null : word(`<${name}>${content}</${name}>`);
  return createSheet({
    styles: part('w:styles', styles),
    numbering: part('w:numbering', numbering),
    theme: part('a:theme', theme),
    settings: part('w:settings', settings),
  });
}

/** A paragraph style; `basedOn` and `name` are optional. */
export const style = (id: string, content: string, basedOn?: string, type = 'paragraph'): string =>
  `<w:style w:type="${type}" w:styleId="${id}"><w:name w:val="${id}"/>${
    basedOn === undefined ? '' : `<w:basedOn w:val="${basedOn}"/>`
  }${content}</w:style>`;

export const pPr = (content: string): XmlElement => word(`<w:pPr>${content}</w:pPr>`);
export const rPr = (content: string): XmlElement => word(`<w:rPr>${content}</w:rPr>`);
