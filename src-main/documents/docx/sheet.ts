import type { ParagraphStyle, Sheet } from '../../contract/document-formats.ts';
import { child, elementsOf, isOn, type XmlElement } from '../package/xml.ts';
import { integer, length } from './measures.ts';
import { createNumbering } from './numbering.ts';
import { createParagraphs, type Paragraphs } from './resolved-paragraph.ts';
import { defaultStyle, indexStyles, type StyleIndex } from './style-index.ts';
import { createStyles, type StyleProperties } from './styles.ts';
import { createTableStyles } from './table-style.ts';
import { type ResolvedTable, resolveTable, type TableSettings } from './tables.ts';
import { createTheme } from './theme.ts';

/** The effective formatting of a document, from defaults, styles, numbering, theme and direct properties. */

/** Roots of the parts that formatting depends on; null for a part that the package does not have. */
export interface SheetParts {
  readonly styles: XmlElement | null;
  readonly numbering: XmlElement | null;
  readonly theme: XmlElement | null;
  readonly settings: XmlElement | null;
}

export interface SheetReader extends Pick<Paragraphs, 'paragraph' | 'run'> {
  readonly sheet: Sheet;
  /** @param element a `w:tbl` */
  table(element: XmlElement): ResolvedTable;
}

/** Word's default distance of tab stops in points: half an inch. */
const usualTab = 36;

function defaultTab(settings: XmlElement | null): number {
  const said = length(child(settings, 'w:defaultTabStop')?.attributes['w:val']);
  return said !== null && said > 0 ? said : usualTab;
}

/** Word 2013 and later write 15; files without a mode behave as for Word 2007. */
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

/** Reads the shared formatting of a document. Never throws. */
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
    table: (element) => resolveTable(element, scene),
  };
}
