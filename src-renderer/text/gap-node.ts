import { maskText } from '../../src-main/documents/schema/gaps.ts';
import { Gap } from '../../src-main/documents/schema/inlines.ts';
import { caretStop } from '../ui/caret-stop.ts';
import { maskConversion } from './mask-conversion.ts';

declare module '@tiptap/core' {
  interface Commands<ReturnType> {
    gap: {
      /** Replaces the selection by a gap. */
      insertGap: () => ReturnType;
    };
  }
}

export interface GapOptions {
  /** The accessible name of a gap. */
  readonly label: () => string;
}

/** The schema's gap with a view, a key and a command. */
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
          // A gap takes the marks of the text on its left, and so will its word.
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

/** Drawn gaps take the new language. */
export function relabelGaps(root: ParentNode, label: string): void {
  for (const chip of root.querySelectorAll('.gap')) chip.setAttribute('aria-label', label);
}
