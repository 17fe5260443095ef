import { Fragment, type Node, type Schema, Slice } from '@tiptap/pm/model';

/** Pasted content as lines of a text file: the text stays, its look is dropped. Pure. */

/** A line: the inline content of a paragraph, and the text before it. */
interface Line {
  readonly before: string;
  readonly content: readonly Node[];
  /** The source element of the paragraph. */
  readonly src: unknown;
}

const lineOf = (text: string, schema: Schema): Line => ({
  before: '',
  content: text === '' ? [] : [schema.text(text)],
  src: null,
});

/** The text of a node where only text is possible; null for gaps and breaks, which text files can hold. */
function wordsOf({ type, attrs }: Node): string | null {
  if (type.name === 'gap' || type.name === 'hardBreak') return null;
  return String((type.name === 'image' ? attrs.alt : attrs.text) ?? '');
}

const isPicture = ({ type, attrs }: Node): boolean => type.name === 'image' || typeof attrs.part === 'string';

class TextLines {
  readonly #schema: Schema;
  readonly #lose: () => void;

  constructor(schema: Schema, lose: () => void) {
    this.#schema = schema;
    this.#lose = lose;
  }

  of(block: Node): Line[] {
    switch (block.type.name) {
      case 'bulletList':
        return this.#items(block, () => '- ');
      case 'orderedList':
        return this.#items(block, (i) => `${Number(block.attrs.start ?? 1) + i}. `);
      case 'tableRow':
        return [this.#row(block)];
      case 'codeBlock':
        return block.textContent.split('\n').map((text) => lineOf(text, this.#schema));
      case 'horizontalRule':
        return [lineOf('---', this.#schema)];
      case 'pageBreak':
        return [];
    }
    if (block.isTextblock) return [{ before: '', content: this.#inlines(block), src: block.attrs.src }];
    if (block.isAtom) return this.#thing(block);
    return block.children.flatMap((child) => this.of(child));
  }

  /** The first line of an item has its label; the other lines are indented by the label's width. */
  #items(list: Node, labelOf: (i: number) => string): Line[] {
    return list.children.flatMap((item, i) => {
      const label = labelOf(i);
      const indent = ' '.repeat(label.length);
      return item.children
        .flatMap((child) => this.of(child))
        .map((line, at) => ({ ...line, before: `${at === 0 ? label : indent}${line.before}`, src: null }));
    });
  }

  #row(row: Node): Line {
    const tab = this.#schema.text('\t');
    const space = this.#schema.text(' ');
    const content = row.children.flatMap((cell, column) => {
      const lines = cell.children.flatMap((child) => this.of(child));
      const inside = lines.flatMap(({ before, content: words }, i) => [
        ...(i > 0 ? [space] : []),
        ...(before === '' ? [] : [this.#schema.text(before)]),
        ...words,
      ]);
      return column > 0 ? [tab, ...inside] : inside;
    });
    return { before: '', content, src: null };
  }

  #thing(block: Node): Line[] {
    if (isPicture(block)) this.#lose();
    return (wordsOf(block) ?? '').split('\n').map((text) => lineOf(text, this.#schema));
  }

  #inlines(block: Node): Node[] {
    return block.children.flatMap((child) => {
      if (child.isText) return [child.mark([])];
      const words = wordsOf(child);
      if (words === null) return [child.mark([])];
      if (isPicture(child)) this.#lose();
      return words === '' ? [] : [this.#schema.text(words)];
    });
  }
}

/** @param lose called for each dropped picture */
export function asTextLines(slice: Slice, schema: Schema, lose: () => void): Slice {
  const lines = new TextLines(schema, lose);
  const isInline = slice.content.firstChild?.isInline ?? false;
  const blocks = isInline ? [schema.node('paragraph', null, slice.content)] : slice.content.content;
  const all = blocks.flatMap((block) => lines.of(block));
  // Words of a single item are not a list.
  const isPart = all.length === 1 && slice.openStart > 0;
  const paragraphs = all.map(({ before, content, src }) =>
    schema.node('paragraph', { src }, [
      ...(before === '' || isPart ? [] : [schema.text(before)]),
      ...content,
    ]),
  );
  const open = (depth: number) => (paragraphs.length > 0 && (depth > 0 || isInline) ? 1 : 0);
  return new Slice(Fragment.from(paragraphs), open(slice.openStart), open(slice.openEnd));
}
