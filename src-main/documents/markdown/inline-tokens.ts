/** Kinds of the parser's inline tokens. */

/** The end of a line, with surrounding space and prefixes. */
export const wraps = new Set([
  'lineEnding',
  'linePrefix',
  'lineSuffix',
  'blockQuotePrefix',
  'listItemIndent',
  'gfmFootnoteDefinitionIndent',
]);

/** Kinds of inline content that is shown as its source. */
export const inlineKinds: Partial<Record<string, string>> = {
  htmlText: 'html',
  gfmFootnoteCall: 'footnote',
  mathText: 'formula',
  wikiLink: 'wikiLink',
  taskListCheck: 'task',
};
