import type { JSONContent } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { longestIncreasing } from '../align.ts';
import type { XmlElement } from '../package/xml.ts';
import { flatten, type NewBlock } from './new-blocks.ts';
import { writePlain } from './new-plain.ts';
import { insertedMarks, isRecorded, keeperOf, markOf } from './paragraph-marks.ts';
import type { SourceBlock } from './reading.ts';
import type { SaveContext } from './save-context.ts';
import { type Draft, type NewParagraphBlock, ParagraphWriter } from './save-paragraphs.ts';
import { saveTable } from './tables-save.ts';

/**
 * Writes the blocks of a container: unchanged blocks are copied with everything between them, changed paragraphs are
 * patched, moved blocks are copied to their new place.
 */

/** A source block and the editor's node of it. */
interface Old {
  readonly block: SourceBlock;
  readonly node: Node;
}

/** Consecutive old blocks, of which at most the first is paired, and the new blocks in their place. */
interface Group {
  readonly olds: readonly Old[];
  readonly news: readonly NewBlock[];
  /** Index of the first new block in its container. */
  readonly first: number;
}

/** The container that a new block stands in. */
interface Around {
  readonly all: readonly NewBlock[];
  readonly model: XmlElement | undefined;
}

export class BlockWriter {
  readonly #context: SaveContext;
  readonly #paragraphs: ParagraphWriter;

  constructor(context: SaveContext) {
    this.#context = context;
    this.#paragraphs = new ParagraphWriter(context);
  }

  /**
   * @param from offset of the container's inner XML in the source
   * @param to its end
   * @param model paragraph whose properties new paragraphs take where the container has none
   */
  container(
    blocks: readonly SourceBlock[],
    from: number,
    to: number,
    holder: Node,
    model?: XmlElement,
  ): string {
    const { source } = this.#context.markup;
    const olds = blocks.map((block): Old => ({ block, node: this.#context.schema.nodeFromJSON(block.json) }));
    const news = flatten(holder);
    const around = { all: news, model };
    // The editor shows an empty paragraph in an empty container; that is no change.
    if (olds.length === 0 && isUntouched(news)) return source.slice(from, to);
    const pairs = this.#pair(olds, news);
    let out = '';
    let at = from;
    for (const group of groupsOf(olds, news, pairs)) {
      const start = group.olds[0]?.block.element.start;
      if (start !== undefined) out += source.slice(at, start);
      out += this.#group(group, around) + this.#between(group.olds);
      at = group.olds.at(-1)?.block.element.end ?? at;
    }
    return out + source.slice(at, to);
  }

  /** Wrappers and glue between the blocks of a group stay. */
  #between(olds: readonly Old[]): string {
    const { source } = this.#context.markup;
    let out = '';
    for (let i = 1; i < olds.length; i++) {
      const [before, after] = [olds[i - 1]?.block.element, olds[i]?.block.element];
      if (before && after) out += source.slice(before.end, after.start);
    }
    return out;
  }

  /**
   * Pairs old blocks with new ones in order. Of several new blocks from one old block, an unchanged one is preferred.
   */
  #pair(olds: readonly Old[], news: readonly NewBlock[]): ReadonlyMap<number, number> {
    const byRef = new Map(olds.map(({ block }, i) => [block.ref, i]));
    const claims = new Map<number, number>();
    for (const [j, { src, node }] of news.entries()) {
      const i = src === null ? undefined : byRef.get(src);
      const old = i === undefined ? undefined : olds[i];
      if (i === undefined || !old) continue;
      const earlier = news[claims.get(i) ?? -1];
      if (!earlier || (old.node.eq(node) && !old.node.eq(earlier.node))) claims.set(i, j);
    }
    const ofNew = new Array<number>(news.length).fill(-1);
    for (const [i, j] of claims) ofNew[j] = i;
    return new Map([...longestIncreasing(ofNew)].map((j) => [ofNew[j] ?? 0, j]));
  }

  #group(group: Group, around: Around): string {
    const { olds, news, first } = group;
    const [leader] = olds;
    const [head] = news;
    const copied = leader && head && leader.block.ref === head.src && this.#isEqual(leader, head);
    if (!copied || this.#losesMark(leader, group, around)) return this.#changed(group, around);
    const rest = { olds: olds.slice(1), news: news.slice(1), first: first + 1 };
    return this.#context.markup.slice(leader.block.element) + this.#changed(rest, around);
  }

  #isEqual({ node, block: old }: Old, block: NewBlock): boolean {
    if (block.kind !== 'paragraph') return node.eq(block.node);
    const holder = this.#context.sectionHolder(old.element);
    return node.eq(block.node) && !block.list && (holder === null || holder === block.node);
  }

  /** Whether the mark of an unchanged paragraph moves to a part that was split off, or is deleted. */
  #losesMark({ block }: Old, { olds, news, first }: Group, { all }: Around): boolean {
    if (block.kind !== 'paragraph') return false;
    const { tracking } = this.#context;
    const followed = all[first + news.length]?.kind === 'paragraph';
    const keeper = keeperOf(news, block.ref, followed || !tracking);
    if (!tracking) return keeper > 0 && isRecorded(markOf(block.element));
    const isGone = ({ block: { kind, ref } }: Old) =>
      kind === 'paragraph' && this.#context.occurrences(ref) === 0;
    return keeper > 0 || (!followed && news.length === 1 && olds.slice(1).some(isGone));
  }

  #changed({ olds, news, first }: Group, around: Around): string {
    // Blocks that moved away took their ranges along.
    const leads = news[0]?.src !== null && olds[0]?.block.ref === news[0]?.src;
    const here = olds.filter(
      ({ block }, i) => (i === 0 && leads) || this.#context.occurrences(block.ref) === 0,
    );
    const all = here.filter(({ block }) => block.kind === 'paragraph').map(({ block }) => block.element);
    // Where changes are tracked, a deleted paragraph stays, marked as deleted.
    const paragraphs = this.#context.tracking ? all.slice(0, leads ? 1 : 0) : all;
    const followed = around.all[first + news.length]?.kind === 'paragraph';
    const drafts = this.#drafts({ olds, news, first }, around, paragraphs, leads, followed);
    const [only] = drafts;
    const joined = only && news.length === 1 ? this.#paragraphs.joined(all, only, followed) : null;
    const written = joined === null ? this.#paragraphs.write(paragraphs, drafts) : [joined];
    let out = '';
    let next = 0;
    for (const one of news)
      out += one.kind === 'paragraph' ? (written[next++] ?? '') : this.#other(one, olds);
    if (joined === null)
      for (const one of all) if (!paragraphs.includes(one)) out += this.#paragraphs.deleted(one);
    const gone = here.filter(({ block }) => !news.some(({ src }) => src === block.ref));
    if (drafts.length === 0 && !this.#context.tracking)
      out += this.#paragraphs.rest(
        gone.filter(({ block }) => block.kind === 'paragraph').map(({ block }) => block.element),
      );
    for (const { block } of gone)
      if (block.kind !== 'paragraph') out += this.#context.openRanges(block.element);
    return out;
  }

  #drafts(
    { olds, news, first }: Group,
    around: Around,
    paragraphs: readonly XmlElement[],
    leads: boolean,
    followed: boolean,
  ): Draft[] {
    const { tracking } = this.#context;
    const leader = leads ? (olds[0]?.block.ref ?? null) : null;
    const keeper = keeperOf(news, leader, followed || !tracking);
    const inserted = tracking ? insertedMarks(news, leader, followed) : [];
    return news.flatMap((one, i) => {
      if (one.kind !== 'paragraph') return [];
      const draft = this.#draft(one, around, first + i, paragraphs);
      const moved = draft.owns && draft.origin !== undefined && !paragraphs.includes(draft.origin);
      const change = inserted[i] && !moved ? 'ins' : null;
      return [{ ...draft, moved, mark: { own: moved || i === keeper, change } } as const];
    });
  }

  #draft(
    block: NewParagraphBlock,
    { all, model }: Around,
    index: number,
    olds: readonly XmlElement[],
  ): Omit<Draft, 'mark' | 'moved'> {
    const own = this.#context.element(block.src);
    const origin = own?.name === 'w:p' ? own : undefined;
    const owns =
      origin !== undefined &&
      (block.src !== null && this.#context.occurrences(block.src) === 1
        ? true
        : olds[0] === origin && all.findIndex(({ src }) => src === block.src) === index);
    return { block, origin, owns, model: origin ?? this.#neighbour(block, all, index) ?? model };
  }

  /** The nearest source paragraph before or after; for body text no heading. */
  #neighbour({ node }: NewParagraphBlock, all: readonly NewBlock[], index: number): XmlElement | undefined {
    const candidates = [...all.slice(0, index).toReversed(), ...all.slice(index + 1)];
    for (const one of candidates) {
      if (one.kind !== 'paragraph') continue;
      if (one.node.type.name === 'heading' && node.type.name !== 'heading') continue;
      const element = this.#context.element(one.src);
      if (element?.name === 'w:p') return element;
    }
    return undefined;
  }

  #other(one: Exclude<NewBlock, NewParagraphBlock>, olds: readonly Old[]): string {
    const old = olds.find(({ block }) => block.ref === one.src);
    if (one.kind === 'table') return saveTable(this, this.#context, one.node, old?.block);
    if (one.kind === 'atom') return this.#atom(one.node, old);
    return writePlain(this.#context, one.kind, one.node);
  }

  #atom({ attrs }: Node, old: Old | undefined): string {
    const { markup } = this.#context;
    const element = this.#context.element(String(attrs.src ?? ''));
    // An atom of another file, whose source is not available: its text is written.
    if (!element) return markup.tag('p', {}, markup.tag('r', {}, markup.text(String(attrs.text ?? ''))));
    const inner = attrs.inner as JSONContent[] | null;
    return old
      ? this.#context.withInner(element, old.node.attrs.inner as JSONContent[] | null, inner)
      : markup.slice(element);
  }
}

function isUntouched(news: readonly NewBlock[]): boolean {
  const [only] = news;
  return news.length === 1 && only?.kind === 'paragraph' && only.node.content.size === 0 && only.src === null;
}

function* groupsOf(
  olds: readonly Old[],
  news: readonly NewBlock[],
  pairs: ReadonlyMap<number, number>,
): Generator<Group> {
  // Each pair begins a group; blocks before the first pair are a group of their own.
  const starts = [...pairs.keys()].sort((a, b) => a - b);
  const firstOld = starts[0] ?? olds.length;
  const firstNew = pairs.get(firstOld) ?? news.length;
  if (firstOld > 0 || firstNew > 0)
    yield { olds: olds.slice(0, firstOld), news: news.slice(0, firstNew), first: 0 };
  for (const [k, start] of starts.entries()) {
    const first = pairs.get(start) ?? 0;
    const end = starts[k + 1];
    yield {
      olds: olds.slice(start, end),
      news: news.slice(first, end === undefined ? undefined : pairs.get(end)),
      first,
    };
  }
}
