import type { JSONContent } from '@tiptap/core';
import type { PageKind, Running, Sheet } from '../../contract/document-formats.ts';
import type { Package } from '../package/opc.ts';
import { child, elementsOf, isOn, parseXml, type XmlElement } from '../package/xml.ts';
import { integer } from './measures.ts';
import { type ReadContext, refOf } from './reading.ts';
import { readRunning } from './running.ts';

/** Sections (17.6): where they end with their page, and what runs along above and below their text. */

interface Section {
  readonly properties: XmlElement;
  /** The paragraph that ends it; null for the last one. */
  readonly end: XmlElement | null;
}

/** Sections that paragraphs end; one in a table ends nothing. */
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

/** Text of a part that is worth the time that it takes to read. */
const mostCharacters = 500_000;

type Edge = 'header' | 'footer';
const kinds = ['default', 'first', 'even'] as const satisfies readonly PageKind[];

/** The part for pages of a kind; a section without one of its own has that of the section before. */
function partOf(sections: readonly Section[], edge: Edge, kind: PageKind, context: ReadContext) {
  for (const { properties } of sections.toReversed()) {
    const reference = elementsOf(properties).find(
      ({ name, attributes }) => name === `w:${edge}Reference` && (attributes['w:type'] ?? 'default') === kind,
    );
    if (reference) return context.relation(reference.attributes['r:id'] ?? '');
  }
  return undefined;
}

/** Blocks of a part; null where it is missing or damaged: the document is shown without it and keeps it. */
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

/** @param sections up to the one that is asked about */
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

/** @param context as the body was read with */
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
