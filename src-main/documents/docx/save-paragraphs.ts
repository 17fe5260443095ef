import type { Node } from '@tiptap/pm/model';
import type { NumberingPlace } from '../../contract/document-formats.ts';
import { align } from '../align.ts';
import { child, elementsOf, endTag, startTag, type XmlElement } from '../package/xml.ts';
import { own } from '../schema/own.ts';
import { assemble, type NewParagraph, restOf } from './assemble.ts';
import type { OldParagraph } from './glue.ts';
import { withoutIds } from './markup.ts';
import type { NewBlock } from './new-blocks.ts';
import { type MarkFate, markOf, patchMark } from './paragraph-marks.ts';
import { type ParagraphLook, paragraphChanges } from './paragraph-properties.ts';
import { readParagraphSource } from './pieces.ts';
import { patchProperties } from './properties.ts';
import type { RunTemplate } from './runs.ts';
import type { SaveContext } from './save-context.ts';
import { type Token, tokensOf } from './tokens.ts';

/** Writes changed, new and deleted paragraphs. */

export type NewParagraphBlock = Extract<NewBlock, { kind: 'paragraph' }>;

/** A new paragraph and the source paragraphs that it is made from. */
export interface Draft {
  readonly block: NewParagraphBlock;
  /** The source paragraph that it is, or was split from. */
  readonly origin: XmlElement | undefined;
  /** Whether it continues the origin; other paragraphs from the same origin are new. */
  readonly owns: boolean;
  /** The paragraph whose properties it takes. */
  readonly model: XmlElement | undefined;
  /** Whether it is the whole origin, moved from elsewhere. */
  readonly moved: boolean;
  readonly mark: MarkFate;
}

export const lookOf = ({ attrs }: Pick<Node, 'attrs'>): ParagraphLook => ({
  format: (attrs.format ?? null) as ParagraphLook['format'],
  style: (attrs.style ?? null) as string | null,
  numbering: (attrs.numbering ?? null) as ParagraphLook['numbering'],
});

/** For every new token the index of its paragraph: its own, or that of the text on its left. */
function ownersOf(sources: readonly (readonly Token[])[], tokens: readonly Token[]): number[] {
  const owners = sources.flatMap((one, owner) => one.map(() => owner));
  const alignment = align(
    sources.flat().map(({ key }) => key),
    tokens.map(({ key }) => key),
  );
  let owner = 0;
  return [...alignment].map((at) => {
    if (at >= 0) owner = owners[at] ?? owner;
    return owner;
  });
}

export class ParagraphWriter {
  readonly #context: SaveContext;

  constructor(context: SaveContext) {
    this.#context = context;
    context.inner = (element, before, after) =>
      this.#content(element, context.schema.nodeFromJSON(before), context.schema.nodeFromJSON(after));
  }

  /** @param olds the old paragraphs in the place of the new ones, the leader first */
  write(olds: readonly XmlElement[], drafts: readonly Draft[]): string[] {
    const contents = assemble(
      this.#context,
      olds.map((one) => this.#old(one)),
      drafts.map((one) => this.#new(one)),
    );
    return drafts.map((one, i) =>
      one.moved && one.origin ? this.#moved(one, one.origin) : this.#wrap(one, contents[i] ?? ''),
    );
  }

  /** A deleted paragraph where changes are tracked: it stays, marked as deleted. */
  deleted(element: XmlElement): string {
    return this.#rewritten(element, [], 'del');
  }

  /**
   * Paragraphs that were joined where changes are tracked: each stays with the rest of its text, and the marks
   * between them are deleted.
   *
   * @param followed whether a paragraph follows that their text could be joined to
   * @returns null where nothing is left of the others
   */
  joined(olds: readonly XmlElement[], draft: Draft, followed: boolean): string | null {
    if (!this.#context.tracking || olds.length < 2 || olds[0] !== draft.origin) return null;
    const tokens = tokensOf(draft.block.node);
    const sources = olds.map((one) => tokensOf(this.#context.nodeOfParagraph(one)));
    const owners = ownersOf(sources, tokens);
    const last = followed ? (owners.at(-1) ?? 0) : olds.length - 1;
    if (last === 0) return null;
    return olds
      .map((element, i) => {
        const own = tokens.filter((_, at) => owners[at] === i);
        if (i > 0) return this.#rewritten(element, own, i === last ? null : 'del');
        const [content = ''] = assemble(
          this.#context,
          [this.#old(element)],
          [{ tokens: own, template: this.#markTemplate(element) }],
        );
        return this.#wrap({ ...draft, mark: { own: true, change: 'del' } }, content);
      })
      .join('');
  }

  /** A paragraph of the source with other text. */
  #rewritten(element: XmlElement, tokens: readonly Token[], change: MarkFate['change']): string {
    const { markup } = this.#context;
    const current = child(element, 'w:pPr');
    const [content = ''] = assemble(
      this.#context,
      [this.#old(element)],
      [{ tokens, template: this.#markTemplate(element) }],
    );
    const mark = this.#mark(markOf(element), { own: true, change });
    const changes = new Map(mark === undefined ? [] : [['rPr', mark]]);
    return this.#tag(element, patchProperties(markup, 'pPr', current, changes) + content, true);
  }

  #mark(current: XmlElement | undefined, fate: MarkFate): string | null | undefined {
    const { markup, tracking } = this.#context;
    return patchMark(markup, current, fate, (kind) => tracking?.mark(kind) ?? '');
  }

  /** Ends of ranges in deleted paragraphs whose other ends are still there. */
  rest(olds: readonly XmlElement[]): string {
    return olds.length === 0
      ? ''
      : restOf(
          this.#context,
          olds.map((one) => this.#old(one)),
        );
  }

  #old(element: XmlElement): OldParagraph {
    return {
      source: readParagraphSource(element),
      tokens: tokensOf(this.#context.nodeOfParagraph(element)),
      template: this.#markTemplate(element),
    };
  }

  #new({ block, model }: Draft): NewParagraph {
    return { tokens: tokensOf(block.node), template: this.#markTemplate(model) };
  }

  /** The properties of a paragraph's mark, for text without a neighbour. */
  #markTemplate(element: XmlElement | undefined): RunTemplate {
    const properties = element && child(element, 'w:pPr');
    const base = this.#context.reading.sheet.paragraph(properties).format.base ?? {};
    return { run: null, properties: child(properties, 'w:rPr'), base };
  }

  /** A moved paragraph, with its marks and ranges. */
  #moved(draft: Draft, origin: XmlElement): string {
    const before = this.#context.nodeOfParagraph(origin);
    if (before.eq(draft.block.node) && !draft.block.list) return this.#context.markup.slice(origin);
    return this.#wrap(draft, this.#contentOf(origin, before, draft.block.node));
  }

  #contentOf(element: XmlElement, before: Node, after: Node): string {
    const template = this.#markTemplate(element);
    const source = readParagraphSource(element);
    const old = { source, tokens: tokensOf(before), template };
    return assemble(this.#context, [old], [{ tokens: tokensOf(after), template }])[0] ?? '';
  }

  /** A paragraph inside an atom: its text changes and nothing else. */
  #content(element: XmlElement, before: Node, after: Node): string {
    const { markup } = this.#context;
    const properties = child(element, 'w:pPr');
    return this.#tag(
      element,
      `${properties ? markup.slice(properties) : ''}${this.#contentOf(element, before, after)}`,
      true,
    );
  }

  #wrap(draft: Draft, content: string): string {
    const { markup } = this.#context;
    const inner = `${this.#properties(draft)}${content}`;
    return draft.origin ? this.#tag(draft.origin, inner, draft.owns) : markup.tag('p', {}, inner);
  }

  /** The paragraph's own tags around new content. */
  #tag(element: XmlElement, inner: string, owns: boolean): string {
    const { source } = this.#context.markup;
    const start = startTag(source, element);
    // The indentation of formatted XML stays at the paragraph's edges.
    const children = elementsOf(element);
    const indent = source.slice(element.openEnd, children[0]?.start ?? element.openEnd);
    const outdent = source.slice(children.at(-1)?.end ?? element.closeStart, element.closeStart);
    return `${owns ? start : withoutIds(start)}${indent}${inner}${outdent}${endTag(source, element)}`;
  }

  #properties(draft: Draft): string {
    const { markup } = this.#context;
    const { origin, model, block } = draft;
    const current = model && child(model, 'w:pPr');
    const before = model ? lookOf(this.#context.nodeOfParagraph(model)) : this.#styled(null);
    const wanted = this.#wanted(draft, before);
    const changes = new Map(
      paragraphChanges(markup, current, before, wanted, (style) => this.#styled(style)),
    );
    // A section ends with the last paragraph that came from the one that ended it.
    if (child(current, 'w:sectPr') && this.#context.sectionHolder(origin) !== block.node)
      changes.set('sectPr', null);
    if (!draft.owns && child(current, 'w:pPrChange')) changes.set('pPrChange', null);
    if (block.quoted && !origin) changes.set('ind', markup.tag('ind', { left: 420 }));
    const mark = this.#mark(child(current, 'w:rPr'), draft.mark);
    if (mark !== undefined) changes.set('rPr', mark);
    return patchProperties(markup, 'pPr', current, changes);
  }

  /** The look that a style alone gives; null for the default style. */
  #styled(style: string | null): ParagraphLook {
    const { sheet } = this.#context.reading.sheet;
    const found = sheet.styles.find(({ id }) => id === (style ?? sheet.normal));
    return { format: found?.format ?? {}, style, numbering: found?.numbering ?? null };
  }

  /** The look to write. A new paragraph without a format takes its neighbour's. */
  #wanted({ block: { node, list }, origin }: Draft, before: ParagraphLook): ParagraphLook {
    const given = this.#known(lookOf(node), node, origin);
    const base = given.format === null && origin === undefined ? before : given;
    const styled = this.#headingLook(node, base, origin) ?? base;
    if (!list) return { ...styled, numbering: this.#numbered(styled.numbering) };
    const id = this.#context.edits.list(list.kind, list.list);
    return { ...styled, numbering: { id, level: Math.min(list.level, 8) } };
  }

  /** The numbering as the file will have it: restarts become numberings of their own. */
  #numbered(place: NumberingPlace | null): NumberingPlace | null {
    if (!place?.anew) return place;
    const { id, level, anew } = place;
    const { numberings } = this.#context.reading.sheet.sheet;
    return { id: own(numberings, id) ? this.#context.edits.renumbered(id, anew) : id, level };
  }

  /** Styles and numberings of another file are dropped. */
  #known(look: ParagraphLook, node: Node, origin: XmlElement | undefined): ParagraphLook {
    if (origin !== undefined) return look;
    const { sheet } = this.#context.reading.sheet;
    const style = sheet.styles.some(({ id }) => id === look.style) ? look.style : null;
    return { ...look, style, numbering: node.attrs.src === null ? look.numbering : null };
  }

  /**
   * A paragraph that became a heading by its type alone takes the file's style for that level, and a heading that
   * became a paragraph loses it.
   */
  #headingLook(node: Node, look: ParagraphLook, origin: XmlElement | undefined): ParagraphLook | null {
    const was = origin && this.#context.nodeOfParagraph(origin);
    if (was?.type === node.type && was.attrs.level === node.attrs.level) return null;
    const { sheet } = this.#context.reading.sheet;
    const level = node.type.name === 'heading' ? Number(node.attrs.level) : null;
    const outline = sheet.styles.find(({ id }) => id === (look.style ?? sheet.normal))?.outline ?? null;
    if (outline === level) return null;
    const style = level === null ? null : sheet.styles.find((one) => one.outline === level)?.id;
    return style === undefined ? null : this.#styled(style);
  }
}
