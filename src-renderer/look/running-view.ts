import type { JSONContent } from '@tiptap/core';
import { DOMSerializer, type Node, type Schema } from '@tiptap/pm/model';
import type { ParagraphFormat } from '../../src-main/contract/document-formats.ts';
import {
  floatingPicture,
  pageCount,
  pageNumber,
  sectionPageCount,
} from '../../src-main/documents/schema/running.ts';
import { type AtomViewOptions, atomView, drawBlocks } from './atom-view.ts';

/** Draws a header or a footer as the file has it. */

export interface RunningText {
  readonly blocks: readonly JSONContent[];
  /** The values of its fields. */
  readonly page: string;
  readonly pages: string;
  readonly sectionPages: string;
}

/** Whether anything is visible: text, a picture, or the rule of an empty header. */
export const showsAnything = (blocks: readonly JSONContent[]): boolean =>
  blocks.some(
    ({ type, content = [], attrs }) =>
      type !== 'paragraph' || content.length > 0 || (attrs?.format as ParagraphFormat | null)?.borders,
  );

/** Nothing inside has an accessible name: the whole is one picture of a header. */
function bare(dom: HTMLElement): HTMLElement {
  for (const one of [dom, ...dom.querySelectorAll<HTMLElement>('[role]')]) {
    one.removeAttribute('role');
    one.removeAttribute('title');
    one.removeAttribute('aria-label');
  }
  return dom;
}

function serializerOf(
  schema: Schema,
  { page, pages, sectionPages }: RunningText,
  options: AtomViewOptions,
): DOMSerializer {
  const known = DOMSerializer.fromSchema(schema);
  const fields = new Map([
    [pageNumber, page],
    [pageCount, pages],
    [sectionPageCount, sectionPages],
  ]);
  const atom = (node: Node) => {
    const said = fields.get(String(node.attrs.kind));
    if (said !== undefined) return ['span', { class: 'page-field' }, said] as const;
    if (node.attrs.kind !== floatingPicture) return bare(atomView(node, options).dom as HTMLElement);
    const picture = node.type.create({ ...node.attrs, kind: 'picture' });
    const dom = bare(atomView(picture, options).dom as HTMLElement);
    dom.classList.add('floating');
    return dom;
  };
  return new DOMSerializer({ ...known.nodes, atom, atomBlock: atom }, known.marks);
}

/** @returns null for blocks that the schema does not know, which are left out */
export const drawRunning = (
  schema: Schema,
  text: RunningText,
  options: AtomViewOptions,
): DocumentFragment | null =>
  drawBlocks(schema, serializerOf(schema, text, options), text.blocks, options.defaultTab());
