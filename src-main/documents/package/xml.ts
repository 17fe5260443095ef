import { SaxesParser } from 'saxes';
import { prefixOf } from './namespaces.ts';

/**
 * XML as a tree with offsets into the source. Offsets are UTF-16 code units, so that `source.slice(element.start,
 * element.end)` is the element as it was written.
 */
export interface XmlElement {
  /**
   * Name under the standard prefix of its namespace (`w:p`), whatever prefix the file binds; `{uri}name` for an
   * unknown namespace.
   */
  readonly name: string;
  /** Values by standard name (`w:val`); a name without a namespace is unchanged (`Id`). */
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
  /** Prefix → URI of the declarations on this element; null for none. */
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

/** Real documents stay far below these limits. */
export const usualLimits: XmlLimits = { elements: 6_000_000, depth: 300 };

/** The source is not well-formed XML, or larger than the limits. */
export class XmlError extends Error {
  readonly kind: 'malformed' | 'too-large' | 'too-deep';
  constructor(kind: XmlError['kind'], message: string) {
    super(message);
    this.kind = kind;
  }

  /** Whether the source exceeds the limits and is not malformed. */
  get isOverLimit(): boolean {
    return this.kind !== 'malformed';
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Growing = Omit<Mutable<XmlElement>, 'children' | 'parent'> & {
  children: (XmlElement | string)[];
  parent: Growing | null;
};

/** The prefixes that are bound where an element stands; names are resolved once and remembered. */
class Scope {
  readonly #uris: ReadonlyMap<string, string>;
  readonly #elements = new Map<string, string>();
  readonly #attributes = new Map<string, string>();

  constructor(uris: ReadonlyMap<string, string>) {
    this.#uris = uris;
  }

  /** The scope of an element that declares more prefixes. */
  with(declares: Readonly<Record<string, string>>): Scope {
    return new Scope(new Map([...this.#uris, ...Object.entries(declares)]));
  }

  element(raw: string): string {
    return this.#remembered(this.#elements, raw, (prefix) => this.#uris.get(prefix));
  }

  attribute(raw: string): string {
    // The default namespace applies to elements only.
    return this.#remembered(this.#attributes, raw, (prefix) =>
      prefix === '' ? undefined : this.#uris.get(prefix),
    );
  }

  #remembered(
    known: Map<string, string>,
    raw: string,
    uriOf: (prefix: string) => string | undefined,
  ): string {
    const found = known.get(raw);
    if (found !== undefined) return found;
    const name = qualified(raw, uriOf);
    known.set(raw, name);
    return name;
  }
}

/** @throws XmlError for a prefix that is not bound */
function qualified(raw: string, uriOf: (prefix: string) => string | undefined): string {
  const colon = raw.indexOf(':');
  const uri = uriOf(colon < 0 ? '' : raw.slice(0, colon));
  if (uri === undefined && colon >= 0) throw new XmlError('malformed', `unbound prefix of ${raw}`);
  const local = raw.slice(colon + 1);
  if (uri === undefined || uri === '') return local;
  const prefix = prefixOf(uri);
  return prefix === undefined ? `{${uri}}${local}` : `${prefix}:${local}`;
}

const outermost = new Scope(
  new Map([
    ['xml', 'http://www.w3.org/XML/1998/namespace'],
    ['xmlns', 'http://www.w3.org/2000/xmlns/'],
  ]),
);

const isDeclaration = (name: string): boolean => name === 'xmlns' || name.startsWith('xmlns:');

/** The prefixes that a start tag declares, with their URIs; null where it declares none, as nearly all tags. */
function declarations(attributes: Readonly<Record<string, string>>): Record<string, string> | null {
  let found: Record<string, string> | null = null;
  for (const name in attributes) {
    if (!isDeclaration(name)) continue;
    found ??= {};
    found[name.slice('xmlns:'.length)] = attributes[name] ?? '';
  }
  return found;
}

/** Builds the tree from the events of the parser. */
class TreeBuilder {
  readonly #source: string;
  readonly #limits: XmlLimits;
  readonly #parser = new SaxesParser({ xmlns: false, position: true });
  /** One for each open element, behind the outermost. */
  readonly #scopes = [outermost];
  #root: Growing | null = null;
  #current: Growing | null = null;
  /** Offset of the start tag that is being read. */
  #tagStart = 0;
  #elements = 0;

  constructor(source: string, limits: XmlLimits) {
    this.#source = source;
    this.#limits = limits;
    const parser = this.#parser;
    parser.on('error', (error) => {
      throw new XmlError('malformed', error.message);
    });
    parser.on('opentagstart', () => {
      this.#tagStart = source.lastIndexOf('<', parser.position - 1);
    });
    parser.on('opentag', (tag) => this.#open(tag.name, tag.attributes));
    parser.on('closetag', (tag) => this.#close(tag.isSelfClosing));
    const text = (value: string) => void this.#current?.children.push(value);
    parser.on('text', text);
    parser.on('cdata', text);
  }

  build(): XmlDocument {
    this.#parser.write(this.#source).close();
    if (!this.#root) throw new XmlError('malformed', 'no root element');
    return { source: this.#source, root: this.#root };
  }

  #open(name: string, written: Readonly<Record<string, string>>): void {
    const { elements, depth } = this.#limits;
    if (++this.#elements > elements) throw new XmlError('too-large', `over ${elements} elements`);
    if (this.#scopes.length > depth) throw new XmlError('too-deep', `nested over ${depth} levels`);
    const declares = declarations(written);
    const around = this.#scopes.at(-1) ?? outermost;
    const scope = declares ? around.with(declares) : around;
    this.#scopes.push(scope);
    const attributes: Record<string, string> = {};
    for (const raw in written)
      if (!declares || !isDeclaration(raw)) attributes[scope.attribute(raw)] = written[raw] ?? '';
    const { position } = this.#parser;
    const element: Growing = {
      name: scope.element(name),
      attributes,
      children: [],
      parent: this.#current,
      start: this.#tagStart,
      openEnd: position,
      closeStart: position,
      end: position,
      declares,
    };
    this.#current?.children.push(element);
    this.#root ??= element;
    this.#current = element;
  }

  #close(isEmptyElement: boolean): void {
    this.#scopes.pop();
    if (!this.#current) return;
    const { position } = this.#parser;
    this.#current.end = position;
    this.#current.closeStart = isEmptyElement ? position : this.#source.lastIndexOf('</', position - 1);
    this.#current = this.#current.parent;
  }
}

/** @throws XmlError */
export const parseXml = (source: string, limits: XmlLimits = usualLimits): XmlDocument =>
  new TreeBuilder(source, limits).build();

export const isElement = (node: XmlElement | string): node is XmlElement => typeof node !== 'string';

export const elementsOf = (element: XmlElement): XmlElement[] => element.children.filter(isElement);

/** The first child with a name. */
export function child(element: XmlElement | null | undefined, name: string): XmlElement | undefined {
  for (const one of element?.children ?? []) if (typeof one !== 'string' && one.name === name) return one;
  return undefined;
}

/** The element and all elements below it, in document order. */
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

type Place = Pick<XmlElement, 'start' | 'openEnd' | 'closeStart' | 'end'>;

/** The name of an element as the file writes it, with the file's own prefix. */
export const writtenName = (source: string, { start, openEnd }: Place): string =>
  /^<([^\s/>]+)/.exec(source.slice(start, openEnd))?.[1] ?? '';

/** The start tag of an element as the file writes it; an empty-element tag becomes a start tag. */
export const startTag = (source: string, { start, openEnd }: Place): string =>
  source.slice(start, openEnd).replace(/\s*\/>$/, '>');

/** The end tag of an element; a new one for an empty-element tag. */
export const endTag = (source: string, place: Place): string =>
  place.closeStart < place.end
    ? source.slice(place.closeStart, place.end)
    : `</${writtenName(source, place)}>`;

/** An element with other content between its own tags. */
export const withContent = (source: string, place: Place, content: string): string =>
  startTag(source, place) + content + endTag(source, place);

/**
 * A document with more content inside one of its elements.
 * @param before offset at which the content is inserted; by default the end of the element's content
 */
export function insertInto(
  source: string,
  place: Place,
  added: string,
  before: number = place.closeStart,
): string {
  const { start, closeStart, end } = place;
  if (closeStart < end) return source.slice(0, before) + added + source.slice(before);
  return source.slice(0, start) + withContent(source, place, added) + source.slice(end);
}

/** `w:val` of a child; null where the child or its value is missing. */
export const childValue = (element: XmlElement | null | undefined, name: string): string | null =>
  child(element, name)?.attributes['w:val'] ?? null;

/** Whether a value of an on/off attribute says on (ECMA-376 part 1, 22.9.2.7). */
export const isOnValue = (value: string): boolean => !['0', 'false', 'off'].includes(value);

/** Whether the element of an on/off property says on (17.17.4): on without a value. */
export const saysOn = ({ attributes }: XmlElement): boolean => {
  const value = attributes['w:val'] ?? 'true';
  return isOnValue(value) && value !== 'none';
};

/** Whether a property list has an on/off property that says on; null where the property is missing. */
export function isOn(element: XmlElement | null | undefined, name: string): boolean | null {
  const found = child(element, name);
  return found ? saysOn(found) : null;
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Escapes text for an element or a double-quoted attribute. */
export const escapeXml = (text: string): string =>
  text
    .replace(/[&<>"]/g, (character) => escapes[character] ?? character)
    // Parsers would normalise a carriage return.
    .replace(/\r/g, '&#13;')
    // Characters that XML 1.0 cannot represent.
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '');
