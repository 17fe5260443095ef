import { align } from '../align.ts';
import type { XmlElement } from '../package/xml.ts';
import {
  dropWithText,
  isEnd,
  joinOlds,
  type OldParagraph,
  type Olds,
  type PlacedGlue,
  rangeKey,
} from './glue.ts';
import type { Piece } from './pieces.ts';
import { type Content, noChanges, type Part, type RunTemplate, type Wrapper, writeParts } from './runs.ts';
import type { SaveContext } from './save-context.ts';
import { type Look, lookChanges, type Token } from './tokens.ts';

/**
 * Assembles changed paragraphs from the old ones. Pieces that are still there keep their runs, their wrappers and
 * their order among elements without width. New text takes the run of the text on its left.
 */

export interface NewParagraph {
  readonly tokens: readonly Token[];
  /** The template for text that names no run and has no neighbour. */
  readonly template: RunTemplate;
}

const isLink = (wrapper: Wrapper): boolean => 'name' in wrapper && wrapper.name === 'w:hyperlink';

class Assembler {
  readonly #context: SaveContext;
  readonly #olds: Olds;
  /** The look of each run as it was read. */
  readonly #looks = new Map<string, Look>();
  readonly #leads: boolean;
  /** Index of the first glue that may be unused. */
  #firstGlue = 0;
  readonly #news: readonly Token[];
  readonly #alignment: Int32Array;
  /** For every new token the old index of the next aligned token, itself included. */
  readonly #next: Int32Array;
  #parts: Part[] = [];
  /** New tokens written so far. */
  #at = 0;
  /** Old pieces before this index are written or deleted. */
  #done = 0;

  constructor(context: SaveContext, paragraphs: readonly OldParagraph[], news: readonly NewParagraph[]) {
    this.#context = context;
    this.#olds = joinOlds(paragraphs);
    this.#leads = news.length > 0;
    for (const { run, look, ofGap } of this.#olds.tokens)
      if (run !== null && !ofGap && !this.#looks.has(run)) this.#looks.set(run, look);
    this.#news = news.flatMap(({ tokens }) => tokens);
    this.#alignment = align(
      this.#olds.tokens.map(({ key }) => key),
      this.#news.map(({ key }) => key),
    );
    this.#next = new Int32Array(this.#news.length + 1).fill(this.#olds.pieces.length);
    for (let i = this.#news.length - 1; i >= 0; i--) {
      const at = this.#alignment[i] ?? -1;
      this.#next[i] = at >= 0 ? at : (this.#next[i + 1] ?? this.#olds.pieces.length);
    }
    this.#dropGlue(paragraphs);
  }

  #dropGlue(paragraphs: readonly OldParagraph[]): void {
    const kept = new Set([...this.#alignment].filter((at) => at >= 0));
    const alive = new Set([...kept].map((at) => this.#olds.owners[at] ?? 0));
    // The first paragraph leads the group: it remains, even empty.
    if (this.#leads) alive.add(0);
    const gone = new Set([...paragraphs.keys()].filter((owner) => !alive.has(owner)));
    const insertedAt = new Set<number>();
    for (const [i, at] of this.#alignment.entries()) if (at < 0) insertedAt.add(this.#next[i] ?? 0);
    const isHole = (from: number, to: number) => {
      for (let at = from; at < to; at++) if (kept.has(at)) return false;
      for (let at = from; at <= to; at++) if (insertedAt.has(at)) return false;
      return true;
    };
    dropWithText(this.#olds, gone, isHole);
  }

  /** The content of the next paragraph. */
  paragraph({ tokens, template }: NewParagraph, last: boolean): string {
    this.#parts = [];
    for (const token of tokens) {
      const at = this.#alignment[this.#at] ?? -1;
      if (at >= 0) this.#keep(token, at);
      else this.#insert(token, template);
      this.#at++;
    }
    const next = this.#next[this.#at] ?? this.#olds.pieces.length;
    const ended = last || next >= this.#olds.pieces.length;
    if (this.#context.tracking && last) this.#deleteUpTo(this.#olds.pieces.length);
    const owner = ended ? Number.POSITIVE_INFINITY : (this.#olds.owners[next] ?? 0);
    this.#glue(this.#olds.pieces.length, (one) => one.owner < owner);
    return writeParts(this.#context.markup, this.#parts);
  }

  /** Writes the glue up to an old index. */
  #glue(upTo: number, wanted: (glue: PlacedGlue) => boolean = () => true): void {
    const { markup } = this.#context;
    const { glue } = this.#olds;
    while (glue[this.#firstGlue]?.used) this.#firstGlue++;
    for (let i = this.#firstGlue; i < glue.length; i++) {
      const one = glue[i];
      if (!one || one.at > upTo) break;
      if (one.used || !wanted(one)) continue;
      one.used = true;
      const { element, run, path } = one;
      // A page break that Word laid out earlier is wrong after the text changed.
      if (element.name === 'w:lastRenderedPageBreak') {
        if (run && this.#keepsRun(run))
          this.#push(path, this.#context.templateOf(run), noChanges, xml(markup.slice(element)), true);
        continue;
      }
      const content = xml(markup.slice(element));
      this.#push(path, run ? this.#context.templateOf(run) : null, noChanges, content, true);
    }
  }

  #keepsRun(run: XmlElement): boolean {
    return this.#alignment.some((at) => at >= 0 && this.#olds.pieces[at]?.run === run);
  }

  #push(
    path: readonly Wrapper[],
    template: RunTemplate | null,
    changes: Part['changes'],
    content: Content,
    kept: boolean,
  ): void {
    this.#parts.push({ path, template, changes, content, kept });
  }

  #keep(token: Token, at: number): void {
    const piece = this.#olds.pieces[at];
    const before = this.#olds.tokens[at];
    if (!piece || !before) return;
    if (this.#context.tracking) this.#deleteUpTo(at);
    this.#glue(at);
    const changes = token.ofGap || before.ofGap ? noChanges : lookChanges(before.look, token.look);
    this.#parts.push({
      path: this.#linked(piece.path, before.link, token.link),
      template: piece.run ? this.#context.templateOf(piece.run) : null,
      changes,
      content: this.#contentOf(piece, before, token, changes),
      kept: true,
      altered:
        token.kind === 'atom' && JSON.stringify(before.node.attrs) !== JSON.stringify(token.node.attrs),
    });
    this.#done = at + 1;
    this.#glue(at + 1, (one) => isEnd(one) && one.owner === this.#olds.owners[at]);
  }

  #contentOf(piece: Piece, before: Token, token: Token, changes: Part['changes']): Content {
    const { markup } = this.#context;
    if (piece.kind === 'char')
      return piece.element.name === 'w:t'
        ? { kind: 'text', text: piece.raw, of: piece.element }
        : xml(markup.slice(piece.element));
    if (piece.kind === 'break') return xml(markup.slice(piece.element));
    return xml(this.#context.atom(piece, before.node, token.node, changes));
  }

  /** The wrappers of a piece, with its link replaced or removed where that changed. */
  #linked(path: readonly Wrapper[], before: string | null, after: string | null): readonly Wrapper[] {
    if (before === after) return path;
    const without = path.filter((one) => !isLink(one));
    return after === null ? without : [...without, this.#context.link(after)];
  }

  #insert(token: Token, fallback: RunTemplate): void {
    const left = this.#done;
    const right = this.#next[this.#at] ?? this.#olds.pieces.length;
    if (this.#context.tracking) this.#deleteUpTo(right);
    const replaces = left < right;
    // A replacement goes where the replaced text was, inside the ranges that begin right before it.
    if (replaces && !this.#context.tracking)
      this.#glue(left, (one) => !isEnd(one) && one.owner <= (this.#olds.owners[left] ?? 0));
    const path = this.#linkedPath(this.#placeOf(left, right), token.link);
    if (token.kind === 'atom') {
      const { template, content } = this.#context.foreignAtom(token, fallback);
      this.#push(this.#tracked(path), template, noChanges, content, false);
      return;
    }
    const { template, changes } = this.#templateFor(token, fallback);
    this.#push(this.#tracked(path), template, changes, this.#context.contentOf(token), false);
  }

  #tracked(path: readonly Wrapper[]): readonly Wrapper[] {
    return this.#context.tracking ? [...path, this.#context.tracking.inserted] : path;
  }

  /** Wrappers around a place: those of the replaced text, else those that both neighbours share. */
  #placeOf(left: number, right: number): readonly XmlElement[] {
    const { pieces, owners } = this.#olds;
    const before = pieces[left - 1];
    const after = pieces[right];
    const shared =
      before && after && owners[left - 1] === owners[right]
        ? before.path.filter((one, i) => one === after.path[i])
        : [];
    const replaced = left < right ? (pieces[left]?.path ?? []) : [];
    const usable = (path: readonly XmlElement[]) =>
      path.filter(({ name }) => name !== 'w:ins' && name !== 'w:moveTo' && name !== 'w:del');
    return usable(replaced.length > shared.length ? replaced : shared);
  }

  #linkedPath(path: readonly XmlElement[], link: string | null): readonly Wrapper[] {
    const own = path.find((one) => isLink(one));
    if (link === null) return path.filter((one) => !isLink(one));
    if (own && this.#context.linkOf(own) === link) return path;
    return [...path.filter((one) => !isLink(one)), this.#context.link(link)];
  }

  /** The run whose properties new text takes, and the fields in which its look differs. */
  #templateFor(token: Token, fallback: RunTemplate): { template: RunTemplate; changes: Part['changes'] } {
    const own = token.run === null ? null : this.#context.runTemplate(token.run);
    if (own)
      return {
        template: own.template,
        changes: lookChanges(this.#looks.get(token.run ?? '') ?? own.look, token.look),
      };
    const neighbour = this.#neighbour();
    // Text without a run takes the properties of the text on its left, as in Word.
    return { template: neighbour ?? fallback, changes: new Map(Object.entries(token.look)) };
  }

  #neighbour(): RunTemplate | null {
    for (let i = this.#parts.length - 1; i >= 0; i--) {
      const template = this.#parts[i]?.template;
      if (template) return template;
    }
    const next = this.#olds.pieces[this.#next[this.#at] ?? -1];
    return next?.run ? this.#context.templateOf(next.run) : null;
  }

  /** Where changes are tracked: deleted pieces stay in the file, marked as deleted. */
  #deleteUpTo(end: number): void {
    const { tracking, markup } = this.#context;
    if (!tracking) return;
    for (let at = this.#done; at < end; at++) {
      const piece = this.#olds.pieces[at];
      if (!piece) continue;
      this.#glue(at);
      if (piece.kind === 'atom' && piece.shape.kind === 'deleted') {
        this.#push(piece.path, null, noChanges, xml(markup.source.slice(piece.start, piece.end)), true);
        continue;
      }
      const template = piece.run ? this.#context.templateOf(piece.run) : null;
      const content: Content =
        piece.kind === 'char' && piece.element.name === 'w:t'
          ? { kind: 'text', text: piece.raw, of: null }
          : xml(
              piece.kind === 'atom'
                ? markup.source.slice(piece.start, piece.end)
                : markup.slice(piece.element),
            );
      this.#parts.push({
        path: [...piece.path, tracking.deleted],
        template,
        changes: noChanges,
        content,
        kept: false,
        deleted: true,
      });
    }
    this.#done = Math.max(this.#done, end);
  }

  /** Ends of ranges in deleted paragraphs whose other ends are in other paragraphs. */
  rest(): string {
    const { markup } = this.#context;
    return this.#olds.glue
      .filter((one) => !one.used && one.run === null && rangeKey(one) !== null)
      .map(({ element }) => markup.slice(element))
      .join('');
  }
}

const xml = (text: string): Content => ({ kind: 'xml', xml: text });

/**
 * @param olds the old paragraphs; the first new paragraph continues the first of them
 * @returns the inner XML of every new paragraph, after its properties
 */
export function assemble(
  context: SaveContext,
  olds: readonly OldParagraph[],
  news: readonly NewParagraph[],
): string[] {
  const assembler = new Assembler(context, olds, news);
  return news.map((one, i) => assembler.paragraph(one, i === news.length - 1));
}

/** Ends of ranges in deleted paragraphs that begin or end in other paragraphs. */
export function restOf(context: SaveContext, olds: readonly OldParagraph[]): string {
  return new Assembler(context, olds, []).rest();
}
