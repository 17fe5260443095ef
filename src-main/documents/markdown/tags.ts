import { type Look, lookOfTag } from './marks.ts';
import type { Token } from './tokens.ts';

/** Elements of HTML that only give text a look (`<b>`, `<sub>`), where both tags are in one row. */

const namedTag = /^<(\/?)([a-z]+)\s*>$/i;

export interface TagPair {
  /** Index of the closing tag. */
  readonly close: number;
  readonly look: Look;
}

/** By the index of the opening tag. */
export function tagPairs(tokens: readonly Token[], slice: (token: Token) => string): Map<number, TagPair> {
  const pairs = new Map<number, TagPair>();
  const open: { readonly at: number; readonly name: string }[] = [];
  for (const [at, token] of tokens.entries()) {
    const [, closing, tag = ''] = (token.type === 'htmlText' ? namedTag.exec(slice(token)) : null) ?? [];
    const name = tag.toLowerCase();
    const look = lookOfTag[name];
    if (!look) continue;
    if (closing !== '/') open.push({ at, name });
    else {
      const found = open.findLastIndex((other) => other.name === name);
      const [start] = found < 0 ? [] : open.splice(found);
      if (start) pairs.set(start.at, { close: at, look });
    }
  }
  return pairs;
}
