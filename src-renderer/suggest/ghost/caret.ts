import type { Node } from '@tiptap/pm/model';
import { type EditorState, TextSelection, type Transaction } from '@tiptap/pm/state';
import { ReplaceStep } from '@tiptap/pm/transform';
import { nextReach } from '../../../src-main/contract/index.ts';
import { contextOf, maskText, runAt } from '../../text/gap-context.ts';
import type { Caret, Typed } from './ghost-state.ts';

/** Where something may be offered, read off the document, and the text around it. */

/** Characters on each side that say whether anything may be offered. */
const reach = 400;

/** What may stand before what is offered: Chinese, or punctuation; a paragraph may begin with it, too. */
const before = /(?:^|[\p{Script=Han}，、。：；！？“”‘’（）《》〈〉【】〔〕—…])\s*$/u;
/** The end of a street address: numbers and names are the writer's to know. */
const inAddress = /(?:[省市区县镇乡].{1,12}[路街道巷弄村号栋幢楼室]|地址[:：].{0,20})$/u;
/** A row of numbers, of which the first may be a label. */
const inNumbers = /\d[\d.%％]*\s*[，、,；;\s]\s*[\d.%％]+\s*[，、,；;]\s*$/u;
const inWord = /^[A-Za-z0-9_.@/+-]/;

/** Whether the text around a caret leaves room for more. Pure. */
export function mayOffer(left: string, right: string): boolean {
  if (left.trim() === '') return false;
  const line = left.slice(left.lastIndexOf('\n') + 1);
  return before.test(line) && !inAddress.test(line) && !inNumbers.test(line) && !inWord.test(right);
}

/** The text before and after a position: paragraphs joined by line feeds, without gaps. */
function around(doc: Node, at: number, length: number): readonly [before: string, after: string] {
  const { text, start } = contextOf(doc, { from: at, to: at }, length);
  // Chips elsewhere are not asked about here.
  return [text.slice(0, start).replaceAll(maskText, ''), text.slice(start).replaceAll(maskText, '')];
}

/** The caret where something may be offered; null in code, in a selection, at a gap, in numbers, addresses, Latin words. */
export function caretOf({ doc, selection }: EditorState): Caret | null {
  if (!(selection instanceof TextSelection) || !selection.empty) return null;
  const { $head, head } = selection;
  if ($head.parent.type.spec.code || $head.marks().some(({ type }) => type.spec.code)) return null;
  if (runAt(doc, head)) return null;
  const [left, right] = around(doc, head, reach);
  return mayOffer(left, right) ? { pos: head } : null;
}

/** All that counts on both sides of a caret. */
export function surroundings(doc: Node, { pos }: Caret): { before: string; after: string } {
  const [before] = around(doc, pos, nextReach.before);
  const [, after] = around(doc, pos, nextReach.after);
  return { before, after };
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

/** The one insertion of plain text before the caret that makes a document of an earlier one; null for anything else. */
export function typedBetween(earlier: Node, { doc, selection }: EditorState): Typed | null {
  const length = doc.content.size - earlier.content.size;
  const at = selection.head - length;
  if (length <= 0 || !selection.empty || at < 1) return null;
  const text = doc.textBetween(at, selection.head, '\n', '\ufffc');
  const start = earlier.content.findDiffStart(doc.content);
  const end = earlier.content.findDiffEnd(doc.content);
  const alone = start !== null && end !== null && start >= at && end.b <= selection.head;
  return alone && text.length === length ? { at, text } : null;
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
