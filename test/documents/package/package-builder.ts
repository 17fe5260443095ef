import { type BuiltEntry, buildZip } from './zip-builder.ts';

/** Packages of a few parts, as small as a .docx can be. */

const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
export const wordNamespace = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';

export const rels = (...items: readonly (readonly [id: string, kind: string, target: string])[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${items
    .map(([id, kind, target]) => `<Relationship Id="${id}" Type="${office}/${kind}" Target="${target}"/>`)
    .join('')}</Relationships>`;

export const types = (main: string, type = 'wordprocessingml.document'): string =>
  `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/${main}" ContentType="application/vnd.openxmlformats-officedocument.${type}.main+xml"/></Types>`;

export const wordText = (text: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="${wordNamespace}"><w:body><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:body></w:document>`;

/** Parts of a package by name; `change` replaces some, and `null` leaves one out. */
export function buildPackage(change: Readonly<Record<string, string | Uint8Array | null>> = {}): Uint8Array {
  const parts = {
    '[Content_Types].xml': types('word/document.xml'),
    '_rels/.rels': rels(['rId1', 'officeDocument', 'word/document.xml']),
    'word/document.xml': wordText('关于召开会议的通知'),
    ...change,
  };
  const entries = Object.entries(parts).flatMap(([name, content]): BuiltEntry[] =>
    content === null ? [] : [{ name, content }],
  );
  return buildZip(entries);
}
