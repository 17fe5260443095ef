import { child, elementsOf, type XmlElement } from '../package/xml.ts';
import { isPlainControl } from './pieces.ts';
import { atomAttributes, type ReadContext, readParagraph, refOf, type SourceBlock } from './reading.ts';
import { blockShape, isToc } from './shapes.ts';
import type { TableContext } from './table-cells.ts';
import { readTable } from './tables-read.ts';

/** Elements that wrap blocks without changing them. */
const blockWrappers = new Set(['w:customXml', 'w:ins', 'w:moveTo', 'w:smartTag']);

/** Elements between blocks that show nothing; saving leaves them where they are. */
const isGlue = (element: XmlElement): boolean =>
  /(?:Start|End|Pr|PrEx|Grid)$/.test(element.name) ||
  element.name === 'w:proofErr' ||
  element.name === 'w:sectPr';

/** The blocks of a container, wrappers left out. */
export function readBlocks(
  container: XmlElement,
  context: ReadContext,
  tableContext?: TableContext,
): SourceBlock[] {
  return elementsOf(container).flatMap((element): SourceBlock[] => {
    if (element.name === 'w:p') return [readParagraph(element, context, tableContext)];
    if (element.name === 'w:tbl') return [readTableBlock(element, context)];
    if (blockWrappers.has(element.name)) return readBlocks(element, context, tableContext);
    if (element.name === 'w:sdt' && isPlainControl(element) && !isToc(element)) {
      const content = child(element, 'w:sdtContent');
      if (content) return readBlocks(content, context, tableContext);
    }
    return isGlue(element) ? [] : [readAtomBlock(element, context, tableContext)];
  });
}

function readAtomBlock(element: XmlElement, context: ReadContext, tableContext?: TableContext): SourceBlock {
  const attrs = atomAttributes(element, blockShape(element), context, tableContext);
  return { kind: 'atom', ref: refOf(context.key, element), element, json: { type: 'atomBlock', attrs } };
}

/** A table without cells cannot be edited: it becomes an atom. */
const readTableBlock = (element: XmlElement, context: ReadContext): SourceBlock =>
  readTable(element, context, (cell, inCell) => readBlocks(cell, context, inCell)) ??
  readAtomBlock(element, context);
