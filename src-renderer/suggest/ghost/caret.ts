import { type EditorState, TextSelection, type Transaction } from '@tiptap/pm/state';
import { ReplaceStep } from '@tiptap/pm/transform';
import { contextOf, maskText, runAt } from '../../text/gap-context.ts';
import type { Caret, Typed } from './ghost-state.ts';

/** Where a word may be offered, read off the document. */

/** Characters on each side that are looked at. */
const reach = 400;

/** What may stand before a word that is offered: Chinese, or punctuation inside a sentence. */
const before = /[\p{Script=Han}，、：；“（《—]$/u;
/** The end of a street address: numbers and names are the writer's to know. */
const inAddress = /(?:[省市区县镇乡].{1,12}[路街道巷弄村号栋幢楼室]|地址[:：].{0,20})$/u;
const inWord = /^[A-Za-z0-9_.@/+-]/;
const leastBefore = 2;

/** Whether the text around a caret leaves room for a word. Pure. */
export function mayOffer(left: string, right: string): boolean {
  const line = left.slice(left.lastIndexOf('\n') + 1);
  if ([...line.trim()].length < leastBefore || !before.test(line)) return false;
  return !inAddress.test(line) && !inWord.test(right);
}

/** The caret where a word may be offered; null in code, in a selection, at a gap, in numbers, addresses, Latin words. */
export function caretOf({ doc, selection }: EditorState): Caret | null {
  if (!(selection instanceof TextSelection) || !selection.empty) return null;
  const { $head, head } = selection;
  if ($head.parent.type.spec.code || $head.marks().some(({ type }) => type.spec.code)) return null;
  if (runAt(doc, head)) return null;
  const { text, start } = contextOf(doc, { from: head, to: head }, reach);
  // Chips elsewhere are not asked about here.
  const left = text.slice(0, start).replaceAll(maskText, '');
  const right = text.slice(start).replaceAll(maskText, '');
  return mayOffer(left, right) ? { pos: head, text: left + maskText + right, start: left.length } : null;
}

/** The one insertion of plain text that transactions made; null for anything else. */
export function typedBy(transactions: readonly Transaction[]): Typed | null {
  const steps = transactions.flatMap(({ steps }) => steps);
  const [step] = steps;
  if (steps.length !== 1 || !(step instanceof ReplaceStep) || step.from !== step.to) return null;
  const { slice } = step;
  if (slice.openStart > 0 || slice.openEnd > 0 || slice.content.childCount !== 1) return null;
  const text = slice.content.firstChild?.text;
  return text === undefined ? null : { at: step.from, text };
}

/** Where a position is after transactions; null where what stood before it was deleted. */
export const mapThrough =
  (transactions: readonly Transaction[]) =>
  (pos: number): number | null => {
    let at = pos;
    for (const { mapping } of transactions) {
      const { pos: next, deleted } = mapping.mapResult(at, -1);
      if (deleted) return null;
      at = next;
    }
    return at;
  };
