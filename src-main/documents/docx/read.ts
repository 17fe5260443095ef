import type { Element } from '@xmldom/xmldom';
import { type Content, type Font, type Mark, paragraph } from '../content.ts';
import { child, children, isOn, openPackage, type Package, wordValue } from './package.ts';
import {
  type ListKind,
  type Relations,
  readNumbering,
  readRelations,
  readStyles,
  type Style,
} from './parts.ts';

/** WordprocessingML (ECMA-376, part 1, chapter 17) → the editor's document. */

interface Context {
  readonly files: Package;
  readonly relations: Relations;
  readonly styles: ReadonlyMap<string, Style>;
  readonly listKind: (numId: string, level: number) => ListKind;
}

/** A block, with its place in a list where it has one. */
interface Placed {
  readonly block: Content;
  readonly list: { readonly kind: ListKind; readonly level: number } | null;
}

const imageTypes: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  bmp: 'image/bmp',
  webp: 'image/webp',
};

/** English Metric Units in a pixel of 96 to the inch. */
const emuPerPixel = 9525;

function fontOf(properties: Element | undefined): Font | null {
  const fonts = child(properties, 'w:rFonts');
  const size = Number(wordValue(properties, 'w:sz'));
  const color = wordValue(properties, 'w:color');
  const font: Font = {
    eastAsia: fonts?.getAttribute('w:eastAsia') || null,
    ascii: fonts?.getAttribute('w:ascii') || null,
    size: size > 0 ? size : null,
    color: color && /^[0-9a-f]{6}$/i.test(color) ? color.toUpperCase() : null,
  };
  return Object.values(font).some((one) => one !== null) ? font : null;
}

function marksOf(run: Element, inherited: Style | undefined, link: string | null): Mark[] {
  const properties = child(run, 'w:rPr');
  const on = (name: string, style: boolean | undefined) => isOn(properties, name) ?? style ?? false;
  const marks: Mark[] = [];
  if (on('w:b', inherited?.bold)) marks.push({ type: 'bold' });
  if (on('w:i', inherited?.italic)) marks.push({ type: 'italic' });
  if (isOn(properties, 'w:u')) marks.push({ type: 'underline' });
  if (isOn(properties, 'w:strike')) marks.push({ type: 'strike' });
  const font = fontOf(properties);
  if (font && !link) marks.push({ type: 'font', attrs: { ...font } });
  if (link) marks.push({ type: 'link', attrs: { href: link } });
  return marks;
}

const withMarks = (content: Content, marks: readonly Mark[]): Content =>
  marks.length > 0 ? { ...content, marks } : content;

function imageOf(drawing: Element, { files, relations }: Context): Content | null {
  const [blip] = drawing.getElementsByTagName('a:blip');
  const id = blip?.getAttribute('r:embed') ?? blip?.getAttribute('r:link') ?? '';
  const target = relations.get(id);
  if (!target || target.external) return null;
  const bytes = files.bytes(target.path);
  const type = imageTypes[target.path.split('.').at(-1)?.toLowerCase() ?? ''];
  if (!bytes || !type) return null;
  const [extent] = drawing.getElementsByTagName('wp:extent');
  const [info] = drawing.getElementsByTagName('wp:docPr');
  const pixels = (name: string) => Math.round(Number(extent?.getAttribute(name)) / emuPerPixel) || null;
  return {
    type: 'image',
    attrs: {
      src: `data:${type};base64,${Buffer.from(bytes).toString('base64')}`,
      alt: info?.getAttribute('descr') || null,
      width: pixels('cx'),
      height: pixels('cy'),
    },
  };
}

const pageBreak: Content = { type: 'pageBreak' };

/** What a run holds, in order. */
function readRun(run: Element, context: Context, style: Style | undefined, link: string | null): Content[] {
  const marks = marksOf(run, style, link);
  return children(run).flatMap((part): Content[] => {
    switch (part.tagName) {
      case 'w:t':
        return part.textContent ? [withMarks({ type: 'text', text: part.textContent }, marks)] : [];
      case 'w:tab':
        return [withMarks({ type: 'text', text: '\t' }, marks)];
      case 'w:noBreakHyphen':
        return [withMarks({ type: 'text', text: '\u2011' }, marks)];
      case 'w:br':
      case 'w:cr':
        return [part.getAttribute('w:type') === 'page' ? pageBreak : { type: 'hardBreak' }];
      case 'w:drawing': {
        const image = imageOf(part, context);
        return image ? [image] : [];
      }
      // The newer of two alternatives is the one that Word shows.
      case 'mc:AlternateContent':
        return [];
      default:
        return [];
    }
  });
}

/** Runs inside a paragraph, through every wrapper that only marks them. */
function readInline(
  element: Element,
  context: Context,
  style: Style | undefined,
  link: string | null = null,
): Content[] {
  return children(element).flatMap((part): Content[] => {
    switch (part.tagName) {
      case 'w:r':
        return readRun(part, context, style, link);
      case 'w:hyperlink': {
        const target = context.relations.get(part.getAttribute('r:id') ?? '');
        return readInline(part, context, style, target?.external ? target.path : link);
      }
      // Tracked changes are read as accepted; the loss report says so.
      case 'w:ins':
      case 'w:moveTo':
      case 'w:smartTag':
      case 'w:fldSimple':
      case 'w:customXml':
        return readInline(part, context, style, link);
      case 'w:sdt': {
        const content = child(part, 'w:sdtContent');
        return content ? readInline(content, context, style, link) : [];
      }
      default:
        return [];
    }
  });
}

const alignments: Readonly<Record<string, string>> = {
  left: 'left',
  start: 'left',
  center: 'center',
  right: 'right',
  end: 'right',
  both: 'justify',
  distribute: 'justify',
};

/** Neighbouring texts with the same marks become one, as the editor keeps them. */
function joined(content: readonly Content[]): Content[] {
  const out: Content[] = [];
  for (const one of content) {
    const last = out.at(-1);
    const same =
      last?.type === 'text' &&
      one.type === 'text' &&
      JSON.stringify(last.marks) === JSON.stringify(one.marks);
    if (last && same) out[out.length - 1] = { ...last, text: `${last.text}${one.text}` };
    else out.push(one);
  }
  return out;
}

/** Page breaks stand between blocks: a paragraph that holds one is cut there. */
function cutAtBreaks(content: readonly Content[]): Content[][] {
  const pieces: Content[][] = [[]];
  for (const one of content) {
    if (one.type === 'pageBreak') pieces.push([]);
    else pieces.at(-1)?.push(one);
  }
  return pieces;
}

function readParagraph(element: Element, context: Context): Placed[] {
  const properties = child(element, 'w:pPr');
  const style = context.styles.get(wordValue(properties, 'w:pStyle') ?? '');
  const align = alignments[wordValue(properties, 'w:jc') ?? style?.alignment ?? ''];
  const attrs = align && align !== 'left' ? { textAlign: align } : undefined;
  const numbering = child(properties, 'w:numPr');
  const numId = wordValue(numbering, 'w:numId') ?? style?.numId ?? null;
  const level = Number(wordValue(numbering, 'w:ilvl') ?? style?.level ?? 0);
  const isList = numId !== null && numId !== '0' && !style?.heading;
  const content = joined(readInline(element, context, style?.heading ? undefined : style));
  const pieces = cutAtBreaks(content);
  const out: Placed[] = isOn(properties, 'w:pageBreakBefore') ? [{ block: pageBreak, list: null }] : [];
  for (const [i, piece] of pieces.entries()) {
    if (i > 0) out.push({ block: pageBreak, list: null });
    // A paragraph that was nothing but its page break leaves no empty one behind.
    if (piece.length === 0 && pieces.length > 1) continue;
    const block = style?.heading
      ? { ...paragraph(piece, { level: Math.min(3, style.heading), ...attrs }), type: 'heading' }
      : paragraph(piece, attrs);
    const list = isList ? { kind: context.listKind(numId, level), level } : null;
    out.push({ block, list });
  }
  return out;
}

function readCell(cell: Element, context: Context, header: boolean, rowspan: number): Content {
  const span = Number(wordValue(child(cell, 'w:tcPr'), 'w:gridSpan') ?? 1);
  const content = readBlocks(cell, context);
  return {
    type: header ? 'tableHeader' : 'tableCell',
    attrs: { colspan: span, rowspan, colwidth: null },
    content: content.length > 0 ? content : [paragraph([])],
  };
}

interface GridCell {
  readonly element: Element;
  readonly column: number;
  readonly merge: 'restart' | 'continue' | null;
}

function gridOf(row: Element): GridCell[] {
  let column = Number(wordValue(child(row, 'w:trPr'), 'w:gridBefore') ?? 0);
  return children(row)
    .flatMap((one) => (one.tagName === 'w:sdt' ? children(child(one, 'w:sdtContent') ?? one) : [one]))
    .filter(({ tagName }) => tagName === 'w:tc')
    .map((element) => {
      const properties = child(element, 'w:tcPr');
      const vertical = child(properties, 'w:vMerge');
      const at = column;
      column += Number(wordValue(properties, 'w:gridSpan') ?? 1);
      const merge = vertical ? (vertical.getAttribute('w:val') === 'restart' ? 'restart' : 'continue') : null;
      return { element, column: at, merge };
    });
}

function readTable(table: Element, context: Context): Content {
  const rows = children(table).filter(({ tagName }) => tagName === 'w:tr');
  const grids = rows.map(gridOf);
  const content = rows.map((row, r): Content => {
    const header = isOn(child(row, 'w:trPr'), 'w:tblHeader') ?? false;
    const cells = (grids[r] ?? []).flatMap((cell): Content[] => {
      if (cell.merge === 'continue') return [];
      let rowspan = 1;
      while (
        cell.merge === 'restart' &&
        grids[r + rowspan]?.some(({ column, merge }) => column === cell.column && merge === 'continue')
      )
        rowspan++;
      return [readCell(cell.element, context, header, rowspan)];
    });
    return { type: 'tableRow', content: cells };
  });
  return { type: 'table', content: content.filter((row) => (row.content?.length ?? 0) > 0) };
}

/** Consecutive list paragraphs become nested lists. */
function nest(blocks: readonly Placed[]): Content[] {
  const out: Content[] = [];
  for (let at = 0; at < blocks.length; ) {
    const one = blocks[at];
    if (!one?.list) {
      if (one) out.push(one.block);
      at++;
      continue;
    }
    const { kind, level } = one.list;
    const items: Content[] = [];
    while (at < blocks.length) {
      const item = blocks[at];
      if (!item?.list || item.list.level < level || (item.list.level === level && item.list.kind !== kind))
        break;
      const deeper: Placed[] = [];
      at++;
      for (let next = blocks[at]; next?.list && next.list.level > level; next = blocks[at]) {
        deeper.push(next);
        at++;
      }
      items.push({ type: 'listItem', content: [item.block, ...nest(deeper)] });
    }
    out.push({ type: kind === 'bullet' ? 'bulletList' : 'orderedList', content: items });
  }
  return out;
}

function readPlaced(container: Element, context: Context): Placed[] {
  return children(container).flatMap((element): Placed[] => {
    switch (element.tagName) {
      case 'w:p':
        return readParagraph(element, context);
      case 'w:tbl':
        return [{ block: readTable(element, context), list: null }];
      case 'w:sdt': {
        const content = child(element, 'w:sdtContent');
        return content ? readPlaced(content, context) : [];
      }
      case 'w:ins':
      case 'w:customXml':
        return readPlaced(element, context);
      default:
        return [];
    }
  });
}

const readBlocks = (container: Element, context: Context): Content[] => nest(readPlaced(container, context));

/** @throws CodedError `document-unreadable` */
export function readDocx(data: Uint8Array): Content {
  const files = openPackage(data);
  const context: Context = {
    files,
    relations: readRelations(files.xml('word/_rels/document.xml.rels')),
    styles: readStyles(files.xml('word/styles.xml')),
    listKind: readNumbering(files.xml('word/numbering.xml')),
  };
  const body = child(files.xml('word/document.xml')?.documentElement, 'w:body');
  const content = body ? readBlocks(body, context) : [];
  return { type: 'doc', content: content.length > 0 ? content : [paragraph([])] };
}
