import { uriOf } from '../package/namespaces.ts';
import { escapeXml, type XmlDocument, type XmlElement } from '../package/xml.ts';

export type Attributes = Readonly<Record<string, string | number | null>>;

/** Writes elements under the prefixes that the file binds itself. */
export class Markup {
  readonly source: string;
  /** The conformance class, as the namespace of the root tells. */
  readonly strict: boolean;
  readonly #prefixes = new Map<string, string>();
  readonly #elementPrefix: string;
  readonly #attributePrefix: string | null;

  constructor({ source, root }: XmlDocument) {
    this.source = source;
    const raw = source.slice(root.start, root.openEnd);
    this.strict = raw.includes('http://purl.oclc.org/ooxml/wordprocessingml/main');
    for (const [prefix, uri] of Object.entries(root.declares ?? {})) {
      if (!this.#prefixes.has(uri) || prefix !== '') this.#prefixes.set(uri, prefix);
    }
    const [, tag = ''] = /^<([^\s/>]+)/.exec(raw) ?? [];
    this.#elementPrefix = tag.includes(':') ? `${tag.split(':')[0]}:` : '';
    const bound = this.#prefixes.get(this.#uri('w'));
    this.#attributePrefix = this.#elementPrefix !== '' ? this.#elementPrefix : bound ? `${bound}:` : null;
  }

  #uri(prefix: string): string {
    return uriOf(prefix, this.strict) ?? '';
  }

  /** Whether the file declares a namespace on its root. */
  declares(prefix: string): boolean {
    return this.#prefixes.has(this.#uri(prefix));
  }

  /**
   * An element of WordprocessingML.
   * @param name without a prefix
   * @param attributes by local name; null leaves one out. `r:id` is an attribute of relationships.
   */
  tag(name: string, attributes: Attributes = {}, inner?: string): string {
    const start = this.start(name, attributes);
    return inner === undefined || inner === ''
      ? `${start.slice(0, -1)}/>`
      : `${start}${inner}${this.end(name)}`;
  }

  /** A start tag. */
  start(name: string, attributes: Attributes = {}): string {
    const written = Object.entries(attributes)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => this.#attribute(key, String(value)))
      .join('');
    const declared = written.includes(' bumo-w:') ? ` xmlns:bumo-w="${this.#uri('w')}"` : '';
    return `<${this.#elementPrefix}${name}${declared}${written}>`;
  }

  end(name: string): string {
    return `</${this.#elementPrefix}${name}>`;
  }

  #attribute(key: string, value: string): string {
    if (key === 'xml:space') return ` xml:space="${escapeXml(value)}"`;
    if (key.startsWith('r:')) {
      const prefix = this.#prefixes.get(this.#uri('r'));
      const local = key.slice(2);
      return prefix
        ? ` ${prefix}:${local}="${escapeXml(value)}"`
        : ` xmlns:bumo-r="${this.#uri('r')}" bumo-r:${local}="${escapeXml(value)}"`;
    }
    return ` ${this.#attributePrefix ?? 'bumo-w:'}${key}="${escapeXml(value)}"`;
  }

  /** An element as it stands in the source. */
  slice({ start, end }: Pick<XmlElement, 'start' | 'end'>): string {
    return this.source.slice(start, end);
  }

  /** A text element; white space at its ends stays. */
  text(text: string, name = 't'): string {
    return this.tag(name, /^\s|\s$|\s\s/.test(text) ? { 'xml:space': 'preserve' } : {}, escapeXml(text));
  }

  /** The name of an element without its prefix, as `tag` takes it. */
  static local(element: XmlElement): string {
    return element.name.slice(element.name.indexOf(':') + 1);
  }
}
