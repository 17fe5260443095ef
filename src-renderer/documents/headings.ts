import type { Node } from '@tiptap/pm/model';

/** A heading of the outline. */
export interface Heading {
  readonly text: string;
  /** 1–3. */
  readonly level: number;
  /** Position before the heading. */
  readonly pos: number;
}

/** The document's headings in order; empty headings are left out. */
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
