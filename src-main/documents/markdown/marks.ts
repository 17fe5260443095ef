import type { JSONContent } from '@tiptap/core';
import type { Mark, Schema } from '@tiptap/pm/model';

/** What text may look like in Markdown. Everything else that the editor knows of text can't be written. */

export type LookName = 'link' | 'bold' | 'italic' | 'strike' | 'underline' | 'super' | 'sub' | 'code';

export interface Look {
  readonly name: LookName;
  /** Of a link. */
  readonly href: string;
  readonly title: string | null;
  /** The same for looks that look the same. */
  readonly key: string;
}

const plainLook = (name: LookName): Look => ({ name, href: '', title: null, key: name });

export const looks: Readonly<Record<Exclude<LookName, 'link'>, Look>> = {
  bold: plainLook('bold'),
  italic: plainLook('italic'),
  strike: plainLook('strike'),
  underline: plainLook('underline'),
  super: plainLook('super'),
  sub: plainLook('sub'),
  code: plainLook('code'),
};

/** A title is one line. */
export const oneLine = (text: string): string => text.replace(/\s*[\r\n]\s*/g, ' ');

export const linkLook = (href: string, title: string | null): Look => ({
  name: 'link',
  href,
  title,
  key: `link ${href}\n${title ?? ''}`,
});

type MarkJson = NonNullable<JSONContent['marks']>[number];

/** The editor's mark. */
export function markOf({ name, href, title }: Look): MarkJson {
  if (name === 'link') return { type: 'link', attrs: { href, title } };
  if (name === 'super' || name === 'sub') return { type: 'font', attrs: { vertical: name } };
  return { type: name };
}

/** What of a mark Markdown can hold. */
function lookOf({ type, attrs }: Mark): Look | null {
  if (type.name === 'link')
    return linkLook(String(attrs.href ?? ''), attrs.title ? oneLine(String(attrs.title)) : null);
  if (type.name === 'font')
    return attrs.vertical === 'super' || attrs.vertical === 'sub'
      ? looks[attrs.vertical as 'super' | 'sub']
      : null;
  return (looks as Partial<Record<string, Look>>)[type.name] ?? null;
}

export const looksOf = (marks: readonly Mark[]): Look[] => marks.flatMap((mark) => lookOf(mark) ?? []);

/** The marks that the schema lets stand together, given from the outermost in: code inside of bold is only code. */
export function markSet(schema: Schema, given: readonly Look[]): readonly Mark[] {
  let set: readonly Mark[] = [];
  for (const look of given) set = schema.markFromJSON(markOf(look)).addToSet(set);
  return set;
}

/** Elements of HTML that say the same as a mark, by tag. */
export const lookOfTag: Partial<Record<string, Look>> = {
  b: looks.bold,
  strong: looks.bold,
  i: looks.italic,
  em: looks.italic,
  s: looks.strike,
  del: looks.strike,
  strike: looks.strike,
  u: looks.underline,
  ins: looks.underline,
  sup: looks.super,
  sub: looks.sub,
};

/** Spelled as HTML, a look may stand beside any character. */
export const tagOf: Readonly<Record<Exclude<LookName, 'link' | 'code'>, string>> = {
  bold: 'strong',
  italic: 'em',
  strike: 'del',
  underline: 'u',
  super: 'sup',
  sub: 'sub',
};

/** By the parser's token. */
export const emphases: Partial<Record<string, Look>> = {
  emphasis: looks.italic,
  strong: looks.bold,
  strikethrough: looks.strike,
};
