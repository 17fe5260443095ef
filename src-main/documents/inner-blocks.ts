import type { Fragment, Node } from '@tiptap/pm/model';
import type { Transform } from '@tiptap/pm/transform';

/** The paragraphs of a document and of its text boxes in reading order. */

export interface FoundBlock {
  readonly block: Node;
  /** Position before the block; before the atom where `inner` is a number. */
  readonly pos: number;
  /** Index among the paragraphs inside an atom; null for a paragraph of the document itself. */
  readonly inner: number | null;
}

const isAtom = (node: Node): boolean => node.type.name === 'atom' || node.type.name === 'atomBlock';

/** Nodes are immutable, so the parsed paragraphs of an atom are kept. */
const parsed = new WeakMap<Node, readonly Node[]>();

/** The paragraphs that may be edited inside an atom. */
export function innerBlocks(atom: Node): readonly Node[] {
  const { inner } = atom.attrs;
  if (!isAtom(atom) || !Array.isArray(inner)) return [];
  let blocks = parsed.get(atom);
  if (!blocks) {
    blocks = inner.map((json) => atom.type.schema.nodeFromJSON(json));
    parsed.set(atom, blocks);
  }
  return blocks;
}

/** Every block of text. A text box comes after the paragraph that holds it. */
export function allBlocks(doc: Node): FoundBlock[] {
  const found: FoundBlock[] = [];
  const inside = (node: Node, pos: number) => {
    for (const [inner, block] of innerBlocks(node).entries()) found.push({ block, pos, inner });
  };
  doc.descendants((node, pos) => {
    if (node.isTextblock) {
      found.push({ block: node, pos, inner: null });
      node.forEach((child, offset) => {
        inside(child, pos + 1 + offset);
      });
      return false;
    }
    inside(node, pos);
    return true;
  });
  return found;
}

/** A replacement of a stretch of a block; offsets in the block's content. */
export interface BlockChange {
  readonly from: number;
  readonly to: number;
  readonly nodes: Fragment;
}

/** Replaces a stretch of a block, also inside an atom. */
export function changeBlock(
  transform: Transform,
  { pos, inner }: Pick<FoundBlock, 'pos' | 'inner'>,
  { from, to, nodes }: BlockChange,
): void {
  if (inner === null) {
    transform.replaceWith(pos + 1 + from, pos + 1 + to, nodes);
    return;
  }
  const atom = transform.doc.nodeAt(pos);
  if (!atom) return;
  const paragraphs = innerBlocks(atom).map((block, i) =>
    i === inner ? block.copy(block.content.cut(0, from).append(nodes).append(block.content.cut(to))) : block,
  );
  transform.setNodeAttribute(
    pos,
    'inner',
    paragraphs.map((one) => one.toJSON() as unknown),
  );
}
