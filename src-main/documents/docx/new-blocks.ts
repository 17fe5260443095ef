import type { Node } from '@tiptap/pm/model';

/** Flattens the editor's blocks into the sequence that WordprocessingML has. */

export interface ListPlace {
  readonly kind: 'bullet' | 'ordered';
  readonly level: number;
  /** The outermost list of the kind, which has one numbering. */
  readonly list: Node;
}

export type NewBlock =
  | {
      readonly kind: 'paragraph';
      readonly node: Node;
      readonly src: string | null;
      readonly list: ListPlace | null;
      readonly quoted: boolean;
    }
  | { readonly kind: 'table'; readonly node: Node; readonly src: string | null }
  | { readonly kind: 'atom'; readonly node: Node; readonly src: string | null }
  | { readonly kind: 'code' | 'rule' | 'pageBreak' | 'spacer'; readonly node: Node; readonly src: null };

const srcOf = ({ attrs }: Node): string | null => (typeof attrs.src === 'string' ? attrs.src : null);

interface Around {
  readonly list: ListPlace | null;
  readonly quoted: boolean;
}

function listBlocks(list: Node, around: Around): NewBlock[] {
  const kind = list.type.name === 'bulletList' ? 'bullet' : 'ordered';
  const place: ListPlace = {
    kind,
    level: around.list ? around.list.level + 1 : 0,
    list: around.list?.kind === kind ? around.list.list : list,
  };
  return list.children.flatMap((item) =>
    item.children.flatMap((block, i) =>
      // Only the first paragraph of an item has a label; a list inside is one level deeper.
      block.isTextblock
        ? flattenOne(block, { ...around, list: i === 0 ? place : null })
        : flattenOne(block, { ...around, list: place }),
    ),
  );
}

function flattenOne(node: Node, around: Around): NewBlock[] {
  switch (node.type.name) {
    case 'paragraph':
    case 'heading':
      return [{ kind: 'paragraph', node, src: srcOf(node), ...around }];
    case 'table':
      return [{ kind: 'table', node, src: srcOf(node) }];
    case 'atomBlock':
      return [{ kind: 'atom', node, src: srcOf(node) }];
    case 'bulletList':
    case 'orderedList':
      return listBlocks(node, around);
    case 'codeBlock':
      return [{ kind: 'code', node, src: null }];
    case 'horizontalRule':
      return [{ kind: 'rule', node, src: null }];
    case 'pageBreak':
      return [{ kind: 'pageBreak', node, src: null }];
    default:
      return node.children.flatMap((one) =>
        flattenOne(one, { list: null, quoted: around.quoted || node.type.name === 'blockquote' }),
      );
  }
}

/**
 * Word joins adjacent tables and needs a paragraph at the end of a container: a spacer is added after a new table
 * there.
 */
const spaced = (blocks: readonly NewBlock[]): NewBlock[] =>
  blocks.flatMap((block, i) => {
    const next = blocks[i + 1];
    const isNew = (one: NewBlock | undefined) => one?.kind === 'table' && one.src === null;
    const touches = block.kind === 'table' && (next === undefined || next.kind === 'table');
    return touches && (isNew(block) || isNew(next))
      ? [block, { kind: 'spacer', node: block.node, src: null } as const]
      : [block];
  });

/** @param container a document or a cell */
export const flatten = (container: Node): NewBlock[] =>
  spaced(container.children.flatMap((node) => flattenOne(node, { list: null, quoted: false })));
