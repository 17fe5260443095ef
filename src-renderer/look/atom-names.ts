import type { Code } from '../i18n/index.svelte.ts';
import { firstCharacters } from '../ui/first-characters.ts';

/** Names of atom kinds. */
const names: Readonly<Record<string, Code>> = {
  field: 'atom.field',
  toc: 'atom.toc',
  footnote: 'atom.footnote',
  endnote: 'atom.endnote',
  formula: 'atom.formula',
  drawing: 'atom.drawing',
  diagram: 'atom.diagram',
  picture: 'atom.picture',
  chart: 'atom.chart',
  textBox: 'atom.textBox',
  control: 'atom.control',
  comment: 'atom.comment',
  ruby: 'atom.ruby',
  deleted: 'atom.deleted',
  symbol: 'atom.symbol',
  pageBreak: 'atom.pageBreak',
  columnBreak: 'atom.columnBreak',
  sectionBreak: 'atom.sectionBreak',
  object: 'atom.object',
  html: 'atom.html',
  frontMatter: 'atom.frontMatter',
  metadata: 'atom.frontMatter',
  math: 'atom.formula',
  reference: 'atom.reference',
  definition: 'atom.definition',
};

/** The message that names a kind; an unknown kind is some other content. */
export const nameOfAtom = (kind: string): Code => (Object.hasOwn(names, kind) && names[kind]) || 'atom.other';

/** Kinds that end a line or a page. */
const breaks: ReadonlySet<string> = new Set(['pageBreak', 'columnBreak', 'sectionBreak']);
export const isBreak = (kind: string): boolean => breaks.has(kind);

/** Kinds that are shown as part of the text, in the look of the text around them. */
const textual: ReadonlySet<string> = new Set([
  'field',
  'control',
  'ruby',
  'symbol',
  'deleted',
  'footnote',
  'endnote',
  'formula',
  'math',
  'other',
]);
export const isTextual = (kind: string): boolean => textual.has(kind);

/** The accessible name of an atom: its kind and its text. */
export const labelOfAtom = (name: string, text: string): string => {
  const words = text.replace(/\s+/g, ' ').trim();
  return words === '' ? name : `${name}：${words.length > 80 ? `${firstCharacters(words, 80)}…` : words}`;
};
