import { elementsOf, type XmlElement } from '../package/xml.ts';
import type { Markup } from './markup.ts';

/** Changes single properties of a list (`w:rPr`, `w:pPr`, …); the others stay as they are written. */

/** The order that the schema requires (ECMA-376 part 1, 17.3.1.26 and 17.3.2.28; transitional). */
const orders = {
  pPr: `pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs
    suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd
    snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment
    textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange`,
  rPr: `ins del moveFrom moveTo rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish
    webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang
    eastAsianLayout specVanish oMath rPrChange`,
  tcPr: `cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark`,
  trPr: `cnfStyle divId gridBefore gridAfter wBefore wAfter cantSplit trHeight tblHeader tblCellSpacing jc hidden ins del
    trPrChange`,
  tblPr: `tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd
    tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription tblPrChange`,
  sectPr: `headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType
    cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings sectPrChange`,
} as const;

export type PropertyList = keyof typeof orders;

const placesIn = (list: PropertyList): ReadonlyMap<string, number> =>
  new Map(orders[list].split(/\s+/).map((name, i) => [`w:${name}`, i]));

const placeOf: Readonly<Record<PropertyList, ReadonlyMap<string, number>>> = {
  pPr: placesIn('pPr'),
  rPr: placesIn('rPr'),
  tcPr: placesIn('tcPr'),
  trPr: placesIn('trPr'),
  tblPr: placesIn('tblPr'),
  sectPr: placesIn('sectPr'),
};

/** The new element of a property by its local name; null removes the property. */
export type PropertyChanges = ReadonlyMap<string, string | null>;

/**
 * @param current the present list; undefined for none
 * @returns the changed list; the empty string where there was none and none is needed
 */
export function patchProperties(
  markup: Markup,
  list: PropertyList,
  current: XmlElement | undefined,
  changes: PropertyChanges,
): string {
  if (changes.size === 0) return current ? markup.slice(current) : '';
  const place = placeOf[list];
  const order = (name: string) => place.get(name) ?? Number.MAX_SAFE_INTEGER;
  const left = new Map(changes);
  const items: { name: string; xml: string }[] = [];
  for (const one of current ? elementsOf(current) : []) {
    const local = one.name.startsWith('w:') ? one.name.slice(2) : one.name;
    const change = left.get(local);
    left.delete(local);
    if (change === undefined) items.push({ name: one.name, xml: markup.slice(one) });
    else if (change !== null) items.push({ name: one.name, xml: change });
  }
  for (const [local, xml] of left) {
    if (xml === null) continue;
    const name = `w:${local}`;
    // Properties that the schema does not know stay last.
    const at = items.findIndex((one) => order(one.name) > order(name));
    items.splice(at < 0 ? items.length : at, 0, { name, xml });
  }
  if (items.length === 0) return '';
  const inner = items.map(({ xml }) => xml).join('');
  if (!current) return markup.tag(list, {}, inner);
  const open = markup.source.slice(current.start, current.openEnd);
  const isEmpty = current.closeStart === current.end;
  return isEmpty
    ? markup.tag(list, {}, inner)
    : `${open}${inner}${markup.source.slice(current.closeStart, current.end)}`;
}

/** The present attributes of a property's element by local name. */
export function attributesOf(element: XmlElement | undefined): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(element?.attributes ?? {}))
    if (name.startsWith('w:')) found[name.slice(2)] = value;
  return found;
}
