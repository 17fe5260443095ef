import type { Node } from '@tiptap/pm/model';
import { tableGrid, visibleBlocks } from './shown.ts';
import type { Block } from './source.ts';
import { classOf } from './source.ts';

/** A block to write and its block in the source. */
export interface Target {
  readonly node: Node;
  readonly type: string;
  /** The block of the source; null for a new one. */
  readonly source: Block | null;
  /**
   * Source blocks whose text may be in this block: its own, the one it was split from, those that were joined to it.
   */
  readonly donors: Block[];
  readonly children: readonly Target[];
  /** Of a table: its cells row by row; null for a place that a wide or high cell covers. */
  readonly grid: readonly (readonly (Target | null)[])[];
}

export class TargetBuilder {
  readonly #blocks: ReadonlyMap<string, Block>;
  readonly #taken = new Set<Block>();

  readonly #keeps: (node: Node) => boolean;

  /**
   * @param blocks by class and `src`
   * @param keeps whether a block counts although nothing of it shows
   */
  constructor(blocks: ReadonlyMap<string, Block>, keeps: (node: Node) => boolean) {
    this.#blocks = blocks;
    this.#keeps = keeps;
  }

  build(nodes: readonly Node[]): Target[] {
    return nodes.map((node) => this.#target(node));
  }

  /** Of two nodes with one reference the first is the block; the other was split from it or is a copy. */
  #claim(node: Node): { found: Block | null; source: Block | null } {
    const found = this.#blocks.get(`${classOf(node.type.name)} ${String(node.attrs.src)}`) ?? null;
    const source = found && !this.#taken.has(found) ? found : null;
    if (source) this.#taken.add(source);
    return { found, source };
  }

  #target(node: Node): Target {
    const { found, source } = this.#claim(node);
    const type = node.type.name;
    const base = { node, type, source, donors: found ? [found] : [], grid: [] };
    if (type === 'table') return this.#table({ ...base, children: [] });
    if (type.endsWith('List')) return { ...base, children: this.build(node.content.content) };
    const inner = node.isTextblock || node.isLeaf ? [] : visibleBlocks(node, this.#keeps);
    return { ...base, children: this.build(inner) };
  }

  #table(table: Target): Target {
    const cells = new Map<Node, Target>();
    const rows = table.node.content.content.map((row) => this.#row(row));
    for (const row of rows) for (const cell of row.children) cells.set(cell.node, cell);
    const grid = tableGrid(table.node).map((row) =>
      row.map((cell) => (cell ? (cells.get(cell) ?? null) : null)),
    );
    return { ...table, children: rows, grid };
  }

  #row(node: Node): Target {
    const { source } = this.#claim(node);
    const children = node.content.content.map((cell) => this.#cell(cell));
    return { node, type: 'tableRow', source, donors: [], children, grid: [] };
  }

  /** A cell may reuse its own text and that of blocks that moved into it. */
  #cell(node: Node): Target {
    const target = this.#target(node);
    const donors = new Set(target.donors);
    node.descendants((inner) => {
      const found = this.#blocks.get(`text ${String(inner.attrs.src)}`);
      if (found) donors.add(found);
      return !inner.isTextblock;
    });
    return { ...target, donors: [...donors] };
  }

  /** Whether any block of the document is a block of the source. */
  has(block: Block): boolean {
    return this.#taken.has(block);
  }
}

/** Adds the deleted blocks after each text block to its donors: their text may have been joined to it. */
export function joinDonors(
  targets: readonly Target[],
  texts: readonly Block[],
  has: (block: Block) => boolean,
): void {
  const index = new Map(texts.map((block, i) => [block, i]));
  const visit = (target: Target): void => {
    const at = target.source ? index.get(target.source) : undefined;
    for (let i = (at ?? texts.length) + 1; i < texts.length; i++) {
      const next = texts[i];
      if (!next || has(next)) break;
      target.donors.push(next);
    }
    target.children.forEach(visit);
  };
  targets.forEach(visit);
}
