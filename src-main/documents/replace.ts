import { Fragment, type Mark, type Node } from '@tiptap/pm/model';
import { Transform } from '@tiptap/pm/transform';
import { CodedError } from '../base/error.ts';
import { message } from '../texts/message.ts';
import { allBlocks, type BlockChange, changeBlock } from './inner-blocks.ts';
import { gapName } from './schema/gaps.ts';

/** Replaces text in a document by ProseMirror steps. */

/** Placeholder for a node that is no text. */
const notText = '\ufffc';

/** A block's text, with gaps as they are spelled, and its child nodes. */
interface BlockText {
  readonly text: string;
  /** Each child with its offset in the text (`at`) and in the block (`offset`). */
  readonly children: readonly {
    readonly node: Node;
    readonly text: string;
    readonly at: number;
    readonly offset: number;
  }[];
}

function textOf(block: Node): BlockText {
  const children: BlockText['children'][number][] = [];
  let at = 0;
  block.forEach((node, offset) => {
    let text = node.text ?? notText;
    if (node.type.name === gapName) text = String(node.attrs.spelling);
    else if (node.type.name === 'hardBreak') text = '\n';
    children.push({ node, text, at, offset });
    at += text.length;
  });
  return { text: children.map((one) => one.text).join(''), children };
}

const nodesFor = (block: Node, text: string, marks: readonly Mark[]): Node[] =>
  text
    .split('\n')
    .flatMap((line, i) => [
      ...(i > 0 ? [block.type.schema.node('hardBreak')] : []),
      ...(line === '' ? [] : [block.type.schema.text(line, marks)]),
    ]);

/** The new text takes the marks of the replaced text. A gap that is replaced in part becomes text. */
function changeIn(block: Node, old: string, next: string): BlockChange | null {
  const { text, children } = textOf(block);
  const start = text.indexOf(old);
  if (start < 0) return null;
  const end = start + old.length;
  const first = children.findLast(({ at }) => at <= start);
  const last = children.findLast(({ at }) => at < end);
  if (!first || !last) return null;
  const whole = (child: typeof first) => child.node.type.name === gapName;
  const before = whole(first) ? first.text.slice(0, start - first.at) : '';
  const after = whole(last) ? last.text.slice(end - last.at) : '';
  const nodes = [
    ...nodesFor(block, before, first.node.marks),
    ...nodesFor(block, next, first.node.marks),
    ...nodesFor(block, after, last.node.marks),
  ];
  return {
    from: whole(first) ? first.offset : first.offset + start - first.at,
    to: last.node.isText ? last.offset + end - last.at : last.offset + last.node.nodeSize,
    nodes: Fragment.fromArray(nodes),
  };
}

/**
 * Replaces the first occurrence of a text in reading order, over marks and runs and inside text boxes. The text may
 * contain a gap as the file spells it.
 * @throws CodedError `not-found`
 */
export function replaceFirst(transform: Transform, old: string, next: string): void {
  if (old !== '') {
    for (const place of allBlocks(transform.doc)) {
      const change = changeIn(place.block, old, next);
      if (!change) continue;
      changeBlock(transform, place, change);
      return;
    }
  }
  throw new CodedError('not-found', message('document.notFound', { text: old }));
}

export interface Replacement {
  readonly old: string;
  readonly next: string;
}

/** Makes replacements one after the other. @throws CodedError `not-found` */
export function replaceIn(doc: Node, replacements: readonly Replacement[]): Node {
  const transform = new Transform(doc);
  for (const { old, next } of replacements) replaceFirst(transform, old, next);
  return transform.doc;
}
