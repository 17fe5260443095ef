import { uriOf } from '../package/namespaces.ts';
import { escapeXml, type XmlDocument, type XmlElement } from '../package/xml.ts';

export type Attributes = Readonly<Record<string, string | number | null>>;

/** A start tag without the ids of a paragraph or row, which no two elements may share. */
export const withoutIds = (tag: string): string => tag.replace(/\s[\w.-]+:(?:paraId|textId)="[^"]*"/g, '');

/** Writes WordprocessingML under the prefixes that the file itself binds. */
export class Markup {
  readonly source: string;
  /** Whether the file is of the strict conformance class, by the namespace of its root. */
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

  /** An element as it is written in the source. */
  slice({ start, end }: Pick<XmlElement, 'start' | 'end'>): string {
    return this.source.slice(start, end);
  }

  /** A text element that preserves white space. */
  text(text: string, name = 't'): string {
    return this.tag(name, /^\s|\s$|\s\s/.test(text) ? { 'xml:space': 'preserve' } : {}, escapeXml(text));
  }

  /** A shading without a pattern. @param fill six hexadecimal digits; null for the automatic colour */
  shading(fill: string | null): string {
    return this.tag('shd', { val: 'clear', color: 'auto', fill: fill ?? 'auto' });
  }

  /**
   * A border.
   * @param width in eighths of a point
   * @param space from the text, in points
   */
  line(name: string, width: number, { kind = 'single', space = 0, color = 'auto' } = {}): string {
    return this.tag(name, { val: kind, sz: Math.round(width), space: Math.round(space), color });
  }
}
