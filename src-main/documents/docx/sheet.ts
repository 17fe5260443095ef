import type { PageFormat, ParagraphStyle, RunFormat, Sheet } from '../../contract/document-formats.ts';
import { child, elementsOf, isOn, type XmlElement } from '../package/xml.ts';
import { fontDifference } from '../schema/font.ts';
import { integer, length } from './measures.ts';
import { createNumbering } from './numbering.ts';
import { pageFormat } from './page.ts';
import { createParagraphs, type Paragraphs, type ResolvedParagraph } from './resolved-paragraph.ts';
import { defaultStyle, indexStyles, type StyleIndex } from './style-index.ts';
import { createStyles, type StyleProperties } from './styles.ts';
import { createTableStyles } from './table-style.ts';
import { type ResolvedTable, resolveTable, type TableContext, type TableSettings } from './tables.ts';
import { createTheme } from './theme.ts';

/** The effective formatting of a document: defaults, styles, numbering, theme and direct properties in one answer. */

export type { ResolvedParagraph } from './resolved-paragraph.ts';
export type { ResolvedCell, ResolvedRow, ResolvedTable, TableContext } from './tables.ts';
export { fontDifference, pageFormat };

/** Roots of the parts that formatting depends on; null for a part that the package does not have. */
export interface SheetParts {
  readonly styles: XmlElement | null;
  readonly numbering: XmlElement | null;
  readonly theme: XmlElement | null;
  readonly settings: XmlElement | null;
}

export interface SheetReader {
  readonly sheet: Sheet;
  /**
   * @param list a paragraph's `w:pPr`
   * @param context of the cell that the paragraph stands in
   * @param element the `w:p`, where the list is not in one: its first run has the size that indents may count
   * @returns the same object for paragraphs that say the same
   */
  paragraph(
    list: XmlElement | undefined,
    context?: TableContext,
    element?: XmlElement | null,
  ): ResolvedParagraph;
  /** @param list a run's `w:rPr`, or that of a paragraph mark @returns the same object for lists that say the same */
  run(list: XmlElement | undefined, paragraph: ResolvedParagraph): RunFormat;
  /** Attributes of the `font` mark of a run. */
  fontDifference: typeof fontDifference;
  /** @param element a `w:tbl` */
  table(element: XmlElement): ResolvedTable;
  page(sectPr: XmlElement | null | undefined): PageFormat;
}

/** Word's distance of tab stops: half an inch. */
const usualTab = 36;

function defaultTab(settings: XmlElement | null): number {
  const said = length(child(settings, 'w:defaultTabStop')?.attributes['w:val']);
  return said !== null && said > 0 ? said : usualTab;
}

/** Word 2013 wrote 15; files that say nothing behave as for Word 2007. */
function tableSettings(settings: XmlElement | null): TableSettings {
  const compat = child(settings, 'w:compat');
  const mode = (compat ? elementsOf(compat) : []).find(
    (one) => one.name === 'w:compatSetting' && one.attributes['w:name'] === 'compatibilityMode',
  );
  return {
    edgeAtMargin: (integer(mode?.attributes['w:val']) ?? 12) >= 15,
    onGrid: isOn(compat, 'w:adjustLineHeightInTable') ?? false,
  };
}

/** The paragraph styles as the editor lists them, in the order of the file. */
const styleList = (index: StyleIndex, styles: StyleProperties, paragraphs: Paragraphs): ParagraphStyle[] =>
  [...index.values()]
    .filter((style) => style.kind === 'paragraph')
    .map(({ id, name, next = id, listed }) => {
      const { format, numbering, outline } = paragraphs.ofStyle(id);
      const follower = styles.paragraph(next) ? next : id;
      return { id, name, next: follower, outline, format, numbering, listed };
    });

/** Reads what all paragraphs of a document share. Nothing of a file makes it throw. */
export function createSheet(parts: SheetParts): SheetReader {
  const theme = createTheme(parts.theme, parts.settings);
  const index = indexStyles(parts.styles);
  const numbering = createNumbering(parts.numbering, index, theme);
  const styles = createStyles(index, numbering, theme);
  const normal = defaultStyle(index, 'paragraph') ?? (styles.paragraph('Normal') ? 'Normal' : '');
  const paragraphs = createParagraphs({
    theme,
    numbering,
    styles,
    normal,
    defaults: child(parts.styles, 'w:docDefaults'),
  });
  const tableStyle = createTableStyles(index, theme);
  const usualTable = defaultStyle(index, 'table');
  const scene = {
    theme,
    settings: tableSettings(parts.settings),
    style: (id: string | null) =>
      (id === null ? undefined : tableStyle(id)) ??
      (usualTable === undefined ? undefined : tableStyle(usualTable)),
  };
  return {
    sheet: {
      normal,
      styles: styleList(index, styles, paragraphs),
      numberings: numbering.numberings,
      defaultTab: defaultTab(parts.settings),
    },
    paragraph: paragraphs.paragraph,
    run: paragraphs.run,
    fontDifference,
    table: (element) => resolveTable(element, scene),
    page: pageFormat,
  };
}
