import { elementsOf, insertInto, isOn, parseXml } from '../package/xml.ts';
import { Markup } from './markup.ts';
import { wordPart } from './word-part.ts';

/** Settings that stand before `evenAndOddHeaders` (17.15.1, annex A). */
const before: ReadonlySet<string> = new Set(
  `writeProtection view zoom removePersonalInformation removeDateAndTime doNotDisplayPageBoundaries
  displayBackgroundShape printPostScriptOverText printFractionalCharacterWidth printFormsData embedTrueTypeFonts
  embedSystemFonts saveSubsetFonts saveFormsData mirrorMargins alignBordersAndEdges bordersDoNotSurroundHeader
  bordersDoNotSurroundFooter gutterAtTop hideSpellingErrors hideGrammaticalErrors activeWritingStyle proofState
  formsDesign attachedTemplate linkStyles stylePaneFormatFilter stylePaneSortMethod documentType mailMerge
  revisionView trackRevisions doNotTrackMoves doNotTrackFormatting documentProtection autoFormatOverride
  styleLockTheme styleLockQFSet defaultTabStop autoHyphenation consecutiveHyphenLimit hyphenationZone
  doNotHyphenateCaps showEnvelope summaryLength clickAndTypeStyle defaultTableStyle`
    .split(/\s+/)
    .map((name) => `w:${name}`),
);

/** Settings with headers and footers of their own for even pages; the same text where they have that already. */
export function withEvenPages(xml: string | null, strict: boolean): string {
  const text = xml ?? wordPart('settings', '', strict);
  const document = parseXml(text);
  const { root } = document;
  if (isOn(root, 'w:evenAndOddHeaders')) return text;
  const on = new Markup(document).tag('evenAndOddHeaders');
  const elements = elementsOf(root);
  const off = elements.find(({ name }) => name === 'w:evenAndOddHeaders');
  if (off) return text.slice(0, off.start) + on + text.slice(off.end);
  return insertInto(text, root, on, elements.find(({ name }) => !before.has(name))?.start);
}
