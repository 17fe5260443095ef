import { type Editor, Extension } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { Plugin, PluginKey, TextSelection } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import { readableText } from '../../src-main/documents/schema/gap-nodes.ts';
import { schedule } from '../ui/schedule.ts';
import { findSentence, type Sentence } from './find-sentence.ts';
import type { GapRun } from './gap-context.ts';

/** Goes to a sentence of the document and marks it for a moment. */

/** Milliseconds that a sentence stays marked. */
const marksMs = 4000;

const key = new PluginKey<DecorationSet>('markedPlace');

export interface FoundPlace {
  /** The stretch in place of the gap. */
  readonly word: GapRun;
  readonly whole: GapRun;
}

/** The place of a sentence, or of its edited form, in a document. */
export function placeOf(doc: Node, sentence: Sentence): FoundPlace | null {
  const starts: number[] = [];
  const texts: string[] = [];
  doc.descendants((node, pos) => {
    if (!node.isTextblock) return true;
    starts.push(pos + 1);
    texts.push(readableText(node));
    return false;
  });
  const found = findSentence(texts, sentence);
  if (!found) return null;
  const start = starts[found.paragraph] ?? 0;
  const run = ({ from, to }: GapRun): GapRun => ({ from: start + from, to: start + to });
  return { word: run(found.word), whole: run(found.whole) };
}

/** Goes to a sentence and marks it. @returns false where the document does not have it */
export function goToSentence(editor: Editor, sentence: Sentence): boolean {
  const { state, view } = editor;
  const place = placeOf(state.doc, sentence);
  if (!place) return false;
  const selection = TextSelection.create(state.doc, place.word.to);
  view.dispatch(state.tr.setSelection(selection).setMeta(key, place.whole).scrollIntoView());
  view.focus();
  schedule(marksMs, () => {
    if (!view.isDestroyed) view.dispatch(view.state.tr.setMeta(key, 'none'));
  });
  return true;
}

export const markedPlaceExtension = (): Extension =>
  Extension.create({
    name: 'markedPlace',
    addProseMirrorPlugins: () => [
      new Plugin<DecorationSet>({
        key,
        state: {
          init: () => DecorationSet.empty,
          apply(transaction, set) {
            const marked = transaction.getMeta(key) as GapRun | 'none' | undefined;
            if (marked === 'none') return DecorationSet.empty;
            if (!marked) return set.map(transaction.mapping, transaction.doc);
            const { from, to } = marked;
            return DecorationSet.create(transaction.doc, [
              Decoration.inline(from, to, { class: 'marked-place' }),
            ]);
          },
        },
        props: { decorations: (state) => key.getState(state) },
      }),
    ],
  });
