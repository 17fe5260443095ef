import {
  deleteSelection,
  joinBackward,
  lift,
  setBlockType,
  splitBlock,
  toggleMark,
  wrapIn,
} from '@tiptap/pm/commands';
import type { Node } from '@tiptap/pm/model';
import { liftListItem, sinkListItem, splitListItem, wrapInList } from '@tiptap/pm/schema-list';
import { type Command, EditorState, TextSelection } from '@tiptap/pm/state';
import { addColumnAfter, addRowAfter, deleteColumn, deleteRow } from '@tiptap/pm/tables';
import fc from 'fast-check';
import { documentSchema } from '../../../src-main/documents/schema/extensions.ts';
import { isFront } from './editing.ts';

/** Random edits of a document. */

const schema = documentSchema();
const { nodes, marks } = schema;

/** Whether front matter is inside of another block, where Markdown has none. */
const holdsFront = (doc: Node): boolean =>
  doc.content.content.some((block) => block.content.content.some(isFront));

const image = () => nodes.image!.create({ src: 'a b.png', alt: 'x[1]' });
const link = () => schema.text('链接', [marks.link!.create({ href: 'http://x.example/a(b' })]);
const at = (part: number, size: number): number =>
  Math.min(size - 1, 1 + Math.floor(part * Math.max(1, size - 1)));

/** Moves or removes a whole block. */
const moved =
  (from: number, to: number | null): Command =>
  (state, dispatch) => {
    const { doc, tr } = state;
    if (doc.childCount < 2) return false;
    const starts = (node: Node) =>
      node.content.content.map((_, i) =>
        node.content.content.slice(0, i).reduce((sum, child) => sum + child.nodeSize, 0),
      );
    const i = Math.floor(from * doc.childCount);
    const start = starts(doc)[i] ?? 0;
    const node = doc.child(i);
    tr.delete(start, start + node.nodeSize);
    if (to !== null) tr.insert(starts(tr.doc)[Math.floor(to * tr.doc.childCount)] ?? 0, node);
    dispatch?.(tr);
    return true;
  };

const typed =
  (text: string): Command =>
  (state, dispatch) => {
    dispatch?.(state.tr.insertText(text));
    return true;
  };

const placed =
  (make: () => Node): Command =>
  (state, dispatch) => {
    dispatch?.(state.tr.replaceSelectionWith(make(), false));
    return true;
  };

/** Text that means something in Markdown. */
export const signs = [
  '*',
  '**',
  '_',
  '`',
  '```',
  '~',
  '~~',
  '$',
  '|',
  '\\',
  '[x]',
  '[x]: y',
  '![',
  '<b>',
  '<!--',
  '&amp;',
  '# ',
  '- ',
  '+ ',
  '1. ',
  '2) ',
  '> ',
  '---',
  '===',
  ':::',
  '\t',
  '  ',
  '[MASK]',
  '<mask>',
  'a_b',
  'http://a.example/c_d',
  '“引”',
  '！',
  '词',
  'word',
] as const;

/** A command that a failing test can name. */
interface Named {
  readonly name: string;
  readonly run: Command;
}

const named = (all: Readonly<Record<string, Command>>): fc.Arbitrary<Named> =>
  fc.constantFrom(...Object.entries(all).map(([name, run]) => ({ name, run })));

const part = fc.double({ min: 0, max: 0.999, noNaN: true });
const byName = <T extends string>(names: readonly T[], make: (name: T) => Command) =>
  named(Object.fromEntries(names.map((name) => [name, make(name)])));

const command: fc.Arbitrary<Named> = fc.oneof(
  { weight: 4, arbitrary: byName(signs, typed) },
  {
    weight: 2,
    arbitrary: named({
      deleteSelection,
      splitBlock,
      joinBackward,
      splitItem: splitListItem(nodes.listItem!),
    }),
  },
  byName(['bold', 'italic', 'strike', 'code', 'underline'], (name) => toggleMark(marks[name]!)),
  byName(['bulletList', 'orderedList'], (name) => wrapInList(nodes[name]!)),
  named({ liftItem: liftListItem(nodes.listItem!), sinkItem: sinkListItem(nodes.listItem!), lift }),
  named({ quote: wrapIn(nodes.blockquote!) }),
  byName(['1', '2', '6'], (level) => setBlockType(nodes.heading!, { level: Number(level) })),
  byName(['paragraph', 'codeBlock'], (name) => setBlockType(nodes[name]!)),
  named({ addRowAfter, addColumnAfter, deleteRow, deleteColumn }),
  named({ image: placed(image), link: placed(link) }),
  byName(['hardBreak', 'horizontalRule'], (name) => placed(() => nodes[name]!.create())),
  fc
    .tuple(part, fc.option(part))
    .map(([from, to]) => ({ name: `move ${from} to ${to}`, run: moved(from, to) })),
);

/** A selection, by a part of the document's size and a length, and what is done with it. */
export interface Step {
  readonly from: number;
  readonly length: number;
  readonly command: Named;
}

export const step: fc.Arbitrary<Step> = fc.record({
  from: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.oneof({ weight: 3, arbitrary: fc.nat(8) }, fc.nat(60)),
  command,
});

/** A document after steps; one that does not apply changes nothing. */
export function edited(doc: Node, steps: readonly Step[]): Node {
  let state = EditorState.create({ doc });
  for (const { from, length, command } of steps) {
    const size = state.doc.content.size;
    const [a, b] = [at(from, size), Math.min(size - 1, at(from, size) + length)];
    const selection = TextSelection.between(state.doc.resolve(a), state.doc.resolve(Math.max(a, b)));
    const before = state;
    try {
      state = state.apply(state.tr.setSelection(selection));
      command.run(state, (tr) => {
        state = state.apply(tr);
      });
      state.doc.check();
      if (holdsFront(state.doc)) state = before;
    } catch (error) {
      // Prosemirror refuses some steps by throwing.
      if (!(error instanceof RangeError || error instanceof TypeError)) throw error;
      state = before;
    }
  }
  return state.doc;
}
