import { decodeString } from 'micromark-util-decode-string';
import { find } from './find.ts';
import { inlineKinds, wraps } from './inline-tokens.ts';
import { linkTarget } from './link-target.ts';
import { emphases, type Look, linkLook, looks } from './marks.ts';
import { type Piece, type PieceKind, type Span, seenWraps } from './pieces.ts';
import type { Source } from './source.ts';
import { tagPairs } from './tags.ts';
import type { Range, Token } from './tokens.ts';

/** Reads inline content as a sequence of pieces with their places in the source. */

const deepest = 100;
const lineBreak = /^<br\s*\/?>$/i;

export interface InlineContent {
  readonly tokens: readonly Token[];
  /** A table's cell: `\|` is a bar, in code too. */
  readonly inCell: boolean;
}

export function readInline(source: Source, content: InlineContent): Piece[] {
  const reader = new InlineReader(source, content.inCell);
  reader.walk(content.tokens, null, 0);
  return seenWraps(reader.pieces);
}

class InlineReader {
  readonly #source: Source;
  readonly #inCell: boolean;
  readonly pieces: Piece[] = [];

  constructor(source: Source, inCell: boolean) {
    this.#source = source;
    this.#inCell = inCell;
  }

  walk(tokens: readonly Token[], span: Span | null, depth: number): void {
    const pairs = tagPairs(tokens, (token) => this.#slice(token));
    let i = 0;
    while (i < tokens.length) {
      const token = tokens[i] as Token;
      const pair = pairs.get(i);
      if (pair) {
        const close = tokens[pair.close] as Token;
        const range = { start: token.start, end: close.end };
        const inner = { start: token.end, end: close.start };
        this.#inSpan(range, inner, pair.look, span, (into) =>
          this.walk(tokens.slice(i + 1, pair.close), into, depth + 1),
        );
        i = pair.close + 1;
      } else i = this.#read(tokens, i, span, depth);
    }
  }

  /** @returns the index of the token to go on with */
  #read(tokens: readonly Token[], i: number, span: Span | null, depth: number): number {
    const token = tokens[i] as Token;
    const html = token.type === 'htmlText' ? this.#slice(token) : '';
    if (token.type.startsWith('hardBreak') || lineBreak.test(html)) return this.#break(tokens, i, span);
    if (wraps.has(token.type)) return this.#wrap(tokens, i, span);
    const reader = depth > deepest ? undefined : readers[token.type];
    if (reader) reader.call(this, token, span, depth);
    else this.#atom(token, span);
    return i + 1;
  }

  data(token: Token, span: Span | null): void {
    this.#exact(token, span);
  }

  escape(token: Token, span: Span | null): void {
    this.#push('text', token, span, this.#slice(token).slice(1));
  }

  entity(token: Token, span: Span | null): void {
    this.#push('text', token, span, decodeString(this.#slice(token)));
  }

  /** Emphasis of any kind. */
  emphasis(token: Token, span: Span | null, depth: number): void {
    const text = token.children.find(({ type }) => type.endsWith('Text'));
    const look = emphases[token.type];
    if (!text || !look) this.#atom(token, span);
    else this.#inSpan(token, text, look, span, (inner) => this.walk(text.children, inner, depth + 1));
  }

  code(token: Token, span: Span | null): void {
    const parts = token.children.filter(
      ({ type }) => type !== 'codeTextSequence' && type !== 'codeTextPadding',
    );
    const inner = { start: parts[0]?.start ?? token.end, end: parts.at(-1)?.end ?? token.end };
    this.#inSpan(token, inner, looks.code, span, (into) => {
      for (let i = 0; i < parts.length; ) {
        const part = parts[i] as Token;
        if (wraps.has(part.type)) i = this.#wrap(parts, i, into);
        else {
          this.#codeText(part, into);
          i++;
        }
      }
    });
  }

  /** In a cell `\|` is a bar. */
  #codeText(token: Token, span: Span | null): void {
    let { start } = token;
    for (const match of this.#inCell ? this.#slice(token).matchAll(/\\\|/g) : []) {
      const at = token.start + match.index;
      if (at > start) this.#exact({ start, end: at }, span);
      this.#push('text', { start: at, end: at + 2 }, span, '|');
      start = at + 2;
    }
    if (start < token.end) this.#exact({ start, end: token.end }, span);
  }

  link(token: Token, span: Span | null, depth: number): void {
    const text = find(token.children[0], 'labelText');
    const { definition, ...rest } = linkTarget(this.#source, token);
    const look = linkLook(definition.href, definition.title);
    const fill = (inner: Span) => this.walk(text?.children ?? [], inner, depth + 1);
    this.#inSpan(token, text ?? token, look, span, fill, rest);
  }

  autolink(token: Token, span: Span | null): void {
    const text = token.children.find(({ type }) => type === 'autolinkProtocol' || type === 'autolinkEmail');
    const href = (text?.type === 'autolinkEmail' ? 'mailto:' : '') + this.#slice(text);
    const fill = (inner: Span) => text && this.#exact(text, inner);
    this.#inSpan(token, text ?? token, linkLook(href, null), span, fill, { form: 'exact', label: null });
  }

  image(token: Token, span: Span | null): void {
    const { definition } = linkTarget(this.#source, token);
    const alt = this.#plain(find(token.children[0], 'labelText'));
    this.#push('image', token, span, '', { src: definition.href, alt, title: definition.title });
  }

  /** Text of an image's label. */
  #plain(token: Token | undefined): string {
    if (!token) return '';
    const reader = new InlineReader(this.#source, this.#inCell);
    reader.walk(token.children, null, 0);
    return seenWraps(reader.pieces)
      .map(({ text, attrs }) => text || String(attrs?.alt ?? ''))
      .join('');
  }

  #break(tokens: readonly Token[], at: number, span: Span | null): number {
    const next = tokens[at + 1]?.type === 'lineEnding' ? this.#afterWrap(tokens, at + 1) : at + 1;
    const { start } = tokens[at] as Token;
    this.#push('break', { start, end: this.#endBefore(tokens, next) }, span, '', {});
    return next;
  }

  /** A line end with surrounding spaces and prefixes. */
  #wrap(tokens: readonly Token[], at: number, span: Span | null): number {
    const next = this.#afterWrap(tokens, at);
    const range = { start: (tokens[at] as Token).start, end: this.#endBefore(tokens, next) };
    // Spaces at the edges of the text are not part of it.
    if (/[\r\n]/.test(this.#slice(range))) this.#push('wrap', range, span, ' ');
    return next;
  }

  #afterWrap(tokens: readonly Token[], from: number): number {
    let at = from;
    while (wraps.has(tokens[at]?.type ?? '')) at++;
    return at;
  }

  /** The token of a line end includes the prefixes after it. */
  #endBefore(tokens: readonly Token[], next: number): number {
    return Math.max((tokens[next - 1] as Token).end, tokens[next - 2]?.end ?? 0);
  }

  #inSpan(
    range: Range,
    inner: Range,
    look: Look,
    parent: Span | null,
    fill: (span: Span) => void,
    { form, label }: Pick<Span, 'form' | 'label'> = { form: 'free', label: null },
  ): void {
    const count = this.pieces.length;
    const { start, end } = range;
    fill({ start, end, inner: { start: inner.start, end: inner.end }, look, parent, form, label });
    // An empty span becomes an atom, so that its source is kept.
    if (this.pieces.length === count) this.#atom({ start, end }, parent);
  }

  #exact({ start, end }: Range, span: Span | null): void {
    const text = this.#source.text.slice(start, end).replaceAll('\0', '\ufffd');
    this.pieces.push({ kind: 'text', start, end, text, span, exact: true, attrs: null });
  }

  #atom(token: Range & { readonly type?: string }, span: Span | null): void {
    const text = this.#lines(token);
    const kind = text.startsWith('<!--') ? 'comment' : (inlineKinds[token.type ?? ''] ?? 'other');
    this.#push('atom', token, span, text, { kind, text });
  }

  #push(
    kind: PieceKind,
    { start, end }: Range,
    span: Span | null,
    text: string,
    attrs: Piece['attrs'] = null,
  ): void {
    this.pieces.push({ kind, start, end, text, span, exact: false, attrs });
  }

  #slice(range: Range | undefined): string {
    return range ? this.#source.text.slice(range.start, range.end) : '';
  }

  /** The same without the prefixes of containers on its lines. */
  #lines({ start, end }: Range): string {
    return this.#source.lines.cut(start, end, Number.POSITIVE_INFINITY).text;
  }
}

type Reader = (this: InlineReader, token: Token, span: Span | null, depth: number) => void;

const { prototype } = InlineReader;
const readers: Partial<Record<string, Reader>> = {
  data: prototype.data,
  gap: prototype.data,
  characterEscape: prototype.escape,
  characterReference: prototype.entity,
  emphasis: prototype.emphasis,
  strong: prototype.emphasis,
  strikethrough: prototype.emphasis,
  codeText: prototype.code,
  link: prototype.link,
  autolink: prototype.autolink,
  image: prototype.image,
};
