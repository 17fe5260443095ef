import type { Code } from '../i18n/index.svelte.ts';
import { t } from '../i18n/index.svelte.ts';

/** The interface's names of losses; an unknown kind keeps its name in the schema. */
const names: Readonly<Record<string, Code>> = {
  signature: 'losses.signature',
  characters: 'losses.characters',
  'paragraph-format': 'losses.paragraphFormat',
  font: 'losses.font',
  styles: 'losses.styles',
  numbering: 'losses.numbering',
  page: 'losses.page',
  'page-breaks': 'losses.pageBreaks',
  pictures: 'losses.pictures',
  table: 'losses.tables',
  tableHeader: 'losses.tableHeaders',
  'table-format': 'losses.tableFormat',
  'merged-cells': 'losses.mergedCells',
  heading: 'losses.headings',
  blockquote: 'losses.quotes',
  codeBlock: 'losses.code',
  code: 'losses.code',
  horizontalRule: 'losses.rules',
  link: 'losses.links',
  bold: 'bar.bold',
  italic: 'bar.italic',
  underline: 'bar.underline',
  strike: 'losses.strike',
  inserted: 'losses.inserted',
  parts: 'losses.parts',
  'atom field': 'losses.fields',
  'atom footnote': 'losses.footnotes',
  'atom endnote': 'losses.footnotes',
  'atom formula': 'losses.formulas',
  'atom textBox': 'losses.textBoxes',
  'atom chart': 'losses.charts',
  'atom comment': 'losses.comments',
  'atom deleted': 'losses.deleted',
  'atom object': 'losses.objects',
};

export function lossName(kind: string): string {
  const name = names[kind];
  return name ? t(name) : t('losses.other', { kind: kind.replace(/^atom /, '') });
}
