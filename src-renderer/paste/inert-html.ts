/**
 * Removes styles and event handlers from HTML before a browser parses it: the page's security policy refuses and
 * reports each of them even in an invisible document. Tokenizes as the HTML standard (13.2.5) in linear time; texts,
 * values and comments are unchanged.
 */

/** The new name of `style` attributes. */
export const styleName = 'data-css';

export interface InertHtml {
  /** The HTML without style sheets, and with refused attributes renamed. */
  readonly html: string;
  /** Contents of the `<style>` elements, in their order. */
  readonly sheets: readonly string[];
}

/** Elements whose content is text up to their end tag. */
const rawText: ReadonlySet<string> = new Set(
  'style script title textarea xmp iframe noembed noframes'.split(' '),
);

const token = /<(?:!--|[!?]|\/?[a-z]|\/)/gi;
const tagName = /[^ \t\r\n\f/>]*/y;
const beforeAttribute = /[ \t\r\n\f/]*/y;
/** A name, and what comes before its value. An equals sign may begin a name. */
const attribute = /(=?[^ \t\r\n\f/>=]*)([ \t\r\n\f]*=[ \t\r\n\f]*)?/y;
const unquoted = /[^ \t\r\n\f>]*/y;
/** `<!-->` and `<!--->` are whole comments. */
const emptyComment = /-?>/y;
const endOfComment = /--!?>/g;

const inertName = (name: string): string =>
  /^style$/i.test(name) ? styleName : /^on/i.test(name) ? `data-${name}` : name;

class Tokenizer {
  readonly #html: string;
  readonly #out: string[] = [];
  readonly #sheets: string[] = [];
  #at = 0;
  /** Input before this offset is in the output. */
  #done = 0;

  constructor(html: string) {
    this.#html = html;
  }

  run(): InertHtml {
    for (let start = this.#nextToken(); start >= 0; start = this.#nextToken()) {
      const kind = this.#html.slice(start, start + 4);
      if (kind === '<!--') this.#comment(start);
      else if (/^<[a-z]/i.test(kind)) this.#startTag(start);
      else if (/^<\/[a-z]/i.test(kind)) this.#tag(start + 2);
      else this.#at = this.#after('>', start + 2);
    }
    this.#keepTo(this.#html.length);
    return { html: this.#out.join(''), sheets: this.#sheets };
  }

  #nextToken(): number {
    token.lastIndex = this.#at;
    return token.exec(this.#html)?.index ?? -1;
  }

  #after(sign: string, from: number): number {
    const found = this.#html.indexOf(sign, from);
    return found < 0 ? this.#html.length : found + sign.length;
  }

  #keepTo(end: number): void {
    this.#out.push(this.#html.slice(this.#done, end));
    this.#done = end;
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#html);
    this.#at = found ? pattern.lastIndex : this.#html.length;
    return found;
  }

  #comment(start: number): void {
    this.#at = start + 4;
    if (this.#take(emptyComment)) return;
    this.#at = start + 4;
    this.#take(endOfComment);
  }

  #startTag(start: number): void {
    const name = this.#tag(start + 1);
    if (!rawText.has(name)) return;
    const content = this.#at;
    this.#take(new RegExp(`</${name}(?=[ \\t\\r\\n\\f/>])`, 'gi'));
    const isClosed = this.#at < this.#html.length;
    const end = isClosed ? this.#at - name.length - 2 : this.#at;
    if (isClosed) this.#tag(end + 2);
    if (name !== 'style') return;
    this.#sheets.push(this.#html.slice(content, end));
    this.#out.push(this.#html.slice(this.#done, start));
    this.#done = this.#at;
  }

  /** Reads a tag to its end and renames refused attributes. @returns the tag's name in lower case */
  #tag(from: number): string {
    this.#at = from;
    const name = this.#take(tagName)?.[0] ?? '';
    for (;;) {
      this.#take(beforeAttribute);
      if (this.#at >= this.#html.length) break;
      if (this.#html[this.#at] === '>') {
        this.#at += 1;
        break;
      }
      this.#attribute();
    }
    return name.toLowerCase();
  }

  #attribute(): void {
    const start = this.#at;
    const [, name = '', equals] = this.#take(attribute) ?? [];
    const inert = inertName(name);
    if (inert !== name) {
      this.#keepTo(start);
      this.#out.push(inert);
      this.#done = start + name.length;
    }
    if (equals === undefined) return;
    const quote = this.#html[this.#at];
    if (quote === '"' || quote === "'") this.#at = this.#after(quote, this.#at + 1);
    else this.#take(unquoted);
  }
}

export const inertHtml = (html: string): InertHtml => new Tokenizer(html).run();
