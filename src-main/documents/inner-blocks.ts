import type { Fragment, Node } from '@tiptap/pm/model';
import type { Transform } from '@tiptap/pm/transform';

/** Paragraphs of a document and of what stands in its text boxes, in the order in which they are read. */

export interface FoundBlock {
  readonly block: Node;
  /** Before the block; before the atom that holds it where `inner` is a number. */
  readonly pos: number;
  /** Its place among the paragraphs inside an atom; null for one of the document itself. */
  readonly inner: number | null;
}

const isAtom = (node: Node): boolean => node.type.name === 'atom' || node.type.name === 'atomBlock';

/** Nodes never change, nor do the paragraphs that an atom holds. */
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

/** A stretch of a block and what takes its place; offsets in the block's content. */
export interface BlockChange {
  readonly from: number;
  readonly to: number;
  readonly nodes: Fragment;
}

/** Changes a block where it stands, inside an atom too. */
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
