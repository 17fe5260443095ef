import type { Node } from '@tiptap/pm/model';
import type { Command, EditorState } from '@tiptap/pm/state';
import type { NumberingLevel, NumberingPlace, Sheet } from '../../src-main/contract/document-formats.ts';
import { inOneList, kindOf, levelFormat, place, placeOf } from './numbering.ts';
import { type Block, selectedBlocks } from './selected.ts';

/** 重新编号 and 继续上一列表. Pure: they return transactions. */

interface Numbered extends Block {
  readonly at: NumberingPlace;
}

function numberedIn(doc: Node): Numbered[] {
  const found: Numbered[] = [];
  doc.descendants((node, pos) => {
    const at = node.isTextblock ? placeOf(node) : null;
    if (at) found.push({ node, pos, at });
    return !node.isTextblock;
  });
  return found;
}

/** The first selected numbered paragraph with the rest of its list, and everything numbered above. */
function listFrom({ doc, selection }: EditorState, { numberings }: Sheet) {
  const selected = new Set(selectedBlocks(doc, selection).map(({ pos }) => pos));
  const all = numberedIn(doc);
  const first = all.find(({ pos, at }) => selected.has(pos) && numberings[at.id] !== undefined);
  if (!first) return null;
  return {
    first,
    all,
    above: all.filter(({ pos }) => pos < first.pos),
    rest: all.filter(({ pos, at }) => pos >= first.pos && inOneList(at, first.at)),
  };
}

/** Restarts the list at the selected paragraph with this number, as a list of its own. */
export const restartNumbering =
  (sheet: Sheet, start: number): Command =>
  (state, dispatch) => {
    const list = listFrom(state, sheet);
    if (!list || !Number.isSafeInteger(start) || start < 0) return false;
    const { first, all, rest } = list;
    const numbering = sheet.numberings[first.at.id];
    if (!numbering || kindOf(numbering, first.at.level) === 'bullets') return false;
    const used = all.map(({ at }) => at.anew?.list ?? 0);
    const anew = { list: Math.max(0, ...used) + 1, level: first.at.level, start };
    const { tr } = state;
    for (const { pos, at } of rest) tr.setNodeAttribute(pos, 'numbering', { ...at, anew });
    dispatch?.(tr.scrollIntoView());
    return true;
  };

const looksLike = (a: NumberingLevel | undefined, b: NumberingLevel | undefined): boolean =>
  a !== undefined && a.format === b?.format && a.text === b.text;

/** The list above that a paragraph's list can continue: the last one with the same numbering. */
function listAbove(sheet: Sheet, { first, above }: NonNullable<ReturnType<typeof listFrom>>) {
  const levelOf = ({ id }: NumberingPlace) => sheet.numberings[id]?.levels[first.at.level];
  // A list that restarts here has no earlier part.
  if (above.some(({ at }) => inOneList(at, first.at))) return undefined;
  return above.findLast(({ at }) => looksLike(levelOf(at), levelOf(first.at)));
}

/** Continues the list above with the selected paragraph's list. */
export const continueNumbering =
  (sheet: Sheet): Command =>
  (state, dispatch) => {
    const list = listFrom(state, sheet);
    const above = list && listAbove(sheet, list);
    const numbering = above && sheet.numberings[above.at.id];
    if (!list || !above || !numbering) return false;
    const { id, anew } = above.at;
    const { tr } = state;
    for (const block of list.rest) {
      const next = { id, level: block.at.level, ...(anew && { anew }) };
      // Lists of one definition have the same indents.
      if (id === block.at.id) tr.setNodeAttribute(block.pos, 'numbering', next);
      else place(tr, block, next, levelFormat(numbering, next));
    }
    dispatch?.(tr.scrollIntoView());
    return true;
  };
