import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pageFormat } from '../../../src-main/documents/docx/page.ts';
import { child, descendants } from '../../../src-main/documents/package/xml.ts';
import { cellCss, paragraphCss, rowCss, runCss, tableCss } from '../../../src-main/documents/schema/css.ts';
import { labelsOf } from '../../../src-main/documents/schema/labels.ts';
import { sheetOf, word } from './sheet-parts.ts';

/** Documents of random elements with random values: all that a damaged or hostile file could say. */

const words = (text: string) => text.trim().split(/\s+/);

const elements =
  words(`style name basedOn next link qFormat docDefaults rPrDefault pPrDefault pPr rPr pStyle rStyle
  numPr numId ilvl ind spacing jc tabs tab pBdr top left bottom right between insideH insideV shd outlineLvl bidi
  snapToGrid b i u caps vanish color highlight sz rFonts vertAlign w position em bdr abstractNum num abstractNumId lvl
  numFmt lvlText start lvlRestart lvlOverride startOverride numStyleLink suff isLgl tbl tblPr tblGrid gridCol tr trPr tc
  tcPr tcW tblW tblInd tblLook tblStyle tblStylePr tblStyleRowBandSize tblBorders tcBorders tcMar tblCellMar gridSpan
  gridBefore vMerge trHeight tblHeader sdt sdtContent p r t sectPr pgSz pgMar cols docGrid`);

const attributes =
  words(`val styleId type default numId abstractNumId ilvl left leftChars firstLine firstLineChars
  hanging hangingChars line lineRule before beforeLines pos leader sz space color fill themeColor themeTint w h top
  hRule ascii eastAsia asciiTheme hint linePitch charSpace num`);

const values =
  words(`0 1 2 9 -1 63 100 200 240 1000000000 1e400 NaN 0x10 1.5 12pt 50% auto none nil single clear solid
  pct25 restart continue paragraph table character numbering firstRow band1Horz true off a b c accent1 FF0000 %1.%2 both
  constructor __proto__ minorEastAsia`);

const attribute = fc.tuple(fc.constantFrom(...attributes), fc.constantFrom(...values));

const { element } = fc.letrec<{ element: string }>((tie) => ({
  element: fc
    .tuple(
      fc.constantFrom(...elements),
      fc.uniqueArray(attribute, { maxLength: 4, selector: ([name]) => name }),
      fc.oneof(
        { depthSize: 'medium', maxDepth: 6 },
        fc.constant([]),
        fc.array(tie('element'), { maxLength: 5 }),
      ),
    )
    .map(
      ([name, list, inner]) =>
        `<w:${name} ${list.map(([key, value]) => `w:${key}="${value}"`).join(' ')}>${inner.join('')}</w:${name}>`,
    ),
}));

const part = fc.array(element, { maxLength: 12 }).map((list) => list.join(''));

/** Numbers of JSON are finite: `null` would stand for one that is not. */
const finite = (value: unknown): void => {
  JSON.stringify(value, (_, one: unknown) => {
    if (typeof one === 'number') expect(one).toSatisfy(Number.isFinite);
    return one;
  });
};

test('no file makes the sheet throw, and nothing endless comes out', () => {
  fc.assert(
    fc.property(part, part, part, part, (styles, numbering, settings, body) => {
      const sheet = sheetOf({ styles, numbering, settings });
      finite(sheet.sheet);
      const root = word(`<w:body>${body}</w:body>`);
      const places = [];
      for (const one of descendants(root)) {
        const paragraph = sheet.paragraph(child(one, 'w:pPr'), undefined, one);
        const run = sheet.run(child(one, 'w:rPr'), paragraph);
        places.push(paragraph.numbering);
        finite([paragraph, run, pageFormat(one)]);
        const table = sheet.table(one);
        const css = [tableCss(table.format), paragraphCss(paragraph.format), runCss(run)];
        for (const { format, cells } of table.rows) {
          css.push(rowCss(format), ...cells.map((cell) => cellCss(cell.format)));
          finite([format, cells.map((cell) => [cell.format, cell.column, cell.span, cell.rowSpan])]);
        }
        expect(css.join(' ')).not.toMatch(/NaN|undefined|Infinity|\[object/);
      }
      for (const label of labelsOf(places, sheet.sheet.numberings))
        expect(label?.length ?? 0).toBeLessThan(1000);
    }),
    { numRuns: 60 },
  );
});
