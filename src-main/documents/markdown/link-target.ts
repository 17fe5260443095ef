import { decodeString } from 'micromark-util-decode-string';
import { normalizeIdentifier } from 'micromark-util-normalize-identifier';
import { find } from './find.ts';
import { oneLine } from './marks.ts';
import type { Span } from './pieces.ts';
import type { Definition, Source } from './source.ts';
import type { Token } from './tokens.ts';

/** Where a link or an image leads, and how it says so. */
export interface LinkTarget extends Pick<Span, 'form' | 'label'> {
  readonly definition: Definition;
}

export function linkTarget({ text, lines, definitions }: Source, token: Token): LinkTarget {
  const slice = (part: Token | undefined): string => (part ? text.slice(part.start, part.end) : '');
  const [label] = token.children;
  const resource = token.children.find(({ type }) => type === 'resource');
  if (resource) {
    const href = decodeString(slice(find(resource, 'resourceDestinationString')));
    const part = find(resource, 'resourceTitleString');
    const title = part && lines.cut(part.start, part.end, Number.POSITIVE_INFINITY).text;
    const definition = { href, title: title === undefined ? null : oneLine(decodeString(title)) };
    return { definition, label: null, form: 'free' };
  }
  const reference = token.children.find(({ type }) => type === 'reference');
  const named = find(reference, 'referenceString');
  const name = slice(named ?? find(label, 'labelText'));
  const definition = definitions.get(normalizeIdentifier(name)) ?? { href: '', title: null };
  return { definition, label: name, form: named ? 'reference' : 'exact' };
}
