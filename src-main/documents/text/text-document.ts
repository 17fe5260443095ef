import { CodedError } from '../../base/error.ts';
import { sha256Of } from '../../base/sha256.ts';
import { message } from '../../texts/message.ts';
import { type Content, paragraph } from '../content.ts';
import { keyOf, reference } from '../reference.ts';
import { maskText } from '../schema/gaps.ts';
import { encodeText, placesOf, unencodable, withoutPlaceholders } from './codec.ts';
import { type Ending, readLines, type SourceLine, usualEnding } from './lines.ts';
import { markBytes, markOf, recognise } from './recognise.ts';
import type { Encoding } from './units.ts';

/** Reads a text file as paragraphs and writes it back; unchanged lines keep their bytes. */

/** Encoding and line ending of a text file. */
export interface TextForm {
  readonly encoding: Encoding;
  /** Whether the file begins with a byte order mark. */
  readonly bom: boolean;
  /** The most frequent ending; every line keeps its own. */
  readonly ending: Ending;
}

export const newTextForm: TextForm = { encoding: 'utf-8', bom: false, ending: '\n' };

export interface ReadText {
  /** One paragraph for each line, at least one; `attrs.src` names the line. */
  readonly blocks: readonly Content[];
  readonly form: TextForm;
  /** False where the encoding is a guess that the writer should confirm. */
  readonly sure: boolean;
  /** Possible encodings, the likeliest first. */
  readonly candidates: readonly Encoding[];
}

/** The lines of a text file in an encoding. */
interface Lines {
  readonly key: string;
  readonly mark: number;
  readonly lines: readonly SourceLine[];
}

function linesIn(bytes: Uint8Array, encoding: Encoding): Lines {
  const marked = markOf(bytes);
  const mark = marked?.encoding === encoding ? marked.mark : 0;
  return { key: keyOf(sha256Of(bytes)), mark, lines: readLines(bytes, encoding, mark) };
}

/**
 * Reads a text file. Any bytes can be read: invalid ones become placeholders (placeholder.ts).
 * @param encoding to read in; recognised by default
 * @throws CodedError `document-too-complex`
 */
export function readText(bytes: Uint8Array, encoding?: Encoding): ReadText {
  const {
    encoding: chosen,
    sure,
    candidates,
  } = encoding === undefined ? recognise(bytes) : { encoding, sure: true, candidates: [encoding] };
  const { key, mark, lines } = linesIn(bytes, chosen);
  const blocks = lines.map((line) =>
    paragraph(line.text === '' ? [] : [{ type: 'text', text: line.text }], {
      src: reference(key, line.start),
    }),
  );
  return {
    blocks: blocks.length > 0 ? blocks : [paragraph([], { src: null })],
    form: { encoding: chosen, bom: mark > 0, ending: usualEnding(lines) },
    sure,
    candidates,
  };
}

/** A line of the editor; `src` is null for a new one. */
interface Line {
  readonly text: string;
  readonly src: string | null;
}

const stringOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** The text of an inline node. */
function inlineText(node: Content): string {
  if (node.text !== undefined) return node.text;
  if (node.type === 'hardBreak') return '\n';
  if (node.type === 'gap') return stringOf(node.attrs?.spelling) ?? maskText;
  const own = stringOf(node.attrs?.text) ?? stringOf(node.attrs?.alt);
  return own ?? (node.content ?? []).map(inlineText).join('');
}

const inlineTypes = new Set(['text', 'hardBreak', 'gap', 'atom', 'image']);

const isTextblock = ({ type, content = [] }: Content): boolean =>
  type === 'paragraph' || type === 'heading' || content.some((one) => inlineTypes.has(one.type));

/** The lines of a block: one for each paragraph; the cells of a table row share one, separated by tabs. */
function linesOf(block: Content): Line[] {
  if (block.type === 'tableRow') {
    const cells = (block.content ?? []).map((cell) =>
      linesOf(cell)
        .map(({ text }) => text)
        .join(' '),
    );
    return [{ text: cells.join('\t'), src: null }];
  }
  if (!isTextblock(block) && block.content) return block.content.flatMap(linesOf);
  const [first = '', ...others] = inlineText(block).split(/\r\n|\n|\r/);
  const src = stringOf(block.attrs?.src);
  return [{ text: first, src }, ...others.map((text) => ({ text, src: null }))];
}

/** A line of the editor and its line in the file; null for a new line. */
interface Aligned {
  readonly text: string;
  readonly from: SourceLine | null;
}

/** Pairs lines by `src`; of two with one `src` the first is paired. */
function align(blocks: readonly Content[], { key, lines }: Lines): Aligned[] {
  const bySource = new Map(lines.map((line) => [reference(key, line.start), line]));
  return blocks.flatMap(linesOf).map(({ text, src }) => {
    const from = src === null ? undefined : bySource.get(src);
    if (from && src !== null) bySource.delete(src);
    return { text, from: from ?? null };
  });
}

/** Length of the common beginning, or end, of two texts; at most `most`. */
function common(a: string, b: string, most: number, at: (text: string, i: number) => number): number {
  let i = 0;
  while (i < most && at(a, i) === at(b, i)) i++;
  return i;
}

/** The bytes of a changed line; text before and after the change keeps its bytes. */
function encodeChanged(
  source: Uint8Array,
  { text: old, start, end }: SourceLine,
  text: string,
  encoding: Encoding,
) {
  const bytes = source.subarray(start, end);
  const places = placesOf(bytes, encoding);
  const shorter = Math.min(old.length, text.length);
  const head = common(old, text, shorter, (one, i) => one.charCodeAt(i));
  const tail = common(old, text, shorter - head, (one, i) => one.charCodeAt(one.length - 1 - i));
  const [headText, headBytes] = places.findLast(([at]) => at <= head) ?? [0, 0];
  const [tailText, tailBytes] = places.find(([at]) => at >= old.length - tail) ?? [old.length, bytes.length];
  const middle = text.slice(headText, text.length - (old.length - tailText));
  return [bytes.subarray(0, headBytes), encodeText(middle, encoding), bytes.subarray(tailBytes)];
}

function lostIn(aligned: readonly Aligned[], encoding: Encoding, to: Encoding): string[] {
  const changed = aligned.filter(({ text, from }) => to !== encoding || from?.text !== text);
  return unencodable(changed.map(({ text }) => text).join('\n'), to);
}

/** @throws CodedError `text-unencodable` for any character */
export function refuseLoss(lost: readonly string[], encoding: Encoding): void {
  if (lost.length === 0) return;
  const some = lost.slice(0, 10).join(' ') + (lost.length > 10 ? ' …' : '');
  throw new CodedError('text-unencodable', message('document.unencodable', { encoding, characters: some }));
}

/** Collects parts of a file; adjacent stretches of the source are joined. */
function createParts(source: Uint8Array) {
  const parts: Uint8Array[] = [];
  let [start, end] = [0, 0];
  const flush = () => {
    if (end > start) parts.push(source.subarray(start, end));
    start = end;
  };
  return {
    add(...bytes: readonly Uint8Array[]): void {
      flush();
      parts.push(...bytes);
    },
    copy(from: number, to: number): void {
      if (from !== end) {
        flush();
        start = from;
      }
      end = to;
    },
    done(): Uint8Array {
      flush();
      return new Uint8Array(Buffer.concat(parts));
    },
  };
}

/**
 * Writes the text of the editor into the file. Unchanged lines keep their bytes, ending included; a new line takes
 * the ending of the line before.
 * @param form of `source`
 * @param to another encoding, in which all lines are encoded again
 * @throws CodedError `text-unencodable`
 */
export function patchText(
  source: Uint8Array,
  blocks: readonly Content[],
  { encoding, bom }: TextForm,
  to: Encoding = encoding,
): Uint8Array {
  const file = linesIn(source, encoding);
  const aligned = align(blocks, file);
  refuseLoss(lostIn(aligned, encoding, to), to);
  const endsWithEnding = file.lines.at(-1)?.ending !== '' && file.lines.length > 0;
  const isKept = to === encoding;
  const parts = createParts(source);
  if (bom) parts.add(markBytes(to));
  let before = usualEnding(file.lines);
  for (const [i, { text, from }] of aligned.entries()) {
    if (isKept && from?.text === text) parts.copy(from.start, from.end);
    else if (isKept && from) parts.add(...encodeChanged(source, from, text, to));
    else parts.add(encodeText(isKept ? text : withoutPlaceholders(text), to));
    const mayEndBare = i === aligned.length - 1 && (from ? from.ending === '' : !endsWithEnding);
    if (mayEndBare) continue;
    before = from?.ending || before;
    if (isKept && from && from.ending !== '') parts.copy(from.end, from.next);
    else parts.add(encodeText(before, to));
  }
  return parts.done();
}
