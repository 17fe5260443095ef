import { uriOf } from './namespaces.ts';
import { elementsOf, escapeXml, insertInto, parseXml, writtenName, type XmlElement } from './xml.ts';

/** Relationships and content types of a package (ECMA-376 part 2), as text in and out. */

export interface Relationship {
  readonly id: string;
  /** The whole URI. */
  readonly type: string;
  /** Last segment of the type, the same in both conformance classes: `styles`, `image`, `commentsExtended`. */
  readonly kind: string;
  /** Name of a part, or an address outside the package. */
  readonly target: string;
  readonly external: boolean;
}

/** The `.rels` part of a part; of the package for an empty name. */
export function relationshipsPart(part: string): string {
  const at = part.lastIndexOf('/') + 1;
  return `${part.slice(0, at)}_rels/${part.slice(at)}.rels`;
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Resolves a target relative to the part that holds it; `/` is the package's root. Fragments are left out. */
export function resolveTarget(part: string, target: string): string {
  const path = target.replaceAll('\\', '/').replace(/#.*$/s, '');
  const folders = path.startsWith('/') ? [] : part.split('/').slice(0, -1);
  for (const step of path.split('/')) {
    if (step === '..') folders.pop();
    else if (step !== '.' && step !== '') folders.push(step);
  }
  return folders.join('/');
}

export const kindOf = (type: string): string => type.slice(type.lastIndexOf('/') + 1);

/**
 * @param find the name of a part by another spelling, or null
 * @throws XmlError
 */
export function parseRelationships(
  xml: string,
  part: string,
  find: (name: string) => string | null,
): Map<string, Relationship> {
  const found = new Map<string, Relationship>();
  for (const { name, attributes } of elementsOf(parseXml(xml).root)) {
    if (name !== 'rel:Relationship') continue;
    const { Id: id = '', Type: type = '', Target: written = '' } = attributes;
    const external = attributes.TargetMode === 'External';
    const resolved = resolveTarget(part, written);
    const decoded = decodePercent(resolved);
    const target = external
      ? written
      : (find(resolved) ?? find(decoded) ?? find(encodeURI(decoded)) ?? decoded);
    found.set(id, { id, type, kind: kindOf(type), target, external });
  }
  return found;
}

/** The key of an override's part; names are compared without case. */
const partKey = (name = ''): string => decodePercent(name.replace(/^\//, '')).toLowerCase();

/** @throws XmlError */
export function parseContentTypes(xml: string): (part: string) => string | null {
  const defaults = new Map<string, string>();
  const overrides = new Map<string, string>();
  for (const { name, attributes } of elementsOf(parseXml(xml).root)) {
    const type = attributes.ContentType ?? '';
    if (name === 'ct:Default') defaults.set((attributes.Extension ?? '').toLowerCase(), type);
    if (name === 'ct:Override') overrides.set(partKey(attributes.PartName), type);
  }
  return (part) => {
    const key = part.toLowerCase();
    return overrides.get(key) ?? defaults.get(key.slice(key.lastIndexOf('.') + 1)) ?? null;
  };
}

/** Appends an element to the root; everything else stays as it is written. */
function appendTo(
  xml: string,
  root: XmlElement,
  name: string,
  attributes: Readonly<Record<string, string>>,
): string {
  const tag = writtenName(xml, root);
  const prefix = tag.includes(':') ? tag.slice(0, tag.indexOf(':') + 1) : '';
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value)}"`);
  return insertInto(xml, root, `<${prefix}${name}${written.join('')}/>`);
}

/** A `[Content_Types].xml` with the type of a part; the same text where it has that type already. @throws XmlError */
export function withContentType(xml: string, part: string, type: string): string {
  if (parseContentTypes(xml)(part) === type) return xml;
  const { root } = parseXml(xml);
  const own = elementsOf(root).find(
    ({ name, attributes }) => name === 'ct:Override' && partKey(attributes.PartName) === part.toLowerCase(),
  );
  const without = own ? xml.slice(0, own.start) + xml.slice(own.end) : xml;
  return appendTo(without, parseXml(without).root, 'Override', {
    PartName: `/${encodeURI(part)}`,
    ContentType: type,
  });
}

const emptyRelationships = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="${uriOf('rel')}"/>`;

/**
 * A `.rels` text with one more relationship, and the new id.
 * @param xml null where the part has no relationships
 * @param type whole URI
 * @throws XmlError
 */
export function withRelationship(
  xml: string | null,
  { type, target, external = false }: { type: string; target: string; external?: boolean },
): { xml: string; id: string } {
  const text = xml ?? emptyRelationships;
  const { root } = parseXml(text);
  const numbers = elementsOf(root).map(({ attributes }) => /^rId(\d{1,9})$/.exec(attributes.Id ?? '')?.[1]);
  const id = `rId${numbers.reduce((most, one) => Math.max(most, Number(one ?? 0)), 0) + 1}`;
  const mode = external ? { TargetMode: 'External' } : {};
  const added = { Id: id, Type: type, Target: external ? target : encodeURI(target), ...mode };
  return { xml: appendTo(text, root, 'Relationship', added), id };
}

/** A part's name as the target of a relationship of another part. */
export function targetFrom(part: string, name: string): string {
  const [from, to] = [part.split('/').slice(0, -1), name.split('/')];
  let shared = 0;
  while (shared < from.length && shared < to.length - 1 && from[shared] === to[shared]) shared++;
  return [...from.slice(shared).map(() => '..'), ...to.slice(shared)].join('/');
}
