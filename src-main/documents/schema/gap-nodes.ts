import { Fragment, type Node } from '@tiptap/pm/model';
import { blanksIn, gapName, gapsIn, type TextRange } from './gaps.ts';

/**
 * Gaps and blanks of documents. A gap is a node in the editor and text in every file: `withGaps` is applied after
 * reading and `withoutGaps` before writing, for formats without gaps. Offsets count from the beginning of a block's
 * content.
 */

/** Placeholder for a node that is no text. */
const notText = '\ufffc';

const isGapNode = (node: Node): boolean => node.type.name === gapName;
const isCode = (node: Node): boolean => node.marks.some(({ type }) => type.spec.code);

/** A block's text, one code unit for each inline position; code is replaced by placeholders. */
export function readableText(block: Node): string {
  const pieces: string[] = [];
  block.forEach((child) => {
    if (child.isText && !isCode(child)) pieces.push(child.text ?? '');
    else pieces.push(child.type.name === 'hardBreak' ? '\n' : notText.repeat(child.nodeSize));
  });
  return pieces.join('');
}

/** Whether a block's text is searched for gaps and blanks. */
const mayHold = (block: Node): boolean => block.isTextblock && !block.type.spec.code;

/** Where a block spells a gap as text. */
export const spelledGaps = (block: Node): TextRange[] => (mayHold(block) ? gapsIn(readableText(block)) : []);

const runOf = (node: Node): string =>
  String(node.marks.find(({ type }) => type.name === 'run')?.attrs.src ?? '');

/** The source run of each character, separated by spaces; null where all are the same. */
function runsOf(stretch: Fragment): string | null {
  const runs = stretch.content.flatMap((node) => Array.from(node.text ?? '', () => runOf(node)));
  return runs.every((run) => run === runs[0]) ? null : runs.join(' ');
}

/** The gap node for a stretch of a block, with the marks of the stretch's beginning. */
export function gapOf(block: Node, { from, to }: TextRange): Node {
  const stretch = block.content.cut(from, to);
  const marks = stretch.firstChild?.marks ?? [];
  return block.type.schema.node(
    gapName,
    { spelling: stretch.textBetween(0, stretch.size), runs: runsOf(stretch) },
    undefined,
    marks,
  );
}

/** The text of a gap in its source runs. */
function nodesOf(gap: Node): readonly Node[] {
  const { schema } = gap.type;
  const characters = Array.from(String(gap.attrs.spelling));
  const runs = typeof gap.attrs.runs === 'string' ? gap.attrs.runs.split(' ') : [];
  if (runs.length !== characters.length) return [schema.text(characters.join(''), gap.marks)];
  const { run: type } = schema.marks;
  return characters.map((character, i) => {
    const src = runs[i];
    const others = gap.marks.filter((mark) => mark.type !== type);
    return schema.text(character, src && type ? type.create({ src }).addToSet(others) : others);
  });
}

function blockWithGaps(block: Node): Node {
  let content = Fragment.empty;
  let at = 0;
  for (const range of spelledGaps(block)) {
    const gap = gapOf(block, range);
    // A spelling with different marks stays text: its gap could not be turned back.
    if (!Fragment.fromArray([...nodesOf(gap)]).eq(block.content.cut(range.from, range.to))) continue;
    content = content.append(block.content.cut(at, range.from)).append(Fragment.from(gap));
    at = range.to;
  }
  return at === 0 ? block : block.copy(content.append(block.content.cut(at)));
}

/** Maps the text blocks of a document; unchanged nodes are the same objects. */
function mapBlocks(node: Node, change: (block: Node) => Node): Node {
  if (node.isTextblock) return change(node);
  if (node.isLeaf) return node;
  let same = true;
  const children = node.content.content.map((child) => {
    const next = mapBlocks(child, change);
    same &&= next === child;
    return next;
  });
  return same ? node : node.copy(Fragment.fromArray(children));
}

/** Every spelled gap of a document as a gap node. */
export const withGaps = (doc: Node): Node => mapBlocks(doc, blockWithGaps);

/** The inverse of `withGaps`: every gap becomes the text that the file spells it with. */
export const withoutGaps = (doc: Node): Node =>
  mapBlocks(doc, (block) => {
    if (!block.content.content.some(isGapNode)) return block;
    const children = block.content.content.flatMap((child) => (isGapNode(child) ? nodesOf(child) : [child]));
    return block.copy(Fragment.fromArray(children));
  });

const spaces = /[ \t\u00a0\u2002\u2003\u3000]/;

/**
 * Runs of underlined spaces, which are lines to write on. A single space between underlined words is none, a tab is.
 */
function underlinedSpaces(block: Node): TextRange[] {
  const found: TextRange[] = [];
  let run = '';
  let at = 0;
  const end = () => {
    if (run.length > 1 || run === '\t') found.push({ from: at - run.length, to: at });
    run = '';
  };
  block.forEach((child) => {
    const underlined = child.marks.some(({ type }) => type.name === 'underline');
    for (const unit of child.text ?? notText) {
      if (!underlined || !spaces.test(unit)) end();
      else run += unit;
      at += child.isText ? unit.length : child.nodeSize;
    }
  });
  end();
  return found;
}

/** The blanks of a block: those of its text, and underlined spaces. */
export const blanksOf = (block: Node): TextRange[] =>
  mayHold(block) ? blanksIn(readableText(block), underlinedSpaces(block)) : [];

/** The gaps of a block; adjacent gaps are one range. */
export function gapRunsOf(block: Node): TextRange[] {
  const runs: { from: number; to: number }[] = [];
  block.forEach((child, offset) => {
    if (!isGapNode(child)) return;
    const last = runs.at(-1);
    if (last?.to === offset) last.to = offset + child.nodeSize;
    else runs.push({ from: offset, to: offset + child.nodeSize });
  });
  return runs;
}

export interface Places {
  readonly gaps: number;
  readonly blanks: number;
}

/** Counts by node. Nodes are immutable, so an edit costs its own block alone. */
const counted = new WeakMap<Node, Places>();

const none: Places = { gaps: 0, blanks: 0 };

/** Counts the gaps and blanks of a node. */
export function placesIn(node: Node): Places {
  if (node.isLeaf) return none;
  const known = counted.get(node);
  if (known) return known;
  let places = none;
  if (node.isTextblock) places = { gaps: gapRunsOf(node).length, blanks: blanksOf(node).length };
  else
    node.forEach((child) => {
      const { gaps, blanks } = placesIn(child);
      places = { gaps: places.gaps + gaps, blanks: places.blanks + blanks };
    });
  counted.set(node, places);
  return places;
}
