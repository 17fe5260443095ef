import type { PageFormat } from '../../contract/document-formats.ts';
import { child, type XmlElement } from '../package/xml.ts';
import type { Markup } from './markup.ts';
import { twips } from './measures.ts';
import { attributesOf, patchProperties } from './properties.ts';

/** The properties of the last section with the changed page; unchanged where the page did not change. */
export function patchPage(
  markup: Markup,
  section: XmlElement | undefined,
  before: PageFormat,
  after: PageFormat | null,
): string {
  if (after === null || JSON.stringify(before) === JSON.stringify(after))
    return section ? markup.slice(section) : '';
  const changes = new Map<string, string>();
  if (before.width !== after.width || before.height !== after.height)
    changes.set(
      'pgSz',
      markup.tag('pgSz', {
        ...attributesOf(child(section, 'w:pgSz')),
        w: twips(after.width),
        h: twips(after.height),
        orient: after.width > after.height ? 'landscape' : null,
      }),
    );
  const edges = ['top', 'right', 'bottom', 'left', 'header', 'footer'] as const;
  if (edges.some((edge) => before[edge] !== after[edge])) {
    const attributes: Record<string, string | number> = attributesOf(child(section, 'w:pgMar'));
    attributes.gutter ??= 0;
    const gutter = Number(attributes.gutter) / 20;
    for (const edge of edges)
      if (before[edge] !== after[edge] || attributes[edge] === undefined)
        attributes[edge] = twips(edge === 'left' ? after.left - gutter : after[edge]);
    changes.set('pgMar', markup.tag('pgMar', attributes));
  }
  if (before.linePitch !== after.linePitch || before.charSpace !== after.charSpace)
    changes.set('docGrid', gridOf(markup, section, after));
  return patchProperties(markup, 'sectPr', section, changes);
}

function gridOf(
  markup: Markup,
  section: XmlElement | undefined,
  { linePitch, charSpace }: PageFormat,
): string {
  const attributes: Record<string, string | number | null> = attributesOf(child(section, 'w:docGrid'));
  attributes.type = linePitch === null ? null : charSpace === undefined ? 'lines' : 'linesAndChars';
  if (linePitch !== null) attributes.linePitch = twips(linePitch);
  attributes.charSpace = charSpace === undefined ? null : String(Math.round(charSpace * 4096));
  return markup.tag('docGrid', attributes);
}
