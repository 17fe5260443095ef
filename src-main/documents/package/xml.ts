import { SaxesParser } from 'saxes';
import { prefixOf } from './namespaces.ts';

/**
 * XML as a tree that knows its place in the source. Offsets are UTF-16 code units of the source string, so that
 * `source.slice(element.start, element.end)` is the element as it was written.
 */
export interface XmlElement {
  /** `w:p` under the standard prefix of its namespace, whatever the file binds; `{uri}name` for an unknown one. */
  readonly name: string;
  /** Values by standard name (`w:val`); a name without a namespace stays as it is (`Id`). */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (XmlElement | string)[];
  readonly parent: XmlElement | null;
  /** Before `<`. */
  readonly start: number;
  /** After the `>` of the start tag. */
  readonly openEnd: number;
  /** Before the end tag; equals `openEnd` of an empty-element tag. */
  readonly closeStart: number;
  /** After the last `>`. */
  readonly end: number;
  /** Prefix → URI as declared on this very element; null for none. */
  readonly declares: Readonly<Record<string, string>> | null;
}

export interface XmlDocument {
  readonly source: string;
  readonly root: XmlElement;
}

export interface XmlLimits {
  /** Most elements of one part. */
  readonly elements: number;
  /** Deepest nesting. */
  readonly depth: number;
}

/** What a document that somebody wrote stays far below. */
export const usualLimits: XmlLimits = { elements: 6_000_000, depth: 300 };

/** The source is not well-formed XML, or larger than the limits. */
export class XmlError extends Error {
  readonly kind: 'malformed' | 'too-large' | 'too-deep';
  constructor(kind: XmlError['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Growing = Omit<Mutable<XmlElement>, 'children' | 'parent'> & {
  children: (XmlElement | string)[];
  parent: Growing | null;
};

/** The prefixes that are bound where an element stands, and the names that were resolved there. */
interface Scope {
  readonly uris: ReadonlyMap<string, string>;
  readonly elements: Map<string, string>;
  readonly attributes: Map<string, string>;
}

const outermost: Scope = {
  uris: new Map([
    ['xml', 'http://www.w3.org/XML/1998/namespace'],
    ['xmlns', 'http://www.w3.org/2000/xmlns/'],
  ]),
  elements: new Map(),
  attributes: new Map(),
};

/** @throws XmlError for a prefix that is not bound */
function qualified(raw: string, isAttribute: boolean, { uris }: Scope): string {
  const colon = raw.indexOf(':');
  // The default namespace is one of elements only.
  if (colon < 0 && isAttribute) return raw;
  const uri = uris.get(colon < 0 ? '' : raw.slice(0, colon));
  if (uri === undefined && colon >= 0) throw new XmlError('malformed', `unbound prefix of ${raw}`);
  const local = raw.slice(colon + 1);
  if (uri === undefined || uri === '') return local;
  const prefix = prefixOf(uri);
  return prefix === undefined ? `{${uri}}${local}` : `${prefix}:${local}`;
}

/** What a start tag declares: prefix → URI; null for nothing, as nearly every element. */
function declarations(attributes: Readonly<Record<string, string>>): Record<string, string> | null {
  let found: Record<string, string> | null = null;
  for (const name in attributes) {
    if (!name.startsWith('xmlns')) continue;
    const prefix = name === 'xmlns' ? '' : name.startsWith('xmlns:') ? name.slice(6) : null;
    if (prefix === null) continue;
    found ??= {};
    found[prefix] = attributes[name] ?? '';
  }
  return found;
}

const isDeclaration = (name: string): boolean => name === 'xmlns' || name.startsWith('xmlns:');

/** @throws XmlError */
export function parseXml(source: string, limits: XmlLimits = usualLimits): XmlDocument {
  const parser = new SaxesParser({ xmlns: false, position: true });
  let root: Growing | null = null;
  let current: Growing | null = null;
  let tagStart = 0;
  let elements = 0;
  const scopes: Scope[] = [outermost];
  let scope = outermost;

  const nameOf = (raw: string, isAttribute: boolean): string => {
    const known = isAttribute ? scope.attributes : scope.elements;
    let name = known.get(raw);
    if (name === undefined) {
      name = qualified(raw, isAttribute, scope);
      known.set(raw, name);
    }
    return name;
  };
  const text = (value: string) => {
    if (current) current.children.push(value);
  };

  parser.on('error', (error) => {
    throw new XmlError('malformed', error.message);
  });
  parser.on('opentagstart', () => {
    tagStart = source.lastIndexOf('<', parser.position - 1);
  });
  parser.on('opentag', (tag) => {
    if (++elements > limits.elements) throw new XmlError('too-large', `over ${limits.elements} elements`);
    if (scopes.length > limits.depth) throw new XmlError('too-deep', `nested over ${limits.depth} levels`);
    const declares = declarations(tag.attributes);
    if (declares)
      scope = {
        uris: new Map([...scope.uris, ...Object.entries(declares)]),
        elements: new Map(),
        attributes: new Map(),
      };
    scopes.push(scope);
    const attributes: Record<string, string> = {};
    for (const raw in tag.attributes)
      if (!declares || !isDeclaration(raw)) attributes[nameOf(raw, true)] = tag.attributes[raw] ?? '';
    const element: Growing = {
      name: nameOf(tag.name, false),
      attributes,
      children: [],
      parent: current,
      start: tagStart,
      openEnd: parser.position,
      closeStart: parser.position,
      end: parser.position,
      declares,
    };
    current?.children.push(element);
    root ??= element;
    current = element;
  });
  parser.on('closetag', (tag) => {
    scopes.pop();
    scope = scopes.at(-1) ?? outermost;
    if (!current) return;
    current.end = parser.position;
    current.closeStart = tag.isSelfClosing ? parser.position : source.lastIndexOf('</', parser.position - 1);
    current = current.parent;
  });
  parser.on('text', text);
  parser.on('cdata', text);
  parser.write(source).close();
  if (!root) throw new XmlError('malformed', 'no root element');
  return { source, root };
}

export const isElement = (node: XmlElement | string): node is XmlElement => typeof node !== 'string';

export const elementsOf = (element: XmlElement): XmlElement[] => element.children.filter(isElement);

/** The first child of a name. */
export function child(element: XmlElement | null | undefined, name: string): XmlElement | undefined {
  for (const one of element?.children ?? []) if (typeof one !== 'string' && one.name === name) return one;
  return undefined;
}

/** Every element below, in document order, the element itself first. */
export function* descendants(element: XmlElement): Generator<XmlElement> {
  const open: XmlElement[] = [element];
  for (let one = open.pop(); one; one = open.pop()) {
    yield one;
    for (let i = one.children.length - 1; i >= 0; i--) {
      const below = one.children[i];
      if (below !== undefined && typeof below !== 'string') open.push(below);
    }
  }
}

export const textContent = (element: XmlElement): string =>
  element.children.map((one) => (typeof one === 'string' ? one : textContent(one))).join('');

/**
 * A document with more inside one of its elements; an empty-element tag opens up.
 * @param before offset that it stands at; the element's end where it is missing
 */
export function insertInto(
  source: string,
  { start, end, openEnd, closeStart }: XmlElement,
  added: string,
  before: number = closeStart,
): string {
  if (closeStart < end) return source.slice(0, before) + added + source.slice(before);
  const [, tag = ''] = /^<([^\s/>]+)/.exec(source.slice(start)) ?? [];
  return `${source.slice(0, openEnd).replace(/\s*\/>$/, '>')}${added}</${tag}>${source.slice(end)}`;
}

/** `w:val` of a child; null where either is missing. */
export const childValue = (element: XmlElement | null | undefined, name: string): string | null =>
  child(element, name)?.attributes['w:val'] ?? null;

/** An on/off property (ECMA-376 part 1, 17.17.4): on by being there, off by value, null where it is missing. */
export function isOn(element: XmlElement | null | undefined, name: string): boolean | null {
  const found = child(element, name);
  return found ? !['0', 'false', 'off', 'none'].includes(found.attributes['w:val'] ?? 'true') : null;
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as it may stand in an element or between the double quotes of an attribute. */
export const escapeXml = (text: string): string =>
  text
    .replace(/[&<>"]/g, (character) => escapes[character] ?? character)
    // A line end in an attribute or a carriage return in text would be read as something else.
    .replace(/\r/g, '&#13;')
    // What XML 1.0 has no way to write.
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '');
