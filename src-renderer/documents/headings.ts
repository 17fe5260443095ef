import type { Node } from '@tiptap/pm/model';

/** A heading of the outline. */
export interface Heading {
  readonly text: string;
  /** 1–3. */
  readonly level: number;
  /** Before the heading's node. */
  readonly pos: number;
}

/** The document's headings in order; those without a word are no help to find anything. */
export function headingsOf(doc: Node): Heading[] {
  const found: Heading[] = [];
  doc.descendants((node, pos) => {
    if (node.type.name === 'heading' && node.textContent.trim() !== '') {
      found.push({ text: node.textContent.trim(), level: Number(node.attrs.level), pos });
    }
    return !node.isTextblock;
  });
  return found;
}
