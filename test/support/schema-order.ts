import { descendants, elementsOf, parseXml } from '../../src-main/documents/package/xml.ts';

/** The order of elements that the schema of WordprocessingML demands (ECMA-376 part 1, annex A; transitional). */

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** As far as new packages use them. */
const orders: Readonly<Record<string, readonly string[]>> = {
  'w:document': words('body'),
  'w:styles': words('docDefaults latentStyles style'),
  'w:docDefaults': words('rPrDefault pPrDefault'),
  'w:style':
    words(`name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat
    locked personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr`),
  'w:settings': words(`zoom evenAndOddHeaders defaultTabStop characterSpacingControl compat themeFontLang`),
  'w:compat': words('doNotExpandShiftReturn adjustLineHeightInTable useFELayout compatSetting'),
  'w:pPr':
    words(`pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr pBdr shd tabs snapToGrid spacing
    ind contextualSpacing jc outlineLvl rPr sectPr`),
  'w:pBdr': words('top left bottom right between bar'),
  'w:rPr': words(`rStyle rFonts b bCs i iCs color spacing w kern position sz szCs highlight u lang`),
  'w:tblPr':
    words(`tblStyle tblpPr tblOverlap tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd
    tblBorders shd tblLayout tblCellMar tblLook`),
  'w:tblBorders': words('top left bottom right insideH insideV'),
  'w:tblCellMar': words('top left bottom right'),
  'w:tbl': words('tblPr tblGrid tr'),
  'w:tr': words('trPr tc'),
  'w:tc': words('tcPr p'),
  'w:sectPr': words(`headerReference footerReference type pgSz pgMar cols titlePg docGrid`),
  'w:p': words('pPr r fldSimple'),
  'w:r': words('rPr'),
};

/** Elements whose children may come in any order behind the first. */
const free: ReadonlySet<string> = new Set(['w:p', 'w:r']);

/** What stands in an element, and the same in the schema's order. */
export interface Order {
  readonly found: readonly string[];
  readonly wanted: readonly string[];
}

/** Of every element of a part that the schema orders; an element that is not known here is never in order. */
export function schemaOrderOf(xml: string): Order[] {
  return [...descendants(parseXml(xml).root)].flatMap((element) => {
    const order = orders[element.name];
    if (!order) return [];
    const found = elementsOf(element).map(({ name }) => name.replace(/^w:/, ''));
    if (free.has(element.name)) {
      const at = found.indexOf(order[0] ?? '');
      return at > 0 ? [{ found, wanted: [order[0] ?? '', ...found] }] : [];
    }
    const wanted = order.flatMap((name) => found.filter((one) => one === name));
    return [{ found, wanted }];
  });
}
