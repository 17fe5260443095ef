import type { Node } from '@tiptap/pm/model';
import { readSource } from './blocks.ts';
import { isBlankBlock, shownInline, shownUnits, textUnits } from './units.ts';

/**
 * What a document shows of what Markdown can hold, as strings that are equal for equal blocks. Not counted: where a
 * block came from, empty paragraphs, and every attribute and mark that has no Markdown.
 */

/** Blocks that are written as what they are; others as their text. */
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
 * The blocks inside of one that Markdown shows: no empty paragraphs, and the inside of what it has no name for.
 * @param keeps whether a block counts although nothing of it shows
 */
export function visibleBlocks(parent: Node, keeps: (node: Node) => boolean = nothing): Node[] {
  return parent.content.content.flatMap((node) => {
    if (!isVisible(node) && !keeps(node)) return [];
    return known.has(node.type.name) || node.isTextblock ? [node] : visibleBlocks(node, keeps);
  });
}

/** Whether anything of a block shows; of a container that something may. */
export function isVisible(node: Node): boolean {
  const { name } = node.type;
  if (name === 'paragraph' || (node.isTextblock && !known.has(name))) return !isBlankBlock(node);
  if (name === 'atomBlock') return String(node.attrs.text ?? '').trim() !== '';
  return known.has(name) || !node.isLeaf;
}

const isSource = new WeakMap<Node, boolean>();

/** Whether a block's text is the source of what it says it is: a formula of a .docx is none. */
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

/** What one block shows. */
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

/** One thing to see, and how many blocks it is made of: bullet lists that follow each other are one. */
export interface Shown {
  readonly text: string;
  readonly count: number;
  /** Source of atoms that are inside of text. */
  readonly atoms: readonly string[];
}

/** Text that is typed like a task or a footnote may become one. */
const typeable = new Set(['task', 'footnote']);

/** The source that atoms inside of a block show, tasks and footnotes left out. */
export function atomsOf(node: Node): string[] {
  const atoms: string[] = [];
  node.descendants(({ type, attrs }) => {
    if (type.name === 'atom' && !typeable.has(String(attrs.kind))) atoms.push(String(attrs.text ?? ''));
  });
  return atoms;
}

/** Whether something reads as it should. What was an atom may be the same text now, but text must not be an atom. */
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

/** A file may say anything. */
const widest = 1000;
const span = (given: unknown): number => Math.min(widest, Math.max(1, Math.floor(Number(given ?? 1)) || 1));

/** The cells of a table row by row, every one at its place: what a wide or high one covers is empty. */
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
