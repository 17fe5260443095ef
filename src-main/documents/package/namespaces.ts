/**
 * The namespaces of OOXML under the prefixes that ECMA-376 uses. Files bind other prefixes, or none, and the strict
 * conformance class has other URIs, so names are compared by namespace.
 */
const byPrefix: Readonly<Record<string, readonly string[]>> = {
  w: [
    'http://schemas.openxmlformats.org/wordprocessingml/2006/main',
    'http://purl.oclc.org/ooxml/wordprocessingml/main',
  ],
  r: [
    'http://schemas.openxmlformats.org/officeDocument/2006/relationships',
    'http://purl.oclc.org/ooxml/officeDocument/relationships',
  ],
  a: ['http://schemas.openxmlformats.org/drawingml/2006/main', 'http://purl.oclc.org/ooxml/drawingml/main'],
  wp: [
    'http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing',
    'http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing',
  ],
  pic: [
    'http://schemas.openxmlformats.org/drawingml/2006/picture',
    'http://purl.oclc.org/ooxml/drawingml/picture',
  ],
  c: ['http://schemas.openxmlformats.org/drawingml/2006/chart', 'http://purl.oclc.org/ooxml/drawingml/chart'],
  dgm: [
    'http://schemas.openxmlformats.org/drawingml/2006/diagram',
    'http://purl.oclc.org/ooxml/drawingml/diagram',
  ],
  m: [
    'http://schemas.openxmlformats.org/officeDocument/2006/math',
    'http://purl.oclc.org/ooxml/officeDocument/math',
  ],
  mc: ['http://schemas.openxmlformats.org/markup-compatibility/2006'],
  v: ['urn:schemas-microsoft-com:vml'],
  o: ['urn:schemas-microsoft-com:office:office'],
  w14: ['http://schemas.microsoft.com/office/word/2010/wordml'],
  w15: ['http://schemas.microsoft.com/office/word/2012/wordml'],
  wps: ['http://schemas.microsoft.com/office/word/2010/wordprocessingShape'],
  wpg: ['http://schemas.microsoft.com/office/word/2010/wordprocessingGroup'],
  rel: ['http://schemas.openxmlformats.org/package/2006/relationships'],
  ct: ['http://schemas.openxmlformats.org/package/2006/content-types'],
  pkg: ['http://schemas.microsoft.com/office/2006/xmlPackage'],
  xml: ['http://www.w3.org/XML/1998/namespace'],
  xmlns: ['http://www.w3.org/2000/xmlns/'],
};

const byUri = new Map(
  Object.entries(byPrefix).flatMap(([prefix, uris]) => uris.map((uri) => [uri, prefix] as const)),
);

/** The standard prefix of a namespace; undefined for an unknown namespace. */
export const prefixOf = (uri: string): string | undefined => byUri.get(uri);

/** The URI of a standard prefix in the transitional or the strict conformance class. */
export const uriOf = (prefix: string, strict = false): string | undefined =>
  byPrefix[prefix]?.[strict ? 1 : 0] ?? byPrefix[prefix]?.[0];
