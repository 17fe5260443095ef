import type { Sheet } from '../../contract/document-formats.ts';
import { child, insertInto, parseXml, withContent, type XmlElement } from '../package/xml.ts';
import type { CollectedEdits } from './edits.ts';
import { evenPagesDiffer, type FootSide, numberFooter, referencesOf, sectionsOf } from './foot.ts';
import { Markup } from './markup.ts';
import { withEvenPages } from './settings-patch.ts';

/** Adds the page numbers of official documents to the footers of a file. */

interface Scene {
  readonly edits: CollectedEdits;
  readonly sheet: Sheet;
  /** Root of the settings part before the change; null for a file without. */
  readonly settings: XmlElement | null;
}

type Reference = (section: XmlElement) => string;

/** The header of all pages must be named for even pages too, once even pages may have their own. */
const headerOfEvenPages =
  (markup: Markup): Reference =>
  (section) => {
    const header = referencesOf(section).find(
      ({ name, attributes }) =>
        name === 'w:headerReference' && (attributes['w:type'] ?? 'default') === 'default',
    );
    const id = header?.attributes['r:id'];
    return id === undefined ? '' : markup.tag('headerReference', { type: 'even', 'r:id': id });
  };

/** @param drops tells references to remove @param added references to add */
function withReferences(
  markup: Markup,
  section: XmlElement,
  drops: (reference: XmlElement) => boolean,
  added: string,
): string {
  const references = referencesOf(section);
  const kept = references.filter((one) => !drops(one)).map((one) => markup.slice(one));
  const rest = markup.source.slice(references.at(-1)?.end ?? section.openEnd, section.closeStart);
  return withContent(markup.source, section, kept.join('') + added + rest);
}

/** @param text the present main part @returns the main part with page numbers in the footers of every section */
export function withPageNumbers(text: string, { edits, sheet, settings }: Scene): string {
  const document = parseXml(text);
  const { root } = document;
  const markup = new Markup(document);
  const body = child(root, 'w:body') ?? root;
  const turns = !evenPagesDiffer(settings);
  if (turns) edits.settings((xml) => withEvenPages(xml, markup.strict));
  const footer = (type: string, side: FootSide) =>
    markup.tag('footerReference', { type, 'r:id': edits.footer((own) => numberFooter(own, side, sheet)) });
  const numbers = footer('default', 'right') + footer('even', 'left');
  const evenHeader = headerOfEvenPages(markup);
  const drops = ({ name, attributes }: XmlElement) => {
    const type = attributes['w:type'] ?? 'default';
    return name === 'w:footerReference' ? type !== 'first' : turns && type === 'even';
  };
  const sections = sectionsOf(body);
  if (sections.length === 0) return insertInto(text, body, markup.tag('sectPr', {}, numbers));
  let out = text;
  for (const section of sections.toReversed()) {
    const added = (turns ? evenHeader(section) : '') + numbers;
    out =
      out.slice(0, section.start) + withReferences(markup, section, drops, added) + out.slice(section.end);
  }
  return out;
}
