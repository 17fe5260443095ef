import type { Prefix } from './lines.ts';
import type { CellAlign } from './source.ts';
import type { Token } from './tokens.ts';

/** Reads the parser's tokens of blocks. */

export const prefixKinds: Partial<Record<string, Prefix['kind']>> = {
  blockQuotePrefix: 'quote',
  listItemPrefix: 'item',
  listItemIndent: 'indent',
  gfmFootnoteDefinitionIndent: 'indent',
};
/** Tokens between blocks, or that belong to no block. */
export const spaceTypes = new Set([
  ...Object.keys(prefixKinds),
  'lineEnding',
  'lineEndingBlank',
  'linePrefix',
  'lineSuffix',
  'whitespace',
]);

/** The end of a token's content, without trailing space. */
export function contentEnd(token: Token): number {
  const last = token.children.findLast(({ type }) => !spaceTypes.has(type));
  return last ? contentEnd(last) : token.end;
}

/** The alignment of a column by its cell in the delimiter row. */
export const alignOf = (text: string): CellAlign =>
  text.startsWith(':') ? (text.endsWith(':') ? 'center' : 'left') : text.endsWith(':') ? 'right' : null;

/** The lines of code; fences are empty lines. */
export function codeLines(tokens: readonly Token[]): string[] {
  const lines = [''];
  for (const { type, value } of tokens) {
    if (type === 'lineEnding' || type === 'lineEndingBlank') lines.push('');
    else if (type === 'codeFlowValue') lines[lines.length - 1] += value;
  }
  return lines;
}

/** Lines without the blank ones at their end. */
export function trimmed(lines: readonly string[]): string[] {
  return lines.slice(0, lines.findLastIndex((line) => line !== '') + 1);
}

/** Kinds of blocks that are shown as their source. */
export const blockKinds: Partial<Record<string, string>> = {
  htmlFlow: 'html',
  definition: 'definition',
  gfmFootnoteDefinition: 'footnoteDefinition',
  mathFlow: 'formula',
  directive: 'directive',
};
