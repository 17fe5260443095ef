import type { Node } from '@tiptap/pm/model';
import type { EditorState } from '@tiptap/pm/state';
import type { NumberingPlace, ParagraphFormat, RunFormat } from '../../src-main/contract/document-formats.ts';
import { marksAtCaret } from './font.ts';
import { lookOf } from './font-marks.ts';
import { placeOf } from './numbering.ts';
import { baseOf, formatOf, selectedBlocks, selectedInlines } from './selected.ts';

/** The values that the toolbar shows for a selection. Pure. */

/** `undefined`: not set; `mixed`: several values. */
export type Shared<T> = T | undefined | typeof mixed;
export const mixed = 'mixed';

type SharedFields<T> = { readonly [Field in keyof T]?: Shared<T[Field]> };

export interface Shown {
  /** Whether there is text to format at all. */
  readonly any: boolean;
  readonly style: Shared<string | null>;
  /** Level of a heading, 0 for any other paragraph. */
  readonly level: Shared<number>;
  readonly numbering: Shared<NumberingPlace | null>;
  readonly paragraph: SharedFields<Omit<ParagraphFormat, 'base'>>;
  readonly run: SharedFields<RunFormat>;
}

/** Most runs that are read: a button's state is not worth reading a whole book. */
const most = 2000;

const equal = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

/** The common fields of records; fields with several values are `mixed`. */
function shared<T extends object>(records: readonly T[]): SharedFields<T> {
  const [first, ...rest] = records;
  const all: Record<string, unknown> = { ...first };
  for (const record of rest)
    for (const field of new Set([...Object.keys(all), ...Object.keys(record)]))
      if (all[field] !== mixed && !equal(all[field], (record as Record<string, unknown>)[field]))
        all[field] = mixed;
  return all as SharedFields<T>;
}

const levelOf = (node: Node): number => (node.type.name === 'heading' ? Number(node.attrs.level) : 0);

const blockOf = (node: Node) => ({
  style: (node.attrs.style as string | null | undefined) ?? null,
  level: levelOf(node),
  numbering: placeOf(node),
});

export function shownOf(state: EditorState): Shown {
  const { doc, selection } = state;
  const blocks = selectedBlocks(doc, selection).slice(0, most);
  const inlines = selection.empty ? [] : selectedInlines(doc, selection).slice(0, most);
  const looks = inlines.map(({ node, base }) => lookOf(node.marks, base));
  const [first] = blocks;
  if (looks.length === 0 && first) looks.push(lookOf(marksAtCaret(state), baseOf(first.node)));
  const { style, level, numbering } = shared(blocks.map(({ node }) => blockOf(node)));
  return {
    any: blocks.length > 0,
    style,
    level,
    numbering,
    paragraph: shared(blocks.map(({ node }) => formatOf(node))),
    run: shared(looks),
  };
}
