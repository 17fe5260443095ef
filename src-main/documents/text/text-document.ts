import { CodedError } from '../../base/error.ts';
import { type Content, paragraph } from '../content.ts';
import { hashOf } from '../files/stamp.ts';
import { maskText } from '../schema/gaps.ts';
import { encodeText, placesOf, unencodable, withoutPlaceholders } from './codec.ts';
import { type Ending, readLines, type SourceLine, usualEnding } from './lines.ts';
import { markBytes, markOf, recognise } from './recognise.ts';
import type { Encoding } from './units.ts';

/** A text file as paragraphs of the editor, and back: lines that did not change keep their bytes. */

/** How a text file is written. */
export interface TextForm {
  readonly encoding: Encoding;
  /** Whether the file begins with a byte order mark. */
  readonly bom: boolean;
  /** Of most lines. Every line keeps its own. */
  readonly ending: Ending;
}

export const newTextForm: TextForm = { encoding: 'utf-8', bom: false, ending: '\n' };

export interface ReadText {
  /** One paragraph a line; `attrs.src` names the line. At least one. */
  readonly blocks: readonly Content[];
  readonly form: TextForm;
  /** False where the encoding is a guess that the writer should see. */
  readonly sure: boolean;
  /** The likeliest first. */
  readonly candidates: readonly Encoding[];
}

/** The bytes of a text file in an encoding, cut into lines. */
interface Lines {
  readonly key: string;
  readonly mark: number;
  readonly lines: readonly SourceLine[];
}

function linesIn(bytes: Uint8Array, encoding: Encoding): Lines {
  const marked = markOf(bytes);
  const mark = marked?.encoding === encoding ? marked.mark : 0;
  return { key: hashOf(bytes).slice(0, 8), mark, lines: readLines(bytes, encoding, mark) };
}

const sourceOf = (key: string, { start }: SourceLine): string => `${key}:${start.toString(36)}`;

/**
 * Reads a text file. Any bytes can be read: what the encoding does not know becomes placeholders (placeholder.ts).
 * @param encoding read in this one, whatever the bytes look like
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
    paragraph(line.text === '' ? [] : [{ type: 'text', text: line.text }], { src: sourceOf(key, line) }),
  );
  return {
    blocks: blocks.length > 0 ? blocks : [paragraph([], { src: null })],
    form: { encoding: chosen, bom: mark > 0, ending: usualEnding(lines) },
    sure,
    candidates,
  };
}

/** A line of the editor. `src` is null for one that is new. */
interface Line {
  readonly text: string;
  readonly src: string | null;
}

const stringOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** What a node inside a paragraph is in a text file. */
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

/** The lines of a block: one for each of its paragraphs; cells of a table row share one, with tabs between them. */
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

/** A line of the editor, with the line of the file that it came from. */
interface Aligned {
  readonly text: string;
  readonly from: SourceLine | null;
}

/** Of two lines with one `src` the first is that of the file. */
function align(blocks: readonly Content[], { key, lines }: Lines): Aligned[] {
  const bySource = new Map(lines.map((line) => [sourceOf(key, line), line]));
  return blocks.flatMap(linesOf).map(({ text, src }) => {
    const from = src === null ? undefined : bySource.get(src);
    if (from && src !== null) bySource.delete(src);
    return { text, from: from ?? null };
  });
}

/** Length of the stretch that two texts begin with, or, of their ends, at most `most`. */
function common(a: string, b: string, most: number, at: (text: string, i: number) => number): number {
  let i = 0;
  while (i < most && at(a, i) === at(b, i)) i++;
  return i;
}

/** A changed line: what stands before and after the change keeps its bytes. */
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

/** The characters that a text file could not hold after the edit, each once: what saving would lose. */
export function unencodableIn(
  source: Uint8Array,
  blocks: readonly Content[],
  { encoding }: TextForm,
  to: Encoding = encoding,
): string[] {
  return lostIn(align(blocks, linesIn(source, encoding)), encoding, to);
}

/** @throws CodedError `text-unencodable` where there are characters that an encoding cannot hold */
export function refuseLoss(lost: readonly string[], encoding: Encoding): void {
  if (lost.length === 0) return;
  const some = lost.slice(0, 10).join(' ') + (lost.length > 10 ? ' …' : '');
  throw new CodedError('text-unencodable', {
    zh: `这个文件的编码（${encoding}）写不了这些字：${some}。没有保存，请改用 UTF-8 保存。`,
    en: `The file’s encoding (${encoding}) cannot hold these characters: ${some}. Nothing was saved; save as UTF-8.`,
  });
}

/** Collects parts of a file; stretches of the source that follow each other are one part. */
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
 * The file with the text of the editor. Lines that did not change are the same bytes, their ending included; a new line
 * takes the ending of the line before.
 * @param form how `source` was read
 * @param to another encoding to write; all lines are encoded anew then
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
