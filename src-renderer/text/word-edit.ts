import { closeHistory } from '@tiptap/pm/history';
import type { Node } from '@tiptap/pm/model';
import type { EditorState, Transaction } from '@tiptap/pm/state';
import type { Mapping } from '@tiptap/pm/transform';
import { firstCharacters } from '../ui/first-characters.ts';
import type { GapRun } from './gap-context.ts';

/** Inserts words so that one undo removes exactly one word. */

/** A filled-in word and its present position. */
export interface PlacedWord extends GapRun {
  readonly word: string;
}

/** A word on one line, trimmed. */
export const cleanWord = (typed: string): string => firstCharacters(typed.replace(/\s+/g, ' ').trim(), 50);

/** Replaces a range by a word with the range's marks, as an undo step of its own. */
export function replaceByWord(state: EditorState, range: GapRun, word: string): Transaction {
  const marks = state.doc.nodeAt(range.from)?.marks ?? [];
  return closeHistory(state.tr).replaceWith(range.from, range.to, state.schema.text(word, marks));
}

/** Inserts text with the marks of the text before it, as an undo step of its own. */
export function insertWord(state: EditorState, at: number, text: string): Transaction {
  const marks = state.doc.resolve(at).marks();
  return closeHistory(state.tr).insert(at, state.schema.text(text, marks));
}

/** Ends the undo step, so that the next typing is not undone with the word. */
export const endStep = (state: EditorState): Transaction => closeHistory(state.tr);

/** Text typed at the word's edges is not part of it. */
export function followWord(placed: PlacedWord, mapping: Mapping): PlacedWord {
  return { ...placed, from: mapping.map(placed.from, 1), to: mapping.map(placed.to, -1) };
}

/** Whether the word is still there, unchanged. */
export function stillThere(placed: PlacedWord, doc: Node): boolean {
  const { from, to, word } = placed;
  return from < to && to <= doc.content.size && doc.textBetween(from, to, '\n', '\ufffc') === word;
}
