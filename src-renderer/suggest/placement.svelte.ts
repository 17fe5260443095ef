import type { Editor } from '@tiptap/core';
import type { GapRun } from '../text/gap-context.ts';
import {
  type BarPlacement,
  type Box,
  type Placement,
  placeBar,
  placePopover,
  type Size,
} from './place-popover.ts';
import { boxesNear } from './text-boxes.ts';

/** The rectangle of a range; that of its first line where it wraps. */
function boxOf(editor: Editor, run: GapRun): Box {
  const start = editor.view.coordsAtPos(run.from, 1);
  const end = editor.view.coordsAtPos(run.to, -1);
  const wrapped = end.top > start.top + 4;
  return { left: start.left, top: start.top, right: wrapped ? start.right : end.right, bottom: start.bottom };
}

const isIn = (box: Box, area: Box) => box.bottom >= area.top && box.top <= area.bottom;

/** Follows a range of the text through edits, scrolling and zoom. */
export class Anchor {
  placement = $state.raw<Placement | null>(null);
  readonly #area: () => HTMLElement | undefined;

  constructor(area: () => HTMLElement | undefined) {
    this.#area = area;
  }

  /** @param size of what is placed, at its largest, so that it need not move when it grows */
  update(editor: Editor, run: GapRun, size: Size): void {
    const area = this.#area()?.getBoundingClientRect();
    if (!area || run.to > editor.state.doc.content.size) return;
    const box = boxOf(editor, run);
    if (!isIn(box, area)) {
      // Scrolled out of sight.
      this.placement = null;
      return;
    }
    const { head } = editor.state.selection;
    const near = head >= run.from && head <= run.to;
    const caret = near ? null : editor.view.coordsAtPos(head);
    this.placement = placePopover(box, caret, size, area, window.innerHeight);
  }
}

/** Follows a word of the text and stays clear of the lines around it. */
export class BarAnchor {
  placement = $state.raw<BarPlacement | null>(null);
  readonly #area: () => HTMLElement | undefined;
  #side: BarPlacement['side'] | null = null;

  constructor(area: () => HTMLElement | undefined) {
    this.#area = area;
  }

  update(editor: Editor, run: GapRun, size: Size): void {
    const area = this.#area()?.getBoundingClientRect();
    if (!area || size.width === 0 || run.to > editor.state.doc.content.size) return;
    const box = boxOf(editor, run);
    if (!isIn(box, area) && this.#side !== 'docked') {
      this.placement = null;
      return;
    }
    const lines = boxesNear(editor.view.dom, box, size.height * 2);
    const place = placeBar(box, size, lines, area, this.#side);
    this.#side = place.side;
    // An effect that reads what it sets would run for ever.
    this.placement = place;
  }
}
