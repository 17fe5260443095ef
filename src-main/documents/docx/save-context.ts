import type { JSONContent } from '@tiptap/core';
import type { Node, Schema } from '@tiptap/pm/model';
import { child, descendants, elementsOf, type XmlDocument, type XmlElement } from '../package/xml.ts';
import { lookProperties } from './look-properties.ts';
import { Markup } from './markup.ts';
import type { PackageEdits } from './package-edits.ts';
import { type AtomPiece, readParagraphSource } from './pieces.ts';
import { patchProperties } from './properties.ts';
import { linkOf, lookMarks, type ReadContext, type SourceBlock } from './reading.ts';
import { type Content, type NewWrapper, noChanges, type RunTemplate, type Wrapper } from './runs.ts';
import { innerParagraphs } from './shapes.ts';
import { type Look, lookOfMarks, type Token } from './tokens.ts';

/** Everything that writing a changed paragraph needs of the source and of the other parts. */

export interface Tracking {
  readonly inserted: NewWrapper;
  readonly deleted: NewWrapper;
  /** The mark of a paragraph that came or went. */
  readonly mark: (kind: 'ins' | 'del') => string;
}

const closest = (element: XmlElement | null, name: string): XmlElement | null =>
  element === null || element.name === name ? element : closest(element.parent, name);

export interface Author {
  readonly name: string;
  /** ISO 8601. */
  readonly date: string;
}

export class SaveContext {
  readonly schema: Schema;
  readonly markup: Markup;
  readonly reading: ReadContext;
  readonly edits: PackageEdits;
  readonly tracking: Tracking | null;
  /** Writes the paragraphs inside an atom; set by the writer of paragraphs. */
  inner: (element: XmlElement, before: JSONContent, after: JSONContent) => string = () => '';
  readonly #byStart = new Map<number, XmlElement>();
  readonly #templates = new Map<XmlElement, RunTemplate>();
  readonly #links = new Map<string, NewWrapper>();
  #id = 0;

  readonly #occurrences = new Map<string, number>();
  readonly #sections = new Map<XmlElement, Node>();

  /**
   * @param doc the document as it shall be
   * @param author who changes it where changes are tracked; null elsewhere
   */
  constructor(
    document: XmlDocument,
    doc: Node,
    schema: Schema,
    reading: ReadContext,
    edits: PackageEdits,
    author: Author | null,
  ) {
    this.schema = schema;
    this.markup = new Markup(document);
    this.reading = reading;
    this.edits = edits;
    for (const element of descendants(document.root)) {
      this.#byStart.set(element.start, element);
      const id = Number(element.attributes['w:id']);
      if (Number.isInteger(id) && id > this.#id) this.#id = id;
    }
    doc.descendants((node) => this.#count(node));
    this.tracking = author && {
      inserted: this.#change('ins', author),
      deleted: this.#change('del', author),
      mark: (kind) => this.markup.tag(kind, { id: ++this.#id, author: author.name, date: author.date }),
    };
  }

  #count(node: Node): boolean {
    const src: unknown = node.attrs.src;
    if (typeof src !== 'string' || node.isInline) return !node.isTextblock;
    this.#occurrences.set(src, (this.#occurrences.get(src) ?? 0) + 1);
    const element = this.element(src);
    if (element && child(child(element, 'w:pPr'), 'w:sectPr')) this.#sections.set(element, node);
    return !node.isTextblock;
  }

  /** How many blocks of the document name a source element. */
  occurrences(ref: string): number {
    return this.#occurrences.get(ref) ?? 0;
  }

  /** The last block that came of a paragraph that ends a section; null for any other paragraph. */
  sectionHolder(paragraph: XmlElement | undefined): Node | null {
    return (paragraph && this.#sections.get(paragraph)) ?? null;
  }

  /** A table of the source; undefined for one that is not there. */
  table(ref: string): SourceBlock | undefined {
    const element = this.element(ref);
    return element && this.reading.tables.get(element);
  }

  /** A paragraph of the source as the editor was given it. */
  nodeOfParagraph(element: XmlElement): Node {
    const json = this.reading.paragraphs.get(element);
    if (!json) throw new Error('invariant broken: a paragraph that was not read');
    return this.schema.nodeFromJSON(json);
  }

  /** Starts and ends of ranges inside an element that is gone whose other ends are elsewhere. */
  openRanges(element: XmlElement): string {
    const ends = new Map<string, XmlElement[]>();
    for (const one of descendants(element)) {
      const [, kind] = /^w:((?:bookmark|commentRange|perm))(?:Start|End)$/.exec(one.name) ?? [];
      if (kind === undefined) continue;
      const key = `${kind} ${one.attributes['w:id'] ?? ''}`;
      ends.set(key, [...(ends.get(key) ?? []), one]);
    }
    return [...ends.values()]
      .filter(({ length }) => length === 1)
      .flat()
      .map((one) => this.markup.slice(one))
      .join('');
  }

  #change(name: string, author: Author): NewWrapper {
    return {
      open: () => this.markup.start(name, { id: ++this.#id, author: author.name, date: author.date }),
      close: this.markup.end(name),
    };
  }

  /** The element that a `src` names; undefined for one of another file. */
  element(ref: string | null): XmlElement | undefined {
    const [key, offset] = ref?.split(':') ?? [];
    if (key !== this.reading.key || offset === undefined) return undefined;
    return this.#byStart.get(Number.parseInt(offset, 36));
  }

  templateOf(run: XmlElement): RunTemplate {
    const known = this.#templates.get(run);
    if (known) return known;
    const paragraph = closest(run, 'w:p');
    const resolved = this.reading.sheet.paragraph(paragraph ? child(paragraph, 'w:pPr') : undefined);
    const made = { run, properties: child(run, 'w:rPr'), base: resolved.format.base ?? {} };
    this.#templates.set(run, made);
    return made;
  }

  /** The run that a mark names, and how text of it looks. */
  runTemplate(ref: string): { template: RunTemplate; look: Look } | null {
    const run = this.element(ref);
    if (run?.name !== 'w:r') return null;
    const paragraph = closest(run, 'w:p');
    const resolved = this.reading.sheet.paragraph(paragraph ? child(paragraph, 'w:pPr') : undefined);
    const marks = lookMarks(
      this.reading.sheet.run(child(run, 'w:rPr'), resolved),
      resolved.format.base ?? {},
    );
    const look = lookOfMarks(
      marks
        .map(({ type, attrs }) => this.schema.marks[type]?.create(attrs))
        .filter((one) => one !== undefined),
    );
    return { template: this.templateOf(run), look };
  }

  /**
   * A piece of the source that is shown as a whole; with its text where that was edited, and where it stands beside
   * runs with the changed look in all of its own.
   */
  atom(piece: AtomPiece, before: Node, after: Node, changes: ReadonlyMap<string, unknown>): string {
    if (piece.shape.inner.length === 0) return this.#relooked(piece, piece.run ? noChanges : changes);
    return this.withInner(
      piece.element,
      before.attrs.inner as JSONContent[],
      after.attrs.inner as JSONContent[],
    );
  }

  #relooked({ element, start, end, shape }: AtomPiece, changes: ReadonlyMap<string, unknown>): string {
    const { markup } = this;
    const { source } = markup;
    // What is deleted is no text any more.
    if (changes.size === 0 || shape.kind === 'deleted') return source.slice(start, end);
    const siblings = element.parent ? elementsOf(element.parent) : [element];
    const runs = siblings.filter((one) => one.start >= start && one.end <= end).flatMap(ownRuns);
    let out = '';
    let at = start;
    for (const run of runs) {
      const { properties, base } = this.templateOf(run);
      const patch = lookProperties(markup, changes, properties, base);
      out += source.slice(at, properties?.start ?? run.openEnd);
      out += patchProperties(markup, 'rPr', properties, patch);
      at = properties?.end ?? run.openEnd;
    }
    return out + source.slice(at, end);
  }

  /** An element whose inner paragraphs may have changed. */
  withInner(element: XmlElement, before: JSONContent[] | null, after: JSONContent[] | null): string {
    const { source } = this.markup;
    let out = '';
    let at = element.start;
    for (const [i, paragraph] of innerParagraphs(element).entries()) {
      const [old, now] = [before?.[i], after?.[i]];
      if (!old || !now || JSON.stringify(old) === JSON.stringify(now)) continue;
      out += source.slice(at, paragraph.start) + this.inner(paragraph, old, now);
      at = paragraph.end;
    }
    return out + source.slice(at, element.end);
  }

  /** An atom that was moved or copied to where it is now. */
  foreignAtom(token: Token, fallback: RunTemplate): { template: RunTemplate | null; content: Content } {
    const element = this.element(String(token.node.attrs.src ?? ''));
    const paragraph = element ? closest(element, 'w:p') : null;
    const piece =
      paragraph &&
      readParagraphSource(paragraph).pieces.find((one) => one.kind === 'atom' && one.element === element);
    if (piece?.kind !== 'atom') {
      // Of a file that is not at hand: what a reader saw of it.
      const text = String(token.node.attrs.text ?? '');
      return { template: fallback, content: { kind: 'text', text, of: null } };
    }
    const xml = this.markup.source.slice(piece.start, piece.end);
    return { template: piece.run ? this.templateOf(piece.run) : null, content: { kind: 'xml', xml } };
  }

  linkOf(wrapper: XmlElement): string | null {
    return linkOf(wrapper, this.reading);
  }

  link(href: string): Wrapper {
    const known = this.#links.get(href);
    if (known) return known;
    const attributes = href.startsWith('#')
      ? { anchor: href.slice(1), history: '1' }
      : { 'r:id': this.edits.relate('hyperlink', href), history: '1' };
    const made = {
      open: () => this.markup.start('hyperlink', attributes),
      close: this.markup.end('hyperlink'),
    };
    this.#links.set(href, made);
    return made;
  }

  /** What the writer put in, as the content of a run. */
  contentOf({ kind, text, node }: Token): Content {
    if (kind === 'break') return { kind: 'xml', xml: this.markup.tag('br') };
    if (kind === 'image') return { kind: 'xml', xml: this.edits.picture(this.markup, node) };
    if (text === '\t') return { kind: 'xml', xml: this.markup.tag('tab') };
    if (text === '\u00ad') return { kind: 'xml', xml: this.markup.tag('softHyphen') };
    return { kind: 'text', text, of: null };
  }
}

/** Runs in an element that are its paragraph's own, in order. */
const ownRuns = (element: XmlElement): XmlElement[] => {
  if (element.name === 'w:r') return element.children.length > 0 ? [element] : [];
  return element.name === 'w:p' ? [] : elementsOf(element).flatMap(ownRuns);
};
