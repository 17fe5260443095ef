import type { JSONContent } from '@tiptap/core';
import type { Node, Schema } from '@tiptap/pm/model';
import type { Author } from '../format.ts';
import { child, descendants, elementsOf, type XmlDocument, type XmlElement } from '../package/xml.ts';
import { offsetIn } from '../reference.ts';
import { lookProperties } from './look-properties.ts';
import { Markup } from './markup.ts';
import type { PackageEdits } from './package-edits.ts';
import { type AtomPiece, readParagraphSource } from './pieces.ts';
import { patchProperties } from './properties.ts';
import { linkOf, lookMarks, type ReadContext, type SourceBlock } from './reading.ts';
import type { ResolvedParagraph } from './resolved-paragraph.ts';
import { type Content, type NewWrapper, noChanges, type RunTemplate, type Wrapper } from './runs.ts';
import { innerParagraphs } from './shapes.ts';
import { type Look, lookOfMarks, type Token } from './tokens.ts';

/** The source and the other parts, as far as writing changed paragraphs needs them. */

export interface Tracking {
  readonly inserted: NewWrapper;
  readonly deleted: NewWrapper;
  /** The tracked change of a paragraph mark. */
  readonly mark: (kind: 'ins' | 'del') => string;
}

const closest = (element: XmlElement | null, name: string): XmlElement | null =>
  element === null || element.name === name ? element : closest(element.parent, name);

export class SaveContext {
  readonly schema: Schema;
  readonly markup: Markup;
  readonly reading: ReadContext;
  readonly edits: PackageEdits;
  readonly tracking: Tracking | null;
  /** Writes a paragraph inside an atom; set by `ParagraphWriter`. */
  inner: (element: XmlElement, before: JSONContent, after: JSONContent) => string = () => '';
  readonly #byStart = new Map<number, XmlElement>();
  readonly #templates = new Map<XmlElement, RunTemplate>();
  readonly #links = new Map<string, NewWrapper>();
  #id = 0;

  readonly #occurrences = new Map<string, number>();
  readonly #sections = new Map<XmlElement, Node>();

  /**
   * @param doc the document to save
   * @param author of tracked changes; null where changes are not tracked
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

  /** How many blocks of the document have a `src`. */
  occurrences(ref: string): number {
    return this.#occurrences.get(ref) ?? 0;
  }

  /** The last block that came from a paragraph which ends a section; null for any other paragraph. */
  sectionHolder(paragraph: XmlElement | undefined): Node | null {
    return (paragraph && this.#sections.get(paragraph)) ?? null;
  }

  /** A table of the source; undefined where the source has no such table. */
  table(ref: string): SourceBlock | undefined {
    const element = this.element(ref);
    return element && this.reading.tables.get(element);
  }

  /** A source paragraph as the editor received it. */
  nodeOfParagraph(element: XmlElement): Node {
    const json = this.reading.paragraphs.get(element);
    if (!json) throw new Error('invariant broken: a paragraph that was not read');
    return this.schema.nodeFromJSON(json);
  }

  /** Starts and ends of ranges in a deleted element whose other ends are elsewhere. */
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

  /** The element that a `src` names; undefined for a `src` of another file. */
  element(ref: string | null): XmlElement | undefined {
    const offset = offsetIn(this.reading.key, ref);
    return offset === null ? undefined : this.#byStart.get(offset);
  }

  /** The paragraph of a run, resolved. */
  #paragraphOf(run: XmlElement): ResolvedParagraph {
    return this.reading.sheet.paragraph(child(closest(run, 'w:p'), 'w:pPr'));
  }

  templateOf(run: XmlElement): RunTemplate {
    const known = this.#templates.get(run);
    if (known) return known;
    const { base = {} } = this.#paragraphOf(run).format;
    const made = { run, properties: child(run, 'w:rPr'), base };
    this.#templates.set(run, made);
    return made;
  }

  /** The template of the run that a mark names, and the look of the run's text. */
  runTemplate(ref: string): { template: RunTemplate; look: Look } | null {
    const run = this.element(ref);
    if (run?.name !== 'w:r') return null;
    const paragraph = this.#paragraphOf(run);
    const format = this.reading.sheet.run(child(run, 'w:rPr'), paragraph);
    const marks = lookMarks(format, paragraph.format.base ?? {});
    const look = lookOfMarks(
      marks
        .map(({ type, attrs }) => this.schema.marks[type]?.create(attrs))
        .filter((one) => one !== undefined),
    );
    return { template: this.templateOf(run), look };
  }

  /**
   * An atom of the source: with its inner text where that was edited, and, for an atom beside runs, with the changed
   * look in all of its runs.
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
    // Deleted text keeps its look.
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

  /** An atom that was moved or copied. */
  foreignAtom(token: Token, fallback: RunTemplate): { template: RunTemplate | null; content: Content } {
    const element = this.element(String(token.node.attrs.src ?? ''));
    const paragraph = element ? closest(element, 'w:p') : null;
    const piece =
      paragraph &&
      readParagraphSource(paragraph).pieces.find((one) => one.kind === 'atom' && one.element === element);
    if (piece?.kind !== 'atom') {
      // An atom of another file, whose source is not available: its text is written.
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

  /** Inserted content as the content of a run. */
  contentOf({ kind, text, node }: Token): Content {
    if (kind === 'break') return { kind: 'xml', xml: this.markup.tag('br') };
    if (kind === 'image') return { kind: 'xml', xml: this.edits.picture(this.markup, node) };
    if (text === '\t') return { kind: 'xml', xml: this.markup.tag('tab') };
    if (text === '\u00ad') return { kind: 'xml', xml: this.markup.tag('softHyphen') };
    return { kind: 'text', text, of: null };
  }
}

/** Runs in an element that belong to the same paragraph, in order. */
const ownRuns = (element: XmlElement): XmlElement[] => {
  if (element.name === 'w:r') return element.children.length > 0 ? [element] : [];
  return element.name === 'w:p' ? [] : elementsOf(element).flatMap(ownRuns);
};
