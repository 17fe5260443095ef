import type { Node } from '@tiptap/pm/model';
import { readSource } from './blocks.ts';
import { isBlankBlock, shownInline, shownUnits, textUnits } from './units.ts';

/**
 * The visible content of a document that Markdown can express, as strings that are equal for equal blocks. Not
 * included: references to the source, empty paragraphs, and attributes and marks without Markdown.
 */

/** Blocks that Markdown has syntax for; others are written as their text. */
const known = new Set([
  'paragraph',
  'heading',
  'codeBlock',
  'horizontalRule',
  'atomBlock',
  'blockquote',
  'bulletList',
  'orderedList',
  'table',
]);

const nothing = (): boolean => false;

/**
 * The child blocks that Markdown shows: without empty paragraphs, and with the children of unknown containers in
 * their place.
 * @param keeps whether an invisible block counts
 */
export function visibleBlocks(parent: Node, keeps: (node: Node) => boolean = nothing): Node[] {
  return parent.content.content.flatMap((node) => {
    if (!isVisible(node) && !keeps(node)) return [];
    return known.has(node.type.name) || node.isTextblock ? [node] : visibleBlocks(node, keeps);
  });
}

/** Whether a block is visible; a container counts as visible. */
export function isVisible(node: Node): boolean {
  const { name } = node.type;
  if (name === 'paragraph' || (node.isTextblock && !known.has(name))) return !isBlankBlock(node);
  if (name === 'atomBlock') return String(node.attrs.text ?? '').trim() !== '';
  return known.has(name) || !node.isLeaf;
}

const isSource = new WeakMap<Node, boolean>();

/** Whether an atom's text is Markdown source of its kind; a formula of a .docx is not. */
export function isSourceBlock(node: Node): boolean {
  const found = isSource.get(node);
  if (found !== undefined) return found;
  const text = String(node.attrs.text ?? '');
  const [block, ...others] = readSource(text).blocks;
  const is = others.length === 0 && block?.attrs.kind === node.attrs.kind && block?.attrs.text === text;
  isSource.set(node, is);
  return is;
}

const shown = new WeakMap<Node, string>();

/** The visible content of a block. */
export function shownBlock(node: Node): string {
  const found = shown.get(node);
  if (found !== undefined) return found;
  const text = computed(node);
  shown.set(node, text);
  return text;
}

function computed(node: Node): string {
  const { attrs } = node;
  const name = node.type.name;
  if (name === 'heading') return `H${String(attrs.level)} ${shownInline(node)}`;
  if (name === 'codeBlock') return `C${String(attrs.language ?? '')}\n${node.textContent}`;
  if (name === 'horizontalRule') return 'R';
  if (name === 'blockquote') return `Q${inside(node)}`;
  if (name === 'bulletList') return `U${items(node)}`;
  if (name === 'orderedList') return `O${String(attrs.start ?? 1)}${items(node)}`;
  if (name === 'listItem') return `I${inside(node)}`;
  if (name === 'table') return `T${shownTable(node)}`;
  if (name !== 'atomBlock') return `P${shownInline(node)}`;
  const text = String(attrs.text ?? '');
  return isSourceBlock(node)
    ? `A${String(attrs.kind)} ${text}`
    : `P${shownUnits(textUnits(text.trim(), []))}`;
}

const items = (list: Node): string => list.content.content.map(shownBlock).join('');
const inside = (node: Node): string =>
  `(${shownBlocks(visibleBlocks(node))
    .map(({ text }) => text)
    .join('')})`;

/** The visible content of one or more blocks: adjacent bullet lists count as one. */
export interface Shown {
  readonly text: string;
  readonly count: number;
  /** The source of atoms inside text. */
  readonly atoms: readonly string[];
}

/** Kinds that typed text may become. */
const typeable = new Set(['task', 'footnote']);

/** The source of atoms inside a block, tasks and footnotes left out. */
export function atomsOf(node: Node): string[] {
  const atoms: string[] = [];
  node.descendants(({ type, attrs }) => {
    if (type.name === 'atom' && !typeable.has(String(attrs.kind))) atoms.push(String(attrs.text ?? ''));
  });
  return atoms;
}

/**
 * Whether written content reads as it should. An atom may have become equal text, but text must not become an atom.
 */
export function showsSame(expected: Omit<Shown, 'count'>, actual: Omit<Shown, 'count'>): boolean {
  if (expected.text !== actual.text) return false;
  let at = -1;
  return actual.atoms.every((atom) => {
    at = expected.atoms.indexOf(atom, at + 1);
    return at >= 0;
  });
}

export function shownBlocks(nodes: readonly Node[]): Shown[] {
  const result: Shown[] = [];
  for (const [i, node] of nodes.entries()) {
    const last = result.at(-1);
    const together = node.type.name === 'bulletList' && nodes[i - 1]?.type.name === 'bulletList';
    const atoms = atomsOf(node);
    if (together && last) {
      const text = last.text + items(node);
      result[result.length - 1] = { text, count: last.count + 1, atoms: [...last.atoms, ...atoms] };
    } else result.push({ text: shownBlock(node), count: 1, atoms });
  }
  return result;
}

/** Limit of spans: a file may give any number. */
const widest = 1000;
const span = (given: unknown): number => Math.min(widest, Math.max(1, Math.floor(Number(given ?? 1)) || 1));

/** The cells of a table in its grid; null for a place that a wide or high cell covers. */
export function tableGrid(table: Node): (Node | null)[][] {
  const grid: (Node | null)[][] = table.content.content.map(() => []);
  table.forEach((row, _offset, y) => {
    let x = 0;
    row.forEach((cell) => {
      while (grid[y]?.[x] !== undefined) x++;
      const width = span(cell.attrs.colspan);
      const height = span(cell.attrs.rowspan);
      for (let dy = 0; dy < height; dy++)
        for (let dx = 0; dx < width; dx++) {
          const line = grid[y + dy];
          if (line) line[x + dx] = dx === 0 && dy === 0 ? cell : null;
        }
    });
  });
  const columns = grid.reduce((most, row) => Math.max(most, row.length), 1);
  return grid.map((row) => Array.from({ length: columns }, (_, x) => row[x] ?? null));
}

/** A column is aligned as its first cell. */
export const columnAligns = (grid: readonly (readonly (Node | null)[])[]): string[] =>
  (grid[0] ?? []).map((cell) => String(cell?.attrs.align ?? ''));

function shownTable(table: Node): string {
  const grid = tableGrid(table);
  const rows = grid.map((row) => row.map((cell) => (cell ? shownInline(cell) : '')).join('\u0006'));
  return `${columnAligns(grid).join(',')}\n${rows.join('\n')}`;
}

export const shownNode = (node: Node): Omit<Shown, 'count'> => ({
  text: shownBlock(node),
  atoms: atomsOf(node),
});
