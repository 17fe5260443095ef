import { maskText } from '../../src-main/documents/schema/gaps.ts';
import { Gap } from '../../src-main/documents/schema/inlines.ts';
import { caretStop } from '../ui/caret-stop.ts';
import { maskConversion } from './mask-conversion.ts';

declare module '@tiptap/core' {
  interface Commands<ReturnType> {
    gap: {
      /** Puts a gap chip in place of the selection. */
      insertGap: () => ReturnType;
    };
  }
}

export interface GapOptions {
  /** What assistive technology calls a chip. */
  readonly label: () => string;
}

/** The schema's gap as a chip, with its key and its command. */
export const GapNode = Gap.extend<GapOptions>({
  addOptions: () => ({ label: () => maskText }),

  addNodeView() {
    return () => {
      const dom = document.createElement('span');
      dom.className = 'gap';
      dom.dataset.gap = '';
      dom.setAttribute('role', 'img');
      dom.setAttribute('aria-label', this.options.label());
      dom.append(caretStop());
      return { dom, ignoreMutation: () => true };
    };
  },

  addCommands() {
    return {
      insertGap:
        () =>
        ({ tr, dispatch }) => {
          if (tr.selection.$from.parent.type.spec.code) return false;
          // It looks as the text on its left does, and so will the word that fills it.
          if (dispatch) tr.replaceSelectionWith(this.type.create()).scrollIntoView();
          return true;
        },
    };
  },

  addKeyboardShortcuts() {
    return { 'Mod-m': () => this.editor.commands.insertGap() };
  },

  addProseMirrorPlugins() {
    return [maskConversion()];
  },
});

/** Chips that are on the page already take the new language. */
export function relabelGaps(root: ParentNode, label: string): void {
  for (const chip of root.querySelectorAll('.gap')) chip.setAttribute('aria-label', label);
}
