import type { Token } from './tokens.ts';

/** The first token of a type inside of another. */
export function find(token: Token | undefined, type: string): Token | undefined {
  if (!token || token.type === type) return token;
  for (const child of token.children) {
    const found = find(child, type);
    if (found) return found;
  }
  return undefined;
}
