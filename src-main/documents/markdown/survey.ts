import { decodeString } from 'micromark-util-decode-string';
import { normalizeIdentifier } from 'micromark-util-normalize-identifier';
import { prefixKinds } from './block-tokens.ts';
import { find } from './find.ts';
import type { LineMap } from './lines.ts';
import { oneLine } from './marks.ts';
import type { Context, Definition } from './source.ts';
import type { Token } from './tokens.ts';

/** Finds what is defined anywhere in a text, and notes the prefixes of its lines. */
export function survey(text: string, tokens: readonly Token[], lines: LineMap): Context {
  const definitions = new Map<string, Definition>();
  const footnotes = new Set<string>();
  const slice = (token: Token | undefined): string => (token ? text.slice(token.start, token.end) : '');
  const define = (token: Token): void => {
    const label = normalizeIdentifier(slice(find(token, 'definitionLabelString')));
    // Of two with one label the first counts.
    if (definitions.has(label)) return;
    const title = find(token, 'definitionTitleString');
    const href = decodeString(slice(find(token, 'definitionDestinationString')));
    const given = title && lines.cut(title.start, title.end, Number.POSITIVE_INFINITY).text;
    definitions.set(label, { href, title: given === undefined ? null : oneLine(decodeString(given)) });
  };
  const stack = [...tokens].reverse();
  for (let token = stack.pop(); token; token = stack.pop()) {
    const kind = prefixKinds[token.type];
    if (kind) lines.notePrefix(token.start, { kind, end: token.end });
    if (token.type === 'definition') define(token);
    if (token.type === 'gfmFootnoteDefinitionLabelString') footnotes.add(normalizeIdentifier(slice(token)));
    for (const child of token.children.toReversed()) stack.push(child);
  }
  return { definitions, footnotes };
}
