import type { Node } from '@tiptap/pm/model';
import type { Command, Transaction } from '@tiptap/pm/state';
import type {
  Numbering,
  NumberingPlace,
  ParagraphFormat,
  ParagraphStyle,
  Sheet,
} from '../../src-main/contract/document-formats.ts';
import { changeFormat, type ParagraphChange } from './paragraph.ts';
import { type Block, formatOf, selectedBlocks } from './selected.ts';
import { styleOf, stylesBlocks } from './style.ts';

/** Commands for the numberings of a file. Pure: they return transactions. */

export type ListKind = 'bullets' | 'numbers';

export const placeOf = (node: Node): NumberingPlace | null =>
  (node.attrs.numbering as NumberingPlace | null | undefined) ?? null;

/** Whether a level is defined: a file may leave levels out. */
const isShown = (numbering: Numbering, level: number): boolean => {
  const { format, text } = numbering.levels[level] ?? { format: 'none', text: '' };
  return format !== 'none' || text !== '';
};

export const kindOf = (numbering: Numbering, level = 0): ListKind =>
  numbering.levels[level]?.format === 'bullet' ? 'bullets' : 'numbers';

/** Whether two places belong to one list, which counts through. */
export const inOneList = (a: NumberingPlace, b: NumberingPlace): boolean =>
  a.id === b.id && a.anew?.list === b.anew?.list;

const same = (a: NumberingPlace | null, b: NumberingPlace | null): boolean =>
  a === b || (a !== null && b !== null && a.level === b.level && inOneList(a, b));

/** The format that a level gives its paragraph: indents, and the look of the label. */
export function levelFormat({ levels }: Numbering, { level }: NumberingPlace): ParagraphChange {
  const { left = null, first = null, run = {} } = levels[level] ?? {};
  return { left, first, label: Object.keys(run).length > 0 ? run : null };
}

/** The indents of a paragraph without its numbering: those of its style. */
function indentsWithout(sheet: Sheet, node: Node): ParagraphChange {
  const style = styleOf(sheet, node.attrs.style);
  const format: ParagraphFormat = style && style.numbering === null ? style.format : {};
  return { left: format.left ?? null, first: format.first ?? null, label: null };
}

export function place(
  tr: Transaction,
  { node, pos }: Block,
  next: NumberingPlace | null,
  change: ParagraphChange,
) {
  if (same(placeOf(node), next)) return;
  tr.setNodeAttribute(pos, 'numbering', next);
  const format = changeFormat(formatOf(node), change);
  if (JSON.stringify(format) !== JSON.stringify(node.attrs.format ?? null))
    tr.setNodeAttribute(pos, 'format', format);
}

/** Adds the selected paragraphs to a numbering of the file, each at its own level. */
export const applyNumbering =
  (sheet: Sheet, { id, anew }: Pick<NumberingPlace, 'id' | 'anew'>): Command =>
  (state, dispatch) => {
    const blocks = selectedBlocks(state.doc, state.selection);
    const numbering = sheet.numberings[id];
    if (!numbering || blocks.length === 0) return false;
    if (!dispatch) return true;
    const { tr } = state;
    for (const block of blocks) {
      const level = Math.min(placeOf(block.node)?.level ?? 0, numbering.levels.length - 1);
      const next = { id, level, ...(anew && { anew }) };
      place(tr, block, next, levelFormat(numbering, next));
    }
    dispatch(tr.scrollIntoView());
    return true;
  };

/** Removes the selected paragraphs from their numbering. */
export const leaveNumbering =
  (sheet: Sheet): Command =>
  (state, dispatch) => {
    const blocks = selectedBlocks(state.doc, state.selection).filter(({ node }) => placeOf(node) !== null);
    if (blocks.length === 0) return false;
    if (!dispatch) return true;
    const { tr } = state;
    for (const block of blocks) place(tr, block, null, indentsWithout(sheet, block.node));
    dispatch(tr.scrollIntoView());
    return true;
  };

/** The numbering that a list button applies: the last one above the caret, else the file's first of the kind. */
function usual(
  sheet: Sheet,
  doc: Node,
  before: number,
  kind: ListKind,
): Pick<NumberingPlace, 'id' | 'anew'> | null {
  let found: NumberingPlace | null = null;
  doc.nodesBetween(0, Math.min(before, doc.content.size), (node) => {
    const at = node.isTextblock ? placeOf(node) : null;
    const numbering = at && sheet.numberings[at.id];
    // The numbering of headings belongs to their style and is no list.
    if (at && numbering && node.type.name === 'paragraph' && kindOf(numbering, at.level) === kind) found = at;
    return !node.isTextblock;
  });
  if (found !== null) return found;
  const ofHeadings = new Set(sheet.styles.map(({ numbering }) => numbering?.id));
  const [first] = Object.entries(sheet.numberings).find(
    ([id, numbering]) => isShown(numbering, 0) && kindOf(numbering) === kind && !ofHeadings.has(id),
  ) ?? [null];
  return first === null ? null : { id: first };
}

/** Whether all paragraphs are in a list of this kind. */
export const areIn = (sheet: Sheet, blocks: readonly Block[], kind: ListKind): boolean =>
  blocks.length > 0 &&
  blocks.every(({ node }) => {
    const at = placeOf(node);
    const numbering = at && sheet.numberings[at.id];
    return at && numbering ? kindOf(numbering, at.level) === kind : false;
  });

/** Makes the selected paragraphs a list with a numbering of the file, or removes them from it. */
export const toggleNumbering =
  (sheet: Sheet, kind: ListKind): Command =>
  (state, dispatch) => {
    const blocks = selectedBlocks(state.doc, state.selection);
    if (areIn(sheet, blocks, kind)) return leaveNumbering(sheet)(state, dispatch);
    const list = usual(sheet, state.doc, state.selection.from, kind);
    return list === null ? false : applyNumbering(sheet, list)(state, dispatch);
  };

/** The style of a heading at another level, as in Word, where levels have styles: 标题 2 below 标题 1. */
function styleOfLevel(sheet: Sheet, node: Node, next: NumberingPlace): ParagraphStyle | undefined {
  const at = placeOf(node);
  if (!same(at, styleOf(sheet, node.attrs.style)?.numbering ?? null)) return undefined;
  return sheet.styles.find(({ numbering }) => same(numbering, next));
}

/** Moves the selected numbered paragraphs to a deeper or a higher level. */
export const changeLevel =
  (sheet: Sheet, by: 1 | -1): Command =>
  (state, dispatch) => {
    const moves = selectedBlocks(state.doc, state.selection).flatMap((block) => {
      const at = placeOf(block.node);
      const numbering = at && sheet.numberings[at.id];
      const level = (at?.level ?? 0) + by;
      if (!at || !numbering || !isShown(numbering, level)) return [];
      return [{ block, next: { ...at, level }, numbering }];
    });
    if (moves.length === 0) return false;
    if (!dispatch) return true;
    const { tr } = state;
    for (const { block, next, numbering } of moves) {
      const style = styleOfLevel(sheet, block.node, next);
      if (style) stylesBlocks(tr, [block], style);
      else place(tr, block, next, levelFormat(numbering, next));
    }
    dispatch(tr.scrollIntoView());
    return true;
  };

/**
 * Tab and Shift+Tab at the start of a numbered paragraph change its level. False elsewhere, so that the keys keep
 * their other meanings.
 */
export const tabAtStart =
  (sheet: Sheet | null, by: 1 | -1): Command =>
  (state, dispatch) => {
    const { $from, empty } = state.selection;
    const numbered = $from.parent.isTextblock && placeOf($from.parent) !== null;
    if (!sheet || !empty || $from.parentOffset > 0 || !numbered) return false;
    // At the last level nothing changes, but the focus stays in the text.
    changeLevel(sheet, by)(state, dispatch);
    return true;
  };
