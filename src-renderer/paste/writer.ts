import type { ParagraphFormat } from '../../src-main/contract/document-formats.ts';
import { fontOf, type RunLook, sameLook } from './run-look.ts';

/** Writes paragraphs, lists and blocks as HTML for the schema: looks in `data-…` attributes, no `style`. */

/** A block of the document; adjacent items form one list. */
export type Entry =
  | { readonly kind: 'block'; readonly html: string }
  | {
      readonly kind: 'item';
      readonly ordered: boolean;
      readonly level: number;
      readonly start: number;
      readonly html: string;
    };

export interface ParagraphShape {
  readonly format: ParagraphFormat | null;
  /** 1–6 for a heading. */
  readonly heading: number | null;
  /** `pre`: white space is preserved. */
  readonly code?: boolean;
}

export const escaped = (text: string): string =>
  text.replace(
    /[&<>"]/g,
    (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign,
  );

export const dataAttribute = (name: string, value: unknown): string =>
  value === null || value === undefined ? '' : ` data-${name}="${escaped(JSON.stringify(value))}"`;

const wrapped = (tag: string, attributes: string, html: string): string =>
  `<${tag}${attributes}>${html}</${tag}>`;

/** A run with its marks around it. */
function marked(html: string, look: RunLook): string {
  let out = html;
  if (look.code) out = wrapped('code', '', out);
  if (look.strike) out = wrapped('s', dataAttribute('kind', look.strike), out);
  if (look.underline && look.href === undefined)
    out = wrapped('u', dataAttribute('kind', look.underline), out);
  if (look.italic) out = wrapped('em', '', out);
  if (look.bold) out = wrapped('strong', '', out);
  if (look.href !== undefined) out = wrapped('a', ` href="${escaped(look.href)}"`, out);
  const font = fontOf(look);
  return font === null ? out : wrapped('span', dataAttribute('font', font), out);
}

interface Piece {
  readonly look: RunLook;
  /** Text, or HTML. */
  text: string;
  readonly html: boolean;
}

const wide = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]/;

/**
 * Collects the text of one paragraph. Spaces collapse as in browsers; a line break between Chinese characters leaves
 * none.
 */
export class Inlines {
  readonly #pieces: Piece[] = [];
  #space: { readonly look: RunLook; readonly broken: boolean } | null = null;
  #last = '';

  get isEmpty(): boolean {
    return this.#pieces.length === 0;
  }

  add(text: string, look: RunLook): void {
    if (look.pre) {
      this.#addPlain(text.replace(/\r\n?/g, '\n'), look);
      return;
    }
    for (const part of text.split(/([ \t\r\n\f]+)/)) {
      if (part === '') continue;
      if (/^[ \t\r\n\f]/.test(part)) this.#space ??= { look, broken: /[\r\n]/.test(part) };
      else this.#word(part, look);
    }
  }

  /** Text with preserved white space. */
  addLiteral(text: string, look: RunLook): void {
    this.#flush(text);
    this.#push(text, look, false);
  }

  addHtml(html: string, look: RunLook): void {
    this.#flush('');
    this.#push(html, look, true);
  }

  /** A line break: spaces before it are invisible. */
  break(look: RunLook): void {
    this.#space = null;
    this.#push('<br>', look, true);
    this.#last = '';
  }

  #addPlain(text: string, look: RunLook): void {
    for (const [i, line] of text.split('\n').entries()) {
      if (i > 0) this.break(look);
      if (line !== '') this.addLiteral(line, look);
    }
  }

  #word(text: string, look: RunLook): void {
    this.#flush(text);
    this.#push(text, look, false);
  }

  #flush(next: string): void {
    const space = this.#space;
    this.#space = null;
    if (!space || this.#last === '') return;
    if (space.broken && wide.test(this.#last) && wide.test(next.charAt(0))) return;
    this.#push(' ', space.look, false);
  }

  #push(text: string, look: RunLook, html: boolean): void {
    if (text === '') return;
    const last = this.#pieces.at(-1);
    // Programs may write a run for every character: equal neighbours are merged.
    if (last && last.html === html && sameLook(last.look, look)) last.text += text;
    else this.#pieces.push({ look, text, html });
    this.#last = html ? '\ufffc' : text.slice(-1);
  }

  /** In HTML a single hard space marks an empty paragraph. */
  html(): string {
    const [only] = this.#pieces;
    if (only && this.#pieces.length === 1 && !only.html && only.text === '\u00a0') return '';
    return this.#pieces
      .map(({ text, html, look }) =>
        html && text.startsWith('<br>') ? text : marked(html ? text : escaped(text), look),
      )
      .join('');
  }

  /** Text without marks, for a code block. */
  text(): string {
    return this.#pieces
      .map(({ text, html }) => (html ? text.replaceAll('<br>', '\n').replace(/<[^>]*>/g, '') : text))
      .join('');
  }
}

export function paragraphHtml({ format, heading, code }: ParagraphShape, inlines: Inlines): string {
  if (code) return wrapped('pre', '', wrapped('code', '', escaped(inlines.text().replace(/\n$/, ''))));
  return wrapped(heading === null ? 'p' : `h${heading}`, dataAttribute('format', format), inlines.html());
}

type Item = Extract<Entry, { kind: 'item' }>;

function listHtml(items: readonly Item[], level: number): string {
  let out = '';
  for (let i = 0; i < items.length; ) {
    const first = items[i];
    if (!first) break;
    let inner = '';
    let at = i;
    for (; at < items.length; ) {
      const item = items[at];
      if (!item) break;
      // Deeper items without a parent item are at this level.
      if (item.level <= level && item.ordered !== first.ordered) break;
      let end = at + 1;
      while (end < items.length && (items[end]?.level ?? 0) > Math.max(level, item.level)) end += 1;
      const below = items.slice(at + 1, end);
      inner += wrapped(
        'li',
        '',
        item.html + (below.length > 0 ? listHtml(below, Math.max(level, item.level) + 1) : ''),
      );
      at = end;
      if (items[at] && items[at]?.ordered !== first.ordered) break;
    }
    const start = first.ordered && first.start !== 1 ? ` start="${first.start}"` : '';
    out += wrapped(first.ordered ? 'ol' : 'ul', start, inner);
    i = at;
  }
  return out;
}

export function entriesHtml(entries: readonly Entry[]): string {
  let out = '';
  for (let i = 0; i < entries.length; ) {
    const entry = entries[i];
    if (!entry) break;
    if (entry.kind === 'block') {
      out += entry.html;
      i += 1;
      continue;
    }
    const items: Item[] = [];
    for (let next = entries[i]; next?.kind === 'item'; next = entries[++i]) items.push(next);
    out += listHtml(items, 0);
  }
  return out;
}
