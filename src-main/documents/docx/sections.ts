import type { JSONContent } from '@tiptap/core';
import type { PageKind, Running, Sheet } from '../../contract/document-formats.ts';
import type { Package } from '../package/opc.ts';
import { child, elementsOf, isOn, parseXml, type XmlElement } from '../package/xml.ts';
import { integer } from './measures.ts';
import { type ReadContext, refOf } from './reading.ts';
import { readRunning } from './running.ts';

/** Sections (17.6): their ends, and the headers and footers that they show. */

interface Section {
  readonly properties: XmlElement;
  /** The paragraph that ends it; null for the last one. */
  readonly end: XmlElement | null;
}

/** Sections that paragraphs end; a `w:sectPr` in a table is ignored. */
function endedIn(container: XmlElement): Section[] {
  return elementsOf(container).flatMap((element): Section[] => {
    if (element.name === 'w:tbl' || element.name === 'w:sectPr') return [];
    if (element.name !== 'w:p') return endedIn(element);
    const properties = child(child(element, 'w:pPr'), 'w:sectPr');
    return properties ? [{ properties, end: element }] : [];
  });
}

function sectionsOf(body: XmlElement): Section[] {
  const last = child(body, 'w:sectPr');
  return [...endedIn(body), ...(last ? [{ properties: last, end: null }] : [])];
}

/** Longest part that is read, in characters. */
const mostCharacters = 500_000;

type Edge = 'header' | 'footer';
const kinds = ['default', 'first', 'even'] as const satisfies readonly PageKind[];

/** The part for a kind of pages; a section without one takes the part of the section before. */
function partOf(sections: readonly Section[], edge: Edge, kind: PageKind, context: ReadContext) {
  for (const { properties } of sections.toReversed()) {
    const reference = elementsOf(properties).find(
      ({ name, attributes }) => name === `w:${edge}Reference` && (attributes['w:type'] ?? 'default') === kind,
    );
    if (reference) return context.relation(reference.attributes['r:id'] ?? '');
  }
  return undefined;
}

/**
 * The blocks of a part; null where it is missing or damaged. The document is shown without it, and the part stays.
 */
function blocksOf(files: Package, part: string, context: ReadContext) {
  try {
    const text = files.text(part);
    if (text.length > mostCharacters) return null;
    const relations = files.relationships(part);
    return readRunning(parseXml(text).root, { ...context, relation: (id) => relations.get(id) });
  } catch {
    return null;
  }
}

/** @param sections all up to the wanted one */
function runningOf(
  files: Package,
  edge: Edge,
  sections: readonly Section[],
  context: ReadContext,
  settings: XmlElement | null,
): Running | null {
  const blocks: Partial<Record<PageKind, readonly JSONContent[]>> = {};
  for (const kind of kinds) {
    const part = partOf(sections, edge, kind, context);
    const found = part && !part.external ? blocksOf(files, part.target, context) : null;
    if (found !== null) blocks[kind] = found;
  }
  const properties = sections.at(-1)?.properties;
  if (Object.keys(blocks).length === 0) return null;
  const numbers = child(properties, 'w:pgNumType')?.attributes ?? {};
  return {
    blocks,
    title: isOn(properties, 'w:titlePg') === true,
    mirrored: isOn(settings, 'w:evenAndOddHeaders') === true,
    start: integer(numbers['w:start']),
    format: numbers['w:fmt'] ?? 'decimal',
  };
}

/** @param context of the body */
export function readSections(
  files: Package,
  body: XmlElement,
  context: ReadContext,
  settings: XmlElement | null,
): Pick<Sheet, 'header' | 'footer' | 'pageEnds'> {
  const sections = sectionsOf(body);
  const header = runningOf(files, 'header', sections.slice(0, 1), context, settings);
  const footer = runningOf(files, 'footer', sections, context, settings);
  const pageEnds = sections.flatMap(({ end }, i) => {
    const next = child(sections[i + 1]?.properties, 'w:type')?.attributes['w:val'] ?? 'nextPage';
    return end && i + 1 < sections.length && next !== 'continuous' ? [refOf(context.key, end)] : [];
  });
  return {
    ...(header && { header }),
    ...(footer && { footer }),
    ...(pageEnds.length > 0 && { pageEnds }),
  };
}
