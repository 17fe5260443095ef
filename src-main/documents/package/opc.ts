import { parseContentTypes, parseRelationships, type Relationship, relationshipsPart } from './opc-parts.ts';
import { packageError, refusal } from './refusals.ts';
import { mainPartOf, whatIs } from './what-is.ts';
import { decodeXml, encodeXml, newXmlForm, type XmlForm } from './xml-text.ts';
import { openZip, type Zip } from './zip.ts';

/** The package of a .docx (ECMA-376 part 2). Parts are named as in the archive: without a leading slash. */
export interface Package {
  readonly zip: Zip;
  /** Name of the main part, `word/document.xml` as a rule. */
  readonly mainPart: string;
  has(part: string): boolean;
  contentType(part: string): string | null;
  /** Relationships by id; empty where the part has no `.rels`. @throws CodedError */
  relationships(part: string): ReadonlyMap<string, Relationship>;
  /**
   * The target of the first relationship of a kind; null without one, or where the part is missing.
   * @param kind last segment of the relationship's type: `styles`, `numbering`, `commentsExtended`
   */
  related(part: string, kind: string): string | null;
  /** An XML part as text, without its byte order mark. @throws CodedError */
  text(part: string): string;
  /** The bytes of a changed part in its own encoding; UTF-8 for a new part. */
  encodeText(part: string, text: string): Uint8Array;
}

/** Reads from a package. @throws CodedError of refusals.ts for damaged content */
function guarded<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw packageError(error);
  }
}

/** Caches results by part. */
function remembered<T>(read: (part: string) => T): (part: string) => T {
  const known = new Map<string, T>();
  return (part) => {
    let value = known.get(part);
    if (value === undefined) {
      value = guarded(() => read(part));
      known.set(part, value);
    }
    return value;
  };
}

/**
 * Opens a .docx; for other files the error names what they are (refusals.ts).
 * @throws CodedError `document-…`
 */
export function openPackage(bytes: Uint8Array): Package {
  const kind = whatIs(bytes);
  if (kind !== 'docx') throw refusal(kind);
  const zip = guarded(() => openZip(bytes));
  const mainPart = guarded(() => mainPartOf(zip));
  if (mainPart === null) throw refusal('no-main-part');
  const decoded = remembered((part) => decodeXml(zip.read(part)));
  const relationships = remembered((part): ReadonlyMap<string, Relationship> => {
    const rels = zip.find(relationshipsPart(part));
    return rels === null ? new Map() : parseRelationships(decoded(rels).text, part, zip.find);
  });
  const types = zip.find('[Content_Types].xml');
  const contentType = types === null ? () => null : guarded(() => parseContentTypes(decoded(types).text));
  const formOf = (part: string): XmlForm => (zip.find(part) === null ? newXmlForm : decoded(part).form);
  return {
    zip,
    mainPart,
    has: (part) => zip.find(part) !== null,
    contentType,
    relationships,
    related(part, kind) {
      for (const one of relationships(part).values())
        if (one.kind === kind && !one.external) return zip.find(one.target);
      return null;
    },
    text: (part) => decoded(part).text,
    encodeText: (part, text) => encodeXml(text, formOf(part)),
  };
}
