import type { Node } from '@tiptap/pm/model';
import { align } from '../align.ts';
import { documentSchema } from '../schema/extensions.ts';
import { withoutGaps } from '../schema/gap-nodes.ts';
import { writeBlocks } from './block-writer.ts';
import { readSource } from './blocks.ts';
import { habitsOf } from './habits.ts';
import type { Care } from './inline-job.ts';
import { documentOf } from './read.ts';
import { isVisible, type Shown, shownBlock, shownBlocks, showsSame, visibleBlocks } from './shown.ts';
import { type Block, blocksByReference, type Context, classOf, type Source, textBlocks } from './source.ts';
import { joinDonors, type Target, TargetBuilder } from './targets.ts';
import { shownInline } from './units.ts';
import { shownDocument } from './verify.ts';
import type { WriteContext } from './write-context.ts';

/**
 * The document as Markdown. Blocks that show what their source shows are copied with the space between them; in other
 * blocks unchanged text keeps its spelling.
 * @param source the text that the document was read from; null for a new file
 * @param key that it was read with
 */
export function patchMarkdown(source: string | null, key: string | null, doc: Node): string {
  return new Patch(source, key ?? '', withoutGaps(doc)).write();
}

class Patch {
  readonly #source: Source | null;
  readonly #nodes: readonly Node[];
  readonly #targets: readonly Target[];
  readonly #write: WriteContext;

  constructor(text: string | null, key: string, doc: Node) {
    this.#source = text === null ? null : readSource(text);
    const blocks = this.#source ? blocksByReference(this.#source, key) : new Map<string, Block>();
    const shown = this.#source ? shownOfSource(this.#source, key, blocks) : new Map<Block, string>();
    // An invisible paragraph of the source stays as long as it is invisible.
    const keeps = (node: Node): boolean => {
      const block = node.type.name === 'paragraph' ? blocks.get(referenceOf(node)) : undefined;
      return block?.type === 'paragraph' && shown.get(block) === shownBlock(node);
    };
    this.#nodes = frontMatterFirst(visibleBlocks(doc, keeps));
    const builder = new TargetBuilder(blocks, keeps);
    this.#targets = builder.build(this.#nodes);
    joinDonors(this.#targets, textBlocks(this.#source?.blocks ?? []), (block) => builder.has(block));
    const context = contextOf(this.#nodes);
    const habits = habitsOf(this.#source);
    this.#write = { source: this.#source, shown, habits, context, care: 0, inside: writeBlocks };
  }

  /**
   * Writes the text and reads it again. Blocks that read differently are written with more care, where that helps.
   */
  write(): string {
    if (this.#isUntouched()) return this.#source?.text ?? '';
    let cares: Care[] = this.#targets.map(() => 0);
    let text = this.#compose(cares);
    let wrong = this.#wrongIn(text);
    for (let round = 0; round < 2 && wrong.size > 0; round++) {
      const more = cares.map((care, i) => (wrong.has(i) && care < 2 ? ((care + 1) as Care) : care));
      const again = this.#compose(more);
      const stillWrong = this.#wrongIn(again);
      if (stillWrong.size < wrong.size || round === 0) [cares, text, wrong] = [more, again, stillWrong];
    }
    return wrong.size === 0 ? text : this.#compose(cares.map((care, i) => (wrong.has(i) ? 0 : care)));
  }

  /** Whether the document shows block by block what the source shows. */
  #isUntouched(): boolean {
    const { blocks } = this.#source ?? {};
    const { shown } = this.#write;
    return (
      blocks?.length === this.#targets.length &&
      this.#targets.every(
        ({ source, node }, i) => source === blocks[i] && shown.get(source) === shownBlock(node),
      )
    );
  }

  #compose(cares: readonly Care[]): string {
    const { text = '', blocks = [] } = this.#source ?? {};
    const { habits } = this.#write;
    const mark = text.startsWith('\ufeff') ? '\ufeff' : '';
    const body = writeBlocks(this.#write, this.#targets, {
      parent: null,
      known: true,
      inItem: false,
      careOf: (i) => cares[i] ?? 0,
    });
    const [first, last] = [blocks[0], blocks.at(-1)];
    const start = first ? text.slice(0, first.start) : mark;
    const end = last ? text.slice(last.end) : text.slice(mark.length) || habits.eol;
    return this.#targets.length === 0 ? mark : start + body.written(habits.eol) + end;
  }

  /** The blocks that a text shows differently. */
  #wrongIn(text: string): Set<number> {
    const places = this.#nodes.flatMap((node, i) => (isVisible(node) ? [i] : []));
    const expected = shownBlocks(this.#nodes.filter(isVisible));
    const texts = (all: readonly Shown[]) => all.map((one) => one.text);
    const actual = shownDocument(text);
    const found = align(texts(actual), texts(expected));
    const wrong = new Set<number>();
    let at = 0;
    for (const [i, one] of expected.entries()) {
      const read = actual[found[i] ?? -1];
      if (!read || !showsSame(one, read))
        for (const place of places.slice(at, at + one.count)) wrong.add(place);
      at += one.count;
    }
    return wrong;
  }
}

/** Moves front matter to the beginning, the only place where it is read as such. */
function frontMatterFirst(nodes: readonly Node[]): readonly Node[] {
  const isFront = (node: Node) => node.type.name === 'atomBlock' && node.attrs.kind === 'frontMatter';
  const at = nodes.findIndex(isFront);
  return at > 0 ? [...nodes.slice(at, at + 1), ...nodes.filter((_, i) => i !== at)] : nodes;
}

const referenceOf = (node: Node): string => `${classOf(node.type.name)} ${String(node.attrs.src)}`;

/** What every block of the source shows. */
function shownOfSource(source: Source, key: string, blocks: ReadonlyMap<string, Block>): Map<Block, string> {
  const shown = new Map<Block, string>();
  const doc = documentSchema().nodeFromJSON(documentOf(source, key));
  doc.descendants((node) => {
    const block = blocks.get(referenceOf(node));
    const isCell = node.type.name === 'tableCell' || node.type.name === 'tableHeader';
    if (block) shown.set(block, isCell ? shownInline(node) : shownBlock(node));
    return !node.isTextblock && !isCell;
  });
  return shown;
}

/** The definitions and footnotes in the atoms of a document. */
function contextOf(nodes: readonly Node[]): Context {
  const definitions = new Map<string, { readonly href: string; readonly title: string | null }>();
  const footnotes = new Set<string>();
  const read = (node: Node): void => {
    if (node.type.name === 'atomBlock' && /^\s*[[>*+\d-]/.test(String(node.attrs.text))) {
      const source = readSource(String(node.attrs.text), { definitions, footnotes });
      for (const [label, definition] of source.definitions)
        definitions.set(label, definitions.get(label) ?? definition);
      for (const label of source.footnotes) footnotes.add(label);
    }
    node.forEach(read);
  };
  nodes.forEach(read);
  return { definitions, footnotes };
}
