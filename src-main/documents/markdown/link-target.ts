import { decodeString } from 'micromark-util-decode-string';
import { normalizeIdentifier } from 'micromark-util-normalize-identifier';
import { find } from './find.ts';
import type { LineMap } from './lines.ts';
import { oneLine } from './marks.ts';
import type { Span } from './pieces.ts';
import type { Definition, Source } from './source.ts';
import type { Token } from './tokens.ts';

/** The text of a token; empty for none. */
export const sliceOf = (text: string, token: Token | undefined): string =>
  token ? text.slice(token.start, token.end) : '';

/** Address and title in a token: what stands in parentheses behind a link, or a definition. */
export function definitionIn(
  text: string,
  lines: LineMap,
  token: Token,
  kind: 'resource' | 'definition',
): Definition {
  const href = decodeString(sliceOf(text, find(token, `${kind}DestinationString`)));
  const part = find(token, `${kind}TitleString`);
  const title = part && lines.cut(part.start, part.end, Number.POSITIVE_INFINITY).text;
  return { href, title: title === undefined ? null : oneLine(decodeString(title)) };
}

/** The target of a link or an image, and the syntax that gives it. */
export interface LinkTarget extends Pick<Span, 'form' | 'label'> {
  readonly definition: Definition;
}

export function linkTarget({ text, lines, definitions }: Source, token: Token): LinkTarget {
  const [label] = token.children;
  const resource = token.children.find(({ type }) => type === 'resource');
  if (resource)
    return { definition: definitionIn(text, lines, resource, 'resource'), label: null, form: 'free' };
  const reference = token.children.find(({ type }) => type === 'reference');
  const named = find(reference, 'referenceString');
  const name = sliceOf(text, named ?? find(label, 'labelText'));
  const definition = definitions.get(normalizeIdentifier(name)) ?? { href: '', title: null };
  return { definition, label: name, form: named ? 'reference' : 'exact' };
}
