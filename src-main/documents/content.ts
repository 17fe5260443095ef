/** A document as ProseMirror's JSON, with the nodes and marks of `schema/`. */

export interface Mark {
  readonly type: 'bold' | 'italic' | 'underline' | 'strike' | 'code' | 'link' | 'font';
  readonly attrs?: Readonly<Record<string, unknown>>;
}

export interface Content {
  readonly type: string;
  readonly attrs?: Readonly<Record<string, unknown>>;
  readonly content?: readonly Content[];
  readonly marks?: readonly Mark[];
  readonly text?: string;
}

export const textOf = (node: Content): string =>
  node.text ?? (node.type === 'gap' ? '[MASK]' : (node.content ?? []).map(textOf).join(''));

export const paragraph = (content: readonly Content[], attrs?: Content['attrs']): Content => ({
  type: 'paragraph',
  ...(attrs ? { attrs } : {}),
  ...(content.length > 0 ? { content } : {}),
});
