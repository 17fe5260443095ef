import type { JSONContent } from '@tiptap/core';
import type { Mark, Schema } from '@tiptap/pm/model';

/** The looks that Markdown can express. Other looks of the editor cannot be written. */

export type LookName = 'link' | 'bold' | 'italic' | 'strike' | 'underline' | 'super' | 'sub' | 'code';

export interface Look {
  readonly name: LookName;
  /** Of a link. */
  readonly href: string;
  readonly title: string | null;
  /** Equal for equal looks. */
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

/** The look of a mark; null where Markdown cannot express it. */
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

/** The marks that the schema allows together, given outermost first: code inside bold is only code. */
export function markSet(schema: Schema, given: readonly Look[]): readonly Mark[] {
  let set: readonly Mark[] = [];
  for (const look of given) set = schema.markFromJSON(markOf(look)).addToSet(set);
  return set;
}

/** Looks by the HTML tag that expresses them. */
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

/** HTML tags of looks: unlike delimiters, they work next to any character. */
export const tagOf: Readonly<Record<Exclude<LookName, 'link' | 'code'>, string>> = {
  bold: 'strong',
  italic: 'em',
  strike: 'del',
  underline: 'u',
  super: 'sup',
  sub: 'sub',
};

/** Looks by the parser's token. */
export const emphases: Partial<Record<string, Look>> = {
  emphasis: looks.italic,
  strong: looks.bold,
  strikethrough: looks.strike,
};
