import { mergeAttributes, Node } from '@tiptap/core';
import { gapName, maskText } from './gap-context.ts';
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

/** `[MASK]` as one unbreakable inline chip. */
export const GapNode = Node.create<GapOptions>({
  name: gapName,
  group: 'inline',
  inline: true,
  atom: true,
  selectable: true,
  draggable: false,

  addOptions: () => ({ label: () => maskText }),

  parseHTML: () => [{ tag: 'span[data-gap]' }],

  renderHTML({ HTMLAttributes }) {
    return ['span', mergeAttributes(HTMLAttributes, { 'data-gap': '', class: 'gap' }), maskText];
  },

  renderText: () => maskText,

  addNodeView() {
    return () => {
      const dom = document.createElement('span');
      dom.className = 'gap';
      dom.dataset.gap = '';
      dom.setAttribute('role', 'img');
      dom.setAttribute('aria-label', this.options.label());
      return { dom, ignoreMutation: () => true };
    };
  },

  addCommands() {
    return {
      insertGap:
        () =>
        ({ commands }) =>
          commands.insertContent({ type: this.name }),
    };
  },

  addKeyboardShortcuts() {
    return { 'Mod-m': () => this.editor.commands.insertGap() };
  },

  addProseMirrorPlugins() {
    return [maskConversion(this.type)];
  },
});

/** Chips that are on the page already take the new language. */
export function relabelGaps(root: ParentNode, label: string): void {
  for (const chip of root.querySelectorAll('.gap')) chip.setAttribute('aria-label', label);
}
