import type { JSONContent } from '@tiptap/core';
import type { ParagraphFormat, RunFormat } from '../../contract/document-formats.ts';
import { child, elementsOf, type XmlElement } from '../package/xml.ts';
import { reference } from '../reference.ts';
import { fontDifference } from '../schema/font.ts';
import { gapsOver } from '../schema/gaps.ts';
import { type AtomPiece, type ParagraphSource, type Piece, readParagraphSource } from './pieces.ts';
import type { ResolvedParagraph } from './resolved-paragraph.ts';
import { type AtomShape, visibleRun } from './shapes.ts';
import type { SheetReader } from './sheet.ts';
import type { TableContext } from './table-cells.ts';

/**
 * Reads the main part as the editor's document and keeps the source element of every block. Reading is deterministic:
 * saving reads the source again and compares.
 */

export interface SourceBlock {
  readonly kind: 'paragraph' | 'table' | 'atom';
  readonly ref: string;
  readonly element: XmlElement;
  readonly json: JSONContent;
  /** Of a table. */
  readonly rows?: readonly SourceRow[];
}

export interface SourceCell {
  readonly ref: string;
  readonly element: XmlElement;
  readonly column: number;
  readonly span: number;
  readonly merge: 'restart' | 'continue' | null;
  readonly blocks: readonly SourceBlock[];
}

export interface SourceRow {
  readonly ref: string;
  readonly element: XmlElement;
  readonly cells: readonly SourceCell[];
}

/** The target of a relationship: a part of the package, or an address. */
export interface Target {
  readonly target: string;
  readonly external: boolean;
}

export interface ReadContext {
  /** First half of every `src`. */
  readonly key: string;
  readonly sheet: SheetReader;
  readonly relation: (id: string) => Target | undefined;
  /** Numbers of footnotes and endnotes so far, in document order. */
  readonly notes: Record<'footnote' | 'endnote', number>;
  /** The editor's JSON of every paragraph that was read. */
  readonly paragraphs: Map<XmlElement, JSONContent>;
  readonly tables: Map<XmlElement, SourceBlock>;
  /** The kind of an atom, where it is not its shape's. */
  readonly kindOf?: (shape: AtomShape) => string;
}

export const refOf = (key: string, element: XmlElement): string => reference(key, element.start);

interface JsonMark {
  readonly type: string;
  readonly attrs?: Record<string, unknown>;
}

/** Marks that show a run's format in a paragraph. */
export function lookMarks(format: RunFormat, base: RunFormat): JsonMark[] {
  const marks: JsonMark[] = [];
  if (format.bold) marks.push({ type: 'bold' });
  if (format.italic) marks.push({ type: 'italic' });
  if (format.underline) marks.push({ type: 'underline', attrs: { kind: format.underline } });
  if (format.strike) marks.push({ type: 'strike', attrs: { kind: format.strike } });
  const font = fontDifference(format, base);
  if (Object.keys(font).length > 0) marks.push({ type: 'font', attrs: { ...font } });
  return marks;
}

/** The address of a hyperlink; null for one without a target. */
export function linkOf(wrapper: XmlElement, { relation }: ReadContext): string | null {
  const target = relation(wrapper.attributes['r:id'] ?? '');
  const anchor = wrapper.attributes['w:anchor'];
  if (target?.external) return anchor ? `${target.target}#${anchor}` : target.target;
  return anchor ? `#${anchor}` : null;
}

function wrapperMarks(path: readonly XmlElement[], context: ReadContext): JsonMark[] {
  const marks: JsonMark[] = [];
  let link: string | null = null;
  for (const wrapper of path) {
    if (wrapper.name === 'w:hyperlink') link = linkOf(wrapper, context) ?? link;
    if (wrapper.name === 'w:ins' || wrapper.name === 'w:moveTo')
      marks.push({
        type: 'inserted',
        attrs: {
          src: refOf(context.key, wrapper),
          author: wrapper.attributes['w:author'] ?? '',
          date: wrapper.attributes['w:date'] ?? null,
        },
      });
  }
  if (link !== null) marks.push({ type: 'link', attrs: { href: link } });
  return marks;
}

/** The marks of a run's content inside its wrappers. */
function createMarker(context: ReadContext, paragraph: ResolvedParagraph) {
  const base = paragraph.format.base ?? {};
  let last: { run: XmlElement | null; path: readonly XmlElement[]; marks: JsonMark[] } | null = null;
  return (run: XmlElement | null, path: readonly XmlElement[]): JsonMark[] => {
    if (last?.run === run && last.path === path) return last.marks;
    const own = run
      ? [
          ...lookMarks(context.sheet.run(child(run, 'w:rPr'), paragraph), base),
          { type: 'run', attrs: { src: refOf(context.key, run) } },
        ]
      : [];
    const marks = [...own, ...wrapperMarks(path, context)];
    last = { run, path, marks };
    return marks;
  };
}

const firstRun = (element: XmlElement): XmlElement | null =>
  element.name === 'w:r'
    ? element
    : (elementsOf(element)
        .map(firstRun)
        .find((one) => one !== null) ?? null);

function noteText(shape: AtomShape, context: ReadContext): string {
  if (shape.kind !== 'footnote' && shape.kind !== 'endnote') return shape.text;
  context.notes[shape.kind]++;
  return String(context.notes[shape.kind]);
}

/** Attributes of an `atom` or `atomBlock`. */
export function atomAttributes(
  element: XmlElement,
  shape: AtomShape,
  context: ReadContext,
  tableContext?: TableContext,
): Record<string, unknown> {
  const target = shape.part === null ? undefined : context.relation(shape.part);
  return {
    src: refOf(context.key, element),
    kind: context.kindOf?.(shape) ?? shape.kind,
    text: noteText(shape, context),
    part: target && !target.external ? target.target : null,
    width: shape.size?.width ?? null,
    height: shape.size?.height ?? null,
    inner:
      shape.inner.length > 0
        ? shape.inner.map((one) => readParagraph(one, context, tableContext).json)
        : null,
    math: shape.math,
  };
}

/** The lengths of a paragraph's gaps in pieces, by the index of the first piece. */
const findGaps = (pieces: readonly Piece[]): ReadonlyMap<number, number> =>
  new Map(
    gapsOver(pieces.map((piece) => (piece.kind === 'char' ? piece.text : '\ufffc'))).map(({ from, to }) => [
      from,
      to - from,
    ]),
  );

const withMarks = (content: JSONContent, marks: readonly JsonMark[]): JSONContent =>
  marks.length > 0 ? { ...content, marks: [...marks] } : content;

function readInline(
  source: ParagraphSource,
  paragraph: ResolvedParagraph,
  context: ReadContext,
): JSONContent[] {
  const { pieces } = source;
  const marker = createMarker(context, paragraph);
  const gaps = findGaps(pieces);
  const out: JSONContent[] = [];
  let text = '';
  let textMarks: JsonMark[] = [];
  const flush = () => {
    if (text !== '') out.push(withMarks({ type: 'text', text }, textMarks));
    text = '';
  };
  for (let i = 0; i < pieces.length; i++) {
    const piece = pieces[i];
    if (!piece) continue;
    const gap = gaps.get(i);
    if (gap !== undefined && piece.kind === 'char') {
      flush();
      const node = gapNode(pieces.slice(i, i + gap), context);
      out.push(withMarks(node, marker(piece.run, piece.path)));
      i += gap - 1;
    } else if (piece.kind === 'char') {
      const marks = marker(piece.run, piece.path);
      if (marks !== textMarks) flush();
      textMarks = marks;
      text += piece.text;
    } else {
      flush();
      out.push(otherNode(piece, marker, context));
    }
  }
  flush();
  return out;
}

function gapNode(pieces: readonly Piece[], { key }: ReadContext): JSONContent {
  const spelling = pieces.map((piece) => (piece.kind === 'char' ? piece.text : '')).join('');
  const runs = pieces.map(({ run }) => (run ? refOf(key, run) : ''));
  const one = runs.every((run) => run === runs[0]);
  return { type: 'gap', attrs: { spelling, runs: one ? null : runs.join(' ') } };
}

function otherNode(
  piece: Exclude<Piece, { kind: 'char' }>,
  marker: ReturnType<typeof createMarker>,
  context: ReadContext,
): JSONContent {
  if (piece.kind === 'break')
    return withMarks(
      { type: 'hardBreak', attrs: { src: refOf(context.key, piece.element) } },
      marker(piece.run, piece.path),
    );
  return withMarks(
    { type: 'atom', attrs: atomAttributes(piece.element, piece.shape, context) },
    marker(runOfAtom(piece), piece.path),
  );
}

/** The run whose look an atom has, and whose properties text typed after it takes. */
const runOfAtom = ({ run, look, element }: AtomPiece): XmlElement | null =>
  run ?? look ?? visibleRun(element) ?? firstRun(element);

/** The paragraph's format. An empty paragraph has the format of its mark, which its first character will take. */
function formatOf(
  source: ParagraphSource,
  paragraph: ResolvedParagraph,
  sheet: SheetReader,
): ParagraphFormat {
  const mark = child(source.properties, 'w:rPr');
  if (source.pieces.length > 0 || !mark) return paragraph.format;
  return { ...paragraph.format, base: sheet.run(mark, paragraph) };
}

/** @param element a `w:p` */
export function readParagraph(
  element: XmlElement,
  context: ReadContext,
  tableContext?: TableContext,
): SourceBlock {
  const source = readParagraphSource(element);
  const paragraph = context.sheet.paragraph(source.properties, tableContext);
  const { style, numbering, outline } = paragraph;
  const heading = outline !== null && outline <= 6;
  const ref = refOf(context.key, element);
  const content = readInline(source, paragraph, context);
  const json: JSONContent = {
    type: heading ? 'heading' : 'paragraph',
    attrs: {
      ...(heading ? { level: outline } : {}),
      src: ref,
      style,
      numbering,
      format: formatOf(source, paragraph, context.sheet),
    },
    ...(content.length > 0 ? { content } : {}),
  };
  context.paragraphs.set(element, json);
  return { kind: 'paragraph', ref, element, json };
}
