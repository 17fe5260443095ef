import type { JSONContent } from '@tiptap/core';
import { descendants, textContent, type XmlElement } from '../package/xml.ts';
import type { Alignment, ParagraphFormat } from '../schema/formats.ts';
import { own } from '../schema/own.ts';
import { pageCount, pageNumber } from '../schema/running.ts';
import { readBlocks } from './blocks-read.ts';
import { type ReadContext, refOf } from './reading.ts';
import type { AtomShape } from './shapes.ts';

/** A header or a footer as blocks to look at. */

/** First half of the `src` of its elements, which nothing is written back to. */
const runningKey = 'running';

const fields: Readonly<Record<string, string>> = {
  PAGE: pageNumber,
  NUMPAGES: pageCount,
  SECTIONPAGES: pageCount,
};

function kindOf({ kind, code = '' }: AtomShape): string {
  const name = /^\s*([a-z]+)/i.exec(code)?.[1]?.toUpperCase() ?? '';
  return (kind === 'field' && own(fields, name)) || kind;
}

const alignments: Readonly<Record<string, Alignment>> = {
  left: 'left',
  inside: 'left',
  center: 'center',
  right: 'right',
  outside: 'right',
};

/** Where a text box floats on the line of the page; null for one in the text, and for one at a distance. */
function alignmentOf(box: XmlElement): Alignment | null {
  for (const one of descendants(box)) {
    if (one.name === 'w:txbxContent') return null;
    if (one.name === 'wp:positionH') return own(alignments, textContent(one).trim()) ?? null;
    const [, said] = /mso-position-horizontal:\s*(\w+)/.exec(one.attributes.style ?? '') ?? [];
    if (said !== undefined) return own(alignments, said) ?? null;
  }
  return null;
}

const aligned = (block: JSONContent, align: Alignment): JSONContent => ({
  ...block,
  attrs: { ...block.attrs, format: { ...(block.attrs?.format as ParagraphFormat | undefined), align } },
});

const innerOf = ({ attrs }: JSONContent): readonly JSONContent[] =>
  Array.isArray(attrs?.inner) ? (attrs.inner as JSONContent[]) : [];

/**
 * Office programs put page numbers into text boxes that float on the line. Their paragraphs take its place, aligned as
 * the box is.
 */
function withoutBoxes(block: JSONContent, floats: ReadonlyMap<string, Alignment>): JSONContent[] {
  const alignOf = (one: JSONContent) =>
    innerOf(one).length > 0 ? floats.get(String(one.attrs?.src ?? '')) : undefined;
  const content = block.content ?? [];
  const lifted = content.flatMap((one) => {
    const align = alignOf(one);
    return align ? innerOf(one).map((inner) => aligned(inner, align)) : [];
  });
  if (lifted.length === 0) return [block];
  const rest = content.filter((one) => alignOf(one) === undefined);
  return rest.length === 0 ? lifted : [{ ...block, content: rest }, ...lifted];
}

/**
 * @param root a `w:hdr` or a `w:ftr`
 * @param context of its document, with the relationships of its own part
 */
export function readRunning(root: XmlElement, context: ReadContext): JSONContent[] {
  const floats = new Map<string, Alignment>();
  const apart: ReadContext = {
    ...context,
    key: runningKey,
    kindOf,
    notes: { footnote: 0, endnote: 0 },
    paragraphs: new Map(),
    tables: new Map(),
  };
  for (const one of descendants(root)) {
    if (!['w:drawing', 'w:pict', 'mc:AlternateContent'].includes(one.name)) continue;
    const align = alignmentOf(one);
    if (align) floats.set(refOf(runningKey, one), align);
  }
  return readBlocks(root, apart).flatMap(({ json }) => withoutBoxes(json, floats));
}
