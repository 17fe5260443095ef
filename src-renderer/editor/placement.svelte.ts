import type { Editor } from '@tiptap/core';
import type { Run } from './gap-context.ts';
import { type Box, type Placement, placePopover } from './place-popover.ts';

/** The rectangle of a range; that of its first line where it wraps. */
function boxOf(editor: Editor, run: Run): Box {
  const start = editor.view.coordsAtPos(run.from, 1);
  const end = editor.view.coordsAtPos(run.to, -1);
  const wrapped = end.top > start.top + 4;
  return { left: start.left, top: start.top, right: wrapped ? start.right : end.right, bottom: start.bottom };
}

/** Follows a range of the text through edits, scrolling and zoom. */
export class Anchor {
  placement = $state.raw<Placement | null>(null);
  readonly #area: () => HTMLElement | undefined;

  constructor(area: () => HTMLElement | undefined) {
    this.#area = area;
  }

  /** @param size of what is placed, at its largest, so that it need not move when it grows */
  update(editor: Editor, run: Run, size: { readonly width: number; readonly height: number }): void {
    const area = this.#area()?.getBoundingClientRect();
    if (!area || run.to > editor.state.doc.content.size) return;
    const box = boxOf(editor, run);
    if (box.bottom < area.top || box.top > area.bottom) {
      // Scrolled out of sight.
      this.placement = null;
      return;
    }
    const { head } = editor.state.selection;
    const near = head >= run.from && head <= run.to;
    const caret = near ? null : editor.view.coordsAtPos(head);
    // The status bar may be covered: better than the gap itself.
    const { left, top, right } = area;
    const open = { left, top, right, bottom: window.innerHeight };
    this.placement = placePopover(box, caret, size, open, window.innerHeight);
  }
}
