import type { Node } from '@tiptap/pm/model';

/**
 * 字数 as office programs count it: each Chinese character or punctuation mark and each Latin word or number counts
 * one.
 */
const units =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3001-\u303f\uff01-\uff60—…“”‘’]|[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff01-\uff60—…“”‘’]+/gu;

export const countWords = (text: string): number => text.match(units)?.length ?? 0;

/** Counts by node. Nodes are immutable, so an edit costs its own paragraph alone. */
const counted = new WeakMap<Node, number>();

export function wordsIn(node: Node): number {
  if (node.isTextblock) {
    const known = counted.get(node);
    if (known !== undefined) return known;
    const count = countWords(node.textBetween(0, node.content.size, ' ', ' '));
    counted.set(node, count);
    return count;
  }
  let total = 0;
  node.forEach((child) => {
    total += wordsIn(child);
  });
  return total;
}
