import type { PageFoot, Sheet } from '../../contract/document-formats.ts';
import type { Package } from '../package/opc.ts';
import { descendants, elementsOf, isOn, parseXml, textContent, type XmlElement } from '../package/xml.ts';
import type { Markup } from './markup.ts';
import { pageNumber } from './page-number.ts';

/** Footers and the page numbers in them (17.10). */

/** The `w:sectPr` of all sections in document order. */
export const sectionsOf = (body: XmlElement): XmlElement[] =>
  [...descendants(body)].filter(
    ({ name, parent }) => name === 'w:sectPr' && (parent === body || parent?.name === 'w:pPr'),
  );

const references: ReadonlySet<string> = new Set(['w:headerReference', 'w:footerReference']);

/** The header and footer references of a section. */
export const referencesOf = (section: XmlElement): XmlElement[] =>
  elementsOf(section).filter(({ name }) => references.has(name));

export const evenPagesDiffer = (settings: XmlElement | null): boolean =>
  isOn(settings, 'w:evenAndOddHeaders') === true;

export type FootSide = 'left' | 'right';

/** The inner XML of a footer with an official page number, for a file with these styles. */
export function numberFooter(markup: Markup, side: FootSide, { normal, styles }: Sheet): string {
  const format = styles.find(({ id }) => id === normal)?.format ?? {};
  return pageNumber(markup, side, { format, style: null, numbering: null });
}

function hasNumber(root: XmlElement): boolean {
  let instructions = '';
  for (const one of descendants(root)) {
    if (one.name === 'w:pgNum') return true;
    if (one.name === 'w:fldSimple') instructions += ` ${one.attributes['w:instr'] ?? ''} `;
    if (one.name === 'w:instrText') instructions += textContent(one);
    if (one.name === 'w:fldChar') instructions += ' ';
  }
  return /\bPAGE\b/i.test(instructions);
}

const shown: ReadonlySet<string> = new Set([
  'w:drawing',
  'w:pict',
  'w:object',
  'w:sym',
  'w:fldSimple',
  'w:instrText',
]);

function showsSomething(root: XmlElement): boolean {
  for (const one of descendants(root))
    if (shown.has(one.name) || (one.name === 'w:t' && textContent(one).trim() !== '')) return true;
  return false;
}

/** Whether a section shows a referenced part on any page; a reference alone does not tell. */
function isShown({ attributes }: XmlElement, section: XmlElement, settings: XmlElement | null): boolean {
  const type = attributes['w:type'] ?? 'default';
  if (type === 'first') return isOn(section, 'w:titlePg') === true;
  return type !== 'even' || evenPagesDiffer(settings);
}

function footOfPart(xml: string, isFooter: boolean): PageFoot | undefined {
  const { root } = parseXml(xml);
  if (hasNumber(root)) return 'numbers';
  return isFooter && showsSomething(root) ? 'text' : undefined;
}

/** @returns undefined for pages without a footer; page numbers in headers count, too */
export function footOf(files: Package, body: XmlElement, settings: XmlElement | null): PageFoot | undefined {
  const relations = files.relationships(files.mainPart);
  const found = new Set<PageFoot>();
  for (const section of sectionsOf(body))
    for (const one of referencesOf(section).filter((each) => isShown(each, section, settings))) {
      const part = relations.get(one.attributes['r:id'] ?? '')?.target ?? '';
      try {
        const foot = files.has(part) && footOfPart(files.text(part), one.name === 'w:footerReference');
        // A footer text of the first page alone leaves room for numbers on the others.
        if (foot && !(foot === 'text' && one.attributes['w:type'] === 'first')) found.add(foot);
      } catch {
        // A damaged part stays in the file as it is, and no number is added.
        found.add('text');
      }
    }
  return (['numbers', 'text'] as const).find((one) => found.has(one));
}
