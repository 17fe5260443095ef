import { Fragment, type Node, Slice } from '@tiptap/pm/model';
import type { Abilities } from '../format/abilities.ts';
import { asTextLines } from './as-text.ts';

/** Removes content that the document's file format cannot hold. Pure. */

const needs: Readonly<Record<string, keyof Abilities>> = {
  font: 'fonts',
  underline: 'underline',
  bold: 'emphasis',
  italic: 'emphasis',
  strike: 'emphasis',
};

/** Markdown is the only format with emphasis and without paragraph formats. */
export const isMarkdown = ({ emphasis, paragraphs }: Abilities): boolean => emphasis && !paragraphs;

/** A text file has only lines. */
const isPlain = ({ emphasis, headings, lists, tables }: Abilities): boolean =>
  !emphasis && !headings && !lists && !tables;

/** @param lose called for each dropped picture */
export function withinAbilities(slice: Slice, can: Abilities, lose: () => void): Slice {
  const schema = slice.content.firstChild?.type.schema;
  if (schema && isPlain(can)) return asTextLines(slice, schema, lose);
  if (Object.values(needs).every((ability) => can[ability]) && can.paragraphs) return slice;
  const fits = (node: Node): Node => {
    const marks = node.marks.filter(({ type }) => {
      const ability = Object.hasOwn(needs, type.name) ? needs[type.name] : undefined;
      return ability === undefined || can[ability];
    });
    if (node.isText) return node.mark(marks);
    const attrs =
      node.isTextblock && 'format' in node.attrs && !can.paragraphs
        ? { ...node.attrs, format: null }
        : node.attrs;
    return node.type.create(attrs, Fragment.from(node.children.map(fits)), marks);
  };
  return new Slice(Fragment.from(slice.content.content.map(fits)), slice.openStart, slice.openEnd);
}
