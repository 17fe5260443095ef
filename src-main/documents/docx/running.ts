import type { JSONContent } from '@tiptap/core';
import type { Alignment, ParagraphFormat } from '../../contract/document-formats.ts';
import { descendants, textContent, type XmlElement } from '../package/xml.ts';
import { own } from '../schema/own.ts';
import { floatingPicture, pageCount, pageNumber, sectionPageCount } from '../schema/running.ts';
import { readBlocks } from './blocks-read.ts';
import { type ReadContext, refOf } from './reading.ts';
import type { AtomShape } from './shapes.ts';

/** Reads headers and footers as blocks that are shown and never written. */

/** Key of their elements: nothing is written back to them. */
const runningKey = 'running';

const fields: Readonly<Record<string, string>> = {
  PAGE: pageNumber,
  NUMPAGES: pageCount,
  SECTIONPAGES: sectionPageCount,
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

/** Where a drawing floats that takes no room in the text: aligned with the line, or at a position. */
type Float = Alignment | 'placed';

/** How a drawing floats; null for one in the text. */
function floatOf(drawing: XmlElement): Float | null {
  for (const one of descendants(drawing)) {
    if (one.name === 'wp:inline' || one.name === 'w:txbxContent') return null;
    if (one.name === 'wp:positionH') return own(alignments, textContent(one).trim()) ?? 'placed';
    const { style = '' } = one.attributes;
    const [, said = ''] = /mso-position-horizontal:\s*(\w+)/.exec(style) ?? [];
    if (said !== '' || /position:\s*absolute/.test(style)) return own(alignments, said) ?? 'placed';
  }
  return null;
}

const drawings: ReadonlySet<string> = new Set(['w:drawing', 'w:pict', 'w:object', 'mc:AlternateContent']);

/** The floating drawings by their `src`. */
function floatsIn(root: XmlElement): ReadonlyMap<string, Float> {
  const floats = new Map<string, Float>();
  for (const one of descendants(root)) {
    const float = drawings.has(one.name) ? floatOf(one) : null;
    if (float) floats.set(refOf(runningKey, one), float);
  }
  return floats;
}

const aligned = (block: JSONContent, align: Float): JSONContent =>
  align === 'placed'
    ? block
    : {
        ...block,
        attrs: { ...block.attrs, format: { ...(block.attrs?.format as ParagraphFormat | undefined), align } },
      };

const innerOf = ({ attrs }: JSONContent): readonly JSONContent[] =>
  Array.isArray(attrs?.inner) ? (attrs.inner as JSONContent[]) : [];

/**
 * Office programs put page numbers into floating text boxes. Their paragraphs replace the box and take its alignment.
 * Pictures stay floating; other drawings, such as watermarks, are left out.
 */
function withoutFloats(block: JSONContent, floats: ReadonlyMap<string, Float>): JSONContent[] {
  const lifted: JSONContent[] = [];
  const content = (block.content ?? []).flatMap((one): JSONContent[] => {
    const float = floats.get(String(one.attrs?.src ?? ''));
    if (!float) return [one];
    lifted.push(...innerOf(one).map((inner) => aligned(inner, float)));
    return one.attrs?.part ? [{ ...one, attrs: { ...one.attrs, kind: floatingPicture } }] : [];
  });
  const { content: _old, ...bare } = block;
  if (content.length > 0 || lifted.length === 0)
    return [content.length > 0 ? { ...block, content } : bare, ...lifted];
  return lifted;
}

/**
 * @param root a `w:hdr` or `w:ftr`
 * @param context of the document, with the relationships of the header's or footer's part
 */
export function readRunning(root: XmlElement, context: ReadContext): JSONContent[] {
  const floats = floatsIn(root);
  const apart: ReadContext = {
    ...context,
    key: runningKey,
    kindOf,
    notes: { footnote: 0, endnote: 0 },
    paragraphs: new Map(),
    tables: new Map(),
  };
  return readBlocks(root, apart).flatMap(({ json }) => withoutFloats(json, floats));
}
