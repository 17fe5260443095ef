/**
 * Markdown as lines. A line inside quotes and list items begins with their prefixes (`> `, spaces), which are not
 * part of the block. Prefixes are stored separately, so that a block can move into another container.
 */

/** A line behind the first. */
export interface Line {
  /** The line ending before it; null for the one that the file uses. */
  readonly eol: string | null;
  /** The file's prefix for each container, outermost first; fewer on a lazy line; null for a new line. */
  readonly prefixes: readonly string[] | null;
  text: string;
}

export class Lines {
  head = '';
  readonly rest: Line[] = [];

  static of(text: string): Lines {
    const lines = new Lines();
    for (const [i, line] of text.split('\n').entries()) i === 0 ? lines.add(line) : lines.break().add(line);
    return lines;
  }

  add(text: string): this {
    const last = this.rest.at(-1);
    if (last) last.text += text;
    else this.head += text;
    return this;
  }

  /** Begins a line. */
  break(eol: string | null = null, prefixes: readonly string[] | null = null): this {
    this.rest.push({ eol, prefixes, text: '' });
    return this;
  }

  addLines(other: Lines): this {
    this.add(other.head);
    for (const line of other.rest) this.rest.push({ ...line });
    return this;
  }

  /** The same lines for another container: without the file's prefixes. */
  moved(): Lines {
    const lines = Lines.of(this.head);
    for (const { eol, text } of this.rest) lines.break(eol).add(text);
    return lines;
  }

  /**
   * The lines inside a container: every line after the first gets its prefix.
   * @param depth number of containers around that container
   */
  within(depth: number, prefix: string): Lines {
    const lines = new Lines();
    lines.add(this.head);
    for (const { eol, prefixes, text } of this.rest) {
      const own = prefixes ? (prefixes[depth] ?? '') : text === '' ? prefix.trimEnd() : prefix;
      lines.break(eol, prefixes ? prefixes.slice(0, depth) : null).add(own + text);
    }
    return lines;
  }

  /** As text without any prefix. */
  get text(): string {
    return [this.head, ...this.rest.map(({ text }) => text)].join('\n');
  }

  /** As text of a file. */
  written(eol: string): string {
    return this.head + this.rest.map((line) => (line.eol ?? eol) + line.text).join('');
  }
}

/** A container's prefix of a line: the sign of a quote, the marker of an item, or an item's indent. */
export interface Prefix {
  readonly kind: 'quote' | 'item' | 'indent';
  readonly end: number;
}

/** The beginnings of a file's lines and the ends of the container prefixes on each. */
export class LineMap {
  readonly #text: string;
  /** Beginnings. */
  readonly #starts: number[];
  readonly #prefixes = new Map<number, Prefix[]>();

  constructor(text: string) {
    this.#text = text;
    // A mark of the byte order is in no line.
    this.#starts = [text.startsWith('\ufeff') ? 1 : 0];
    for (const match of text.matchAll(/\r\n|\n|\r/g)) this.#starts.push(match.index + match[0].length);
  }

  /** Records the end of a container's prefix; outer containers are recorded first. */
  notePrefix(start: number, prefix: Prefix): void {
    const line = this.#lineAt(start);
    const known = this.#prefixes.get(line);
    if (known) known.push(prefix);
    else this.#prefixes.set(line, [prefix]);
  }

  /** The beginning of the content of an offset's line, after the prefixes of `depth` containers. */
  contentStart(offset: number, depth: number): number {
    const line = this.#lineAt(offset);
    const last = this.#prefixes.get(line)?.slice(0, depth).at(-1);
    return Math.min(last?.end ?? this.#starts[line] ?? 0, offset);
  }

  /** The end of an offset's line, without the line ending. */
  lineEnd(offset: number): number {
    const next = this.#starts[this.#lineAt(offset) + 1];
    if (next === undefined) return this.#text.length;
    return next - (this.#text.startsWith('\r\n', next - 2) ? 2 : 1);
  }

  /** The end of the last consecutive line from an offset on with the quote sign of a depth. */
  quoteEnd(offset: number, depth: number): number {
    let line = this.#lineAt(offset);
    let end = this.lineEnd(offset);
    for (;;) {
      const prefixes = this.#prefixes.get(++line) ?? [];
      const left = prefixes.slice(0, depth).some(({ kind }) => kind === 'item');
      if (left || prefixes[depth]?.kind !== 'quote') return end;
      end = this.lineEnd(this.#starts[line] ?? 0);
    }
  }

  /** A stretch of the source as lines of a block inside `depth` containers. */
  cut(from: number, to: number, depth: number): Lines {
    const lines = new Lines();
    if (from >= to) return lines;
    let line = this.#lineAt(from);
    let at = from;
    for (;;) {
      const next = this.#starts[line + 1] ?? Number.POSITIVE_INFINITY;
      const content = this.#text.slice(at, Math.min(to, next));
      const eol = /\r\n|\n|\r/.exec(content)?.[0] ?? '';
      lines.add(eol === '' ? content : content.slice(0, -eol.length));
      if (eol === '') return lines;
      line++;
      const prefixes = this.#prefixesOf(line, depth, to);
      at = next + prefixes.join('').length;
      lines.break(eol, prefixes);
      if (at >= to) return lines;
    }
  }

  #prefixesOf(line: number, depth: number, to: number): string[] {
    const prefixes: string[] = [];
    let at = this.#starts[line] ?? 0;
    for (const { end } of this.#prefixes.get(line)?.slice(0, depth) ?? []) {
      if (end > to) break;
      prefixes.push(this.#text.slice(at, end));
      at = end;
    }
    return prefixes;
  }

  /** Index of the line that an offset is in. */
  #lineAt(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
