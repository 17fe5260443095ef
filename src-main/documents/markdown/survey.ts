import { normalizeIdentifier } from 'micromark-util-normalize-identifier';
import { prefixKinds } from './block-tokens.ts';
import { find } from './find.ts';
import type { LineMap } from './lines.ts';
import { definitionIn, sliceOf } from './link-target.ts';
import type { Context, Definition } from './source.ts';
import type { Token } from './tokens.ts';

/** Collects the definitions and footnotes of a text and records the prefixes of its lines. */
export function survey(text: string, tokens: readonly Token[], lines: LineMap): Context {
  const definitions = new Map<string, Definition>();
  const footnotes = new Set<string>();
  const define = (token: Token): void => {
    const label = normalizeIdentifier(sliceOf(text, find(token, 'definitionLabelString')));
    // Of two definitions of a label the first counts.
    if (!definitions.has(label)) definitions.set(label, definitionIn(text, lines, token, 'definition'));
  };
  const stack = [...tokens].reverse();
  for (let token = stack.pop(); token; token = stack.pop()) {
    const kind = prefixKinds[token.type];
    if (kind) lines.notePrefix(token.start, { kind, end: token.end });
    if (token.type === 'definition') define(token);
    if (token.type === 'gfmFootnoteDefinitionLabelString')
      footnotes.add(normalizeIdentifier(sliceOf(text, token)));
    for (const child of token.children.toReversed()) stack.push(child);
  }
  return { definitions, footnotes };
}
