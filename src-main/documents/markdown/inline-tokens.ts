/** What the parser's tokens of inline content say. */

/** The end of a line, and what is around it. */
export const wraps = new Set([
  'lineEnding',
  'linePrefix',
  'lineSuffix',
  'blockQuotePrefix',
  'listItemIndent',
  'gfmFootnoteDefinitionIndent',
]);

/** Names of inline content that is shown as its source. */
export const inlineKinds: Partial<Record<string, string>> = {
  htmlText: 'html',
  gfmFootnoteCall: 'footnote',
  mathText: 'formula',
  wikiLink: 'wikiLink',
  taskListCheck: 'task',
};
