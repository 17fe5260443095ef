import type { Node } from '@tiptap/pm/model';
import type { ParagraphFormat } from '../../contract/document-formats.ts';
import { readableText } from './gap-nodes.ts';
import { type OfficialPart, officialLooks } from './official-formats.ts';
import { dateLine, headingOf, isLetterhead, isTitle, patterns } from './official-patterns.ts';

/** Which part of an official document each of its paragraphs is. Pure. */

/**
 * `letterhead`: lines above the title; `item`: text that is indented by its list, quotation or numbering; `empty`: a
 * paragraph that separates others; `ornament`: a paragraph with a line across the page, or without room for text.
 */
export type FoundKind = OfficialPart | 'letterhead' | 'item' | 'empty' | 'ornament';

export const isPart = (kind: FoundKind): kind is OfficialPart => Object.hasOwn(officialLooks, kind);

export interface FoundPart {
  readonly node: Node;
  /** Before the node. */
  readonly pos: number;
  readonly part: FoundKind;
  /** How many inline positions at the beginning look like a heading, where body text follows. */
  readonly lead: number;
  /** Whether a page break precedes it. */
  readonly broken: boolean;
}

/** A paragraph outside of tables and code. */
interface Line {
  readonly node: Node;
  readonly pos: number;
  /** One code unit for each inline position. */
  readonly text: string;
  /** Whether a list or a quotation holds it. */
  readonly nested: boolean;
  readonly broken: boolean;
}

const isBreak = (node: Node | null | undefined): boolean =>
  node?.type.name === 'pageBreak' || node?.attrs.kind === 'pageBreak';

function linesOf(doc: Node): Line[] {
  const lines: Line[] = [];
  doc.descendants((node, pos, parent, index) => {
    if (node.type.name === 'table') return false;
    if (!node.isTextblock) return true;
    const before = parent?.maybeChild(index - 1);
    const broken = isBreak(before) || isBreak(before?.lastChild);
    if ('format' in node.attrs)
      lines.push({ node, pos, text: readableText(node), nested: parent !== doc, broken });
    return false;
  });
  return lines;
}

const isEmpty = ({ text }: Line): boolean => text.trim() === '';

/** Lines below this height, in points, are not meant for text. */
const lowLine = 10;

/** The kind of a paragraph without text. */
function emptyKind({ node }: Line): 'empty' | 'ornament' {
  const { borders, line } = (node.attrs.format as ParagraphFormat | null) ?? {};
  const low = line?.rule === 'exact' && line.value < lowLine;
  return borders || low ? 'ornament' : 'empty';
}
export const alignOf = (node: Node): string => (node.attrs.format as ParagraphFormat | null)?.align ?? 'left';
const levelOf = ({ node }: Line): number | null =>
  node.type.name === 'heading' ? Number(node.attrs.level) : null;
const isNumbered = ({ node }: Line): boolean => (node.attrs.numbering ?? null) !== null;
const isSetOff = ({ node }: Line): boolean => ['center', 'right'].includes(alignOf(node));

const isTitleLine = (line: Line, first: boolean): boolean =>
  !line.nested &&
  !isNumbered(line) &&
  isTitle(line.text, levelOf(line) !== null || alignOf(line.node) === 'center', first);

/** Reads a document line by line; each method classifies the lines from `#at` on. */
class PartReader {
  readonly found: FoundPart[] = [];
  readonly #lines: readonly Line[];
  readonly #signed: ReadonlyMap<number, FoundKind>;
  #at = 0;
  /** Heading level of the title; other headings count from it. */
  #titleLevel = 0;

  constructor(lines: readonly Line[]) {
    this.#lines = lines;
    this.#signed = signatureOf(lines);
  }

  read(): FoundPart[] {
    this.#front(true);
    while (this.#at < this.#lines.length) this.#readLine();
    return this.found;
  }

  #take(part: FoundKind, lead = 0): void {
    const line = this.#lines[this.#at++];
    if (!line) return;
    const { node, pos, broken } = line;
    this.found.push({ node, pos, part: isEmpty(line) ? emptyKind(line) : part, lead, broken });
  }

  get #next(): Line | undefined {
    return this.#lines[this.#at];
  }

  #skipEmpty(): void {
    while (this.#next && isEmpty(this.#next)) this.#take('empty');
  }

  /** Letterhead, title and addressee, as far as they are there. */
  #front(withHead: boolean): void {
    this.#skipEmpty();
    while (withHead && this.#next && isLetterhead(this.#next.node, this.#next.text)) {
      this.#take('letterhead');
      this.#skipEmpty();
    }
    this.#title();
    this.#skipEmpty();
    const line = this.#next;
    if (withHead && line && !line.nested && patterns.addressee(line.text)) this.#take('addressee');
  }

  #title(): void {
    const first = this.#next;
    if (!first || !isTitleLine(first, true)) return;
    this.#titleLevel = levelOf(first) ?? 0;
    this.#take('title');
    for (let line = this.#next; line && !isEmpty(line); line = this.#next) {
      const goesOn =
        alignOf(line.node) === 'center' || (levelOf(line) !== null && levelOf(line) === levelOf(first));
      if (!goesOn || !isTitleLine(line, false)) return;
      this.#take(patterns.subtitle(line.text) ? 'subtitle' : 'title');
    }
  }

  #readLine(): void {
    const line = this.#next;
    if (!line) return;
    const signed = this.#signed.get(this.#at);
    if (signed) {
      this.#take(signed);
    } else if (line.nested) {
      this.#take('item');
    } else if (patterns.attachmentMark(line.text)) {
      this.#take('attachmentMark');
      this.#front(false);
    } else {
      const { part, lead } = this.#partOf(line);
      this.#take(part, lead);
    }
  }

  #partOf(line: Line): { part: FoundKind; lead: number } {
    const { text } = line;
    const plain = (part: FoundKind) => ({ part, lead: 0 });
    const before = this.found.findLast(({ part }) => part !== 'empty' && part !== 'ornament')?.part;
    if (patterns.attachment(text)) return plain(patterns.attachments(text) ? 'attachments' : 'attachment');
    if ((before === 'attachments' || before === 'attachmentItem') && patterns.item(text))
      return plain('attachmentItem');
    if (patterns.attendance(text)) return { part: 'attendance', lead: 3 };
    if (this.#at > Math.max(-1, ...this.#signed.keys()) && this.#signed.size > 0) {
      if (patterns.copies(text)) return plain('copies');
      if (patterns.imprint(text)) return plain('imprint');
    }
    if (patterns.chapter(text)) return plain('chapter');
    const own = headingOf(text);
    if (own) return own;
    const level = levelOf(line);
    if (level !== null)
      return plain(headings[Math.max(0, Math.min(3, level - this.#titleLevel - 1))] ?? 'heading4');
    return plain(isNumbered(line) ? 'item' : 'body');
  }
}

const headings = ['heading1', 'heading2', 'heading3', 'heading4'] as const;

/** Most lines of names above a date. */
const mostNames = 3;

/** The date at the end of the text, and the names above it. */
function signatureOf(lines: readonly Line[]): ReadonlyMap<number, FoundKind> {
  const signed = new Map<number, FoundKind>();
  const attached = lines.findIndex(({ text }) => patterns.attachmentMark(text));
  const end = attached < 0 ? lines.length : attached;
  const date = lines.findLastIndex(({ text, nested }, i) => i < end && !nested && dateLine(text));
  // A date without text before it belongs to the title.
  const written = lines.slice(0, Math.max(0, date)).filter((line) => !isEmpty(line));
  if (!written.some(({ text }) => patterns.sentence(text))) return signed;
  signed.set(date, 'date');
  let names = 0;
  for (let i = date - 1; i >= 0 && names < mostNames; i--) {
    const line = lines[i];
    if (!line || isEmpty(line)) continue;
    if (!patterns.name(line.text) || line.nested || levelOf(line) !== null) break;
    if (names > 0 && !isSetOff(line)) break;
    signed.set(i, 'signature');
    names++;
  }
  return signed;
}

/** The part of every paragraph outside tables and code, in order. */
export const officialParts = (doc: Node): FoundPart[] => new PartReader(linesOf(doc)).read();
