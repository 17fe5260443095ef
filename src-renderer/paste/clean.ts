import type { ParagraphFormat } from '../../src-main/contract/document-formats.ts';
import { addDeclarations, type Declarations, type StyleRules } from './css-rules.ts';
import { styleName } from './inert-html.ts';
import { isLabel, type ListLabel, labelAsText, labelOf, textOf } from './list-labels.ts';
import { type Inherited, inheritedBy, type Origin, paragraphFormat } from './paragraph-look.ts';
import { type Picture, type PictureSource, pictureHtml } from './pictures.ts';
import { type FontElement, LookCache, type RunLook } from './run-look.ts';
import {
  childrenOf,
  isBlockTag,
  isElement,
  isUnseen,
  nameOf,
  type SourceElement,
  type SourceNode,
} from './source.ts';
import { tableHtml } from './tables.ts';
import { type Entry, entriesHtml, Inlines, type ParagraphShape, paragraphHtml } from './writer.ts';

/** Cleans the HTML of another program into HTML that the schema reads: its visible content, with looks as data. */

/** The context that an element gives its content. */
interface Around {
  readonly look: RunLook;
  readonly inherited: Inherited;
  readonly paragraph: ParagraphShape;
  /** Depth of the list; -1 outside of lists. */
  readonly level: number;
}

export interface CleanOptions {
  readonly origin: Origin;
  readonly rules: StyleRules;
  readonly pictures: PictureSource;
  /** Whether the document has paragraph styles: then defaults must be written, too. */
  readonly complete: boolean;
}

/** Properties that hide an element and all inside it. */
function isHidden(element: SourceElement, said: Declarations): boolean {
  if (element.getAttribute('hidden') !== null) return true;
  const size = said.get('font-size');
  return (
    said.get('display')?.toLowerCase() === 'none' ||
    /^(?:hidden|collapse)$/i.test(said.get('visibility') ?? '') ||
    /^all$/i.test(said.get('mso-hide') ?? '') ||
    /^0(?:\.0+)?$/.test(said.get('opacity') ?? '') ||
    (size !== undefined && /^0(?:\.0+)?(?:[a-z]+|%)?$/i.test(size)) ||
    /^comment/i.test(said.get('mso-element') ?? '') ||
    said.get('mso-special-character')?.toLowerCase() === 'comment' ||
    /\bmsocomanchor\b/i.test(element.getAttribute('class') ?? '')
  );
}

const noParagraph: ParagraphShape = { format: null, heading: null };
const top: Around = { look: {}, inherited: {}, paragraph: noParagraph, level: -1 };

const address = /^(?:https?:\/\/|mailto:|ftp:\/\/)/i;

class Cleaner {
  readonly #options: CleanOptions;
  readonly #said = new Map<string, Declarations>();
  readonly #looks = new LookCache();
  #entries: Entry[] = [];
  #inlines: Inlines | null = null;
  #shape: ParagraphShape = noParagraph;
  /** A label before the next text, of a kind of list that the editor lacks. */
  #prefix = '';

  constructor(options: CleanOptions) {
    this.#options = options;
  }

  /** The cleaned content of one element: of a cell, of an item. */
  inside(element: SourceNode, around: Around): Entry[] {
    const outer = { entries: this.#entries, inlines: this.#inlines, shape: this.#shape };
    this.#entries = [];
    this.#inlines = null;
    this.#children(element, around);
    this.#end();
    const made = this.#entries;
    this.#entries = outer.entries;
    this.#inlines = outer.inlines;
    this.#shape = outer.shape;
    return made;
  }

  #saysOf(element: SourceElement): Declarations {
    const [tag, names] = [nameOf(element), element.getAttribute('class') ?? ''];
    const ruled = this.#options.rules.of(tag, names);
    const style = element.getAttribute(styleName);
    if (style === null) return ruled;
    const key = `${tag} ${names}\n${style}`;
    const known = this.#said.get(key);
    if (known) return known;
    const said = new Map(ruled);
    addDeclarations(style, said);
    this.#said.set(key, said);
    return said;
  }

  #children(parent: SourceNode, around: Around): void {
    for (const child of childrenOf(parent)) {
      if (child.nodeType === 3) this.#text(child.nodeValue ?? '', around);
      else if (isElement(child)) this.#element(child, around);
    }
  }

  #open(around: Around): Inlines {
    if (!this.#inlines) {
      this.#inlines = new Inlines();
      this.#shape = around.paragraph;
      const { align } = around.inherited;
      if (around.paragraph === noParagraph && align !== undefined)
        this.#shape = { ...noParagraph, format: { ...around.inherited } };
    }
    return this.#inlines;
  }

  #end(): void {
    if (this.#inlines) this.#entries.push({ kind: 'block', html: paragraphHtml(this.#shape, this.#inlines) });
    this.#inlines = null;
  }

  #text(text: string, around: Around): void {
    // Spaces between blocks belong to no paragraph.
    if (!this.#inlines && !around.look.pre && /^[ \t\r\n\f]*$/.test(text)) return;
    this.#open(around).add(text, around.look);
  }

  #element(element: SourceElement, around: Around): void {
    const tag = nameOf(element);
    if (isUnseen(tag)) return;
    const said = this.#saysOf(element);
    if (isHidden(element, said)) return;
    const inner = this.#within(element, tag, said, around);
    if (tag === 'br') this.#break(said, inner);
    else if (tag === 'img' || tag === 'v:imagedata') this.#picture(element, said, inner);
    else if (tag === 'hr') this.#block('<hr>');
    else if (tag === 'table') this.#table(element, said, inner);
    else if (tag === 'ul' || tag === 'ol') this.#list(element, tag === 'ol', said, inner);
    else if (tag === 'blockquote') this.#quote(element, inner);
    else if (isBlockTag(tag) || said.get('display') === 'block')
      this.#blockElement(element, tag, said, inner);
    else this.#inline(element, said, inner);
  }

  #within(element: SourceElement, tag: string, said: Declarations, around: Around): Around {
    const isBlock = isBlockTag(tag);
    const font: FontElement | null =
      tag === 'font'
        ? {
            color: element.getAttribute('color'),
            face: element.getAttribute('face'),
            size: element.getAttribute('size'),
          }
        : null;
    let look = this.#looks.inside(around.look, tag, said, isBlock, font);
    const href = tag === 'a' ? element.getAttribute('href') : null;
    if (href !== null && address.test(href)) look = { ...look, href };
    if (!isBlock) return look === around.look ? around : { ...around, look };
    const align = tag === 'center' ? 'center' : element.getAttribute('align');
    const inherited = inheritedBy(
      around.inherited,
      said,
      tag === 'table' ? null : align,
      this.#options.origin,
    );
    return { ...around, look, inherited };
  }

  #block(html: string): void {
    this.#end();
    this.#entries.push({ kind: 'block', html });
  }

  #break(said: Declarations, around: Around): void {
    if (said.get('page-break-before')?.toLowerCase() === 'always')
      this.#block('<div data-page-break=""></div>');
    else this.#open(around).break(around.look);
  }

  #picture(element: SourceElement, said: Declarations, around: Around): void {
    const size = (name: 'width' | 'height') => said.get(name) ?? element.getAttribute(name);
    const picture: Picture = {
      src: element.getAttribute('src') ?? '',
      alt: (element.getAttribute('alt') ?? '').replace(/\s+/g, ' ').trim(),
      width: size('width'),
      height: size('height'),
    };
    const shown = pictureHtml(picture, around.look.href !== undefined, this.#options.pictures);
    if (shown === null) return;
    if (shown.kind === 'html') this.#open(around).addHtml(shown.html, around.look);
    else
      this.#open(around).addLiteral(shown.text, { ...around.look, ...(shown.href && { href: shown.href }) });
  }

  #inline(element: SourceElement, said: Declarations, around: Around): void {
    if (isLabel(element)) return;
    const tabs = Number(said.get('mso-tab-count') ?? 0);
    if (tabs > 0) this.#open(around).addLiteral('\t'.repeat(Math.min(20, tabs)), around.look);
    else if (/^yes$/i.test(said.get('mso-spacerun') ?? ''))
      this.#open(around).addLiteral(textOf(element).replace(/[\s\u00a0]/g, ' '), around.look);
    else this.#children(element, around);
  }

  #quote(element: SourceElement, around: Around): void {
    const html = entriesHtml(this.inside(element, around));
    if (html !== '') this.#block(`<blockquote>${html}</blockquote>`);
  }

  #table(element: SourceElement, said: Declarations, around: Around): void {
    this.#end();
    const html = tableHtml(element, said, {
      saysOf: (one) => this.#saysOf(one),
      isHidden,
      // Text in a cell does not continue the alignment around the table.
      cell: (cell, row) => entriesHtml(this.#cell(cell, { ...around, inherited: {}, level: -1 }, row)),
    });
    if (html !== '') this.#entries.push({ kind: 'block', html });
  }

  #cell(cell: SourceElement, around: Around, row: SourceElement): Entry[] {
    const rowAround = this.#within(row, 'tr', this.#saysOf(row), around);
    const inner = this.#within(cell, nameOf(cell), this.#saysOf(cell), {
      ...rowAround,
      paragraph: noParagraph,
    });
    return this.inside(cell, inner);
  }

  #list(element: SourceElement, ordered: boolean, said: Declarations, around: Around): void {
    const level = around.level + 1;
    let number = Number(element.getAttribute('start') ?? 1) || 1;
    const bare = !ordered && /none/i.test(said.get('list-style-type') ?? said.get('list-style') ?? '');
    this.#end();
    for (const child of childrenOf(element)) {
      if (!isElement(child)) continue;
      const tag = nameOf(child);
      if (tag !== 'li') {
        this.#element(child, { ...around, level: tag === 'ul' || tag === 'ol' ? level : around.level });
        continue;
      }
      const own = this.#saysOf(child);
      if (isHidden(child, own)) continue;
      const inner = this.#within(child, tag, own, { ...around, level, paragraph: noParagraph });
      this.#item(child, { ordered, level, start: number++, bare }, inner);
    }
  }

  #item(
    element: SourceElement,
    { ordered, level, start, bare }: { ordered: boolean; level: number; start: number; bare: boolean },
    around: Around,
  ): void {
    const made = this.inside(element, around);
    const split = made.findIndex(({ kind }) => kind === 'item');
    const own = split < 0 ? made : made.slice(0, split);
    const html = entriesHtml(own);
    if (bare) this.#entries.push(...made);
    else {
      // An item begins with a paragraph.
      const item = /^<p[ >]/.test(html) ? html : `<p></p>${html}`;
      this.#entries.push({ kind: 'item', ordered, level, start, html: item });
      if (split >= 0) this.#entries.push(...made.slice(split));
    }
  }

  #blockElement(element: SourceElement, tag: string, said: Declarations, around: Around): void {
    this.#end();
    const label = labelOf(element, said);
    const heading = /^h[1-6]$/.test(tag) ? Number(tag[1]) : null;
    const isParagraph = tag === 'p' || heading !== null || tag === 'pre' || label !== null;
    const listed = label !== null && label.kind !== null && heading === null;
    const format = isParagraph
      ? this.#format(said, around, listed || (around.level >= 0 && tag === 'p'))
      : null;
    const paragraph: ParagraphShape = isParagraph
      ? { format, heading, ...(tag === 'pre' && { code: true }) }
      : around.paragraph;
    const before = this.#entries.length;
    if (label && !listed) this.#prefix = labelAsText(label);
    this.#inParagraph(element, { ...around, paragraph }, isParagraph);
    if (label && listed) this.#becomeItem(label, before);
  }

  #format(said: Declarations, { inherited }: Around, inList: boolean): ParagraphFormat | null {
    return paragraphFormat(inherited, said, this.#options, inList);
  }

  /** An empty paragraph is kept; an empty box is not. */
  #inParagraph(element: SourceElement, around: Around, isParagraph: boolean): void {
    const before = this.#entries.length;
    if (isParagraph && this.#prefix !== '') {
      this.#open(around).addLiteral(this.#prefix, around.look);
      this.#prefix = '';
    }
    this.#children(element, around);
    if (isParagraph && !this.#inlines && this.#entries.length === before && !around.paragraph.code)
      this.#open(around);
    this.#end();
  }

  #becomeItem({ kind, level, number }: ListLabel, before: number): void {
    const html = entriesHtml(this.#entries.splice(before));
    this.#entries.push({ kind: 'item', ordered: kind === 'numbers', level, start: number, html });
  }
}

/** @param root the body of the pasted document */
export const cleanedHtml = (root: SourceNode, options: CleanOptions): string =>
  entriesHtml(new Cleaner(options).inside(root, top));

/** Word and WPS identify themselves. */
export const originOf = (html: string): Origin =>
  /urn:schemas-microsoft-com:office:word|content="?Word\.Document|class="?'?Mso(?:Normal|List|Title|Heading|Body|Table)/i.test(
    html.slice(0, 200_000),
  )
    ? 'word'
    : 'other';
