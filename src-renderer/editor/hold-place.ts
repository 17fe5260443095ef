import type { EditorView } from '@tiptap/pm/view';

/** CSS pixels below the upper edge at which a line counts as the first that is read. */
const inset = 12;

/** The position that must not move: the caret where it shows, else the beginning of the first line. */
function placeIn(view: EditorView, area: DOMRect): number | null {
  const { head } = view.state.selection;
  const { top, bottom } = view.coordsAtPos(head);
  if (top >= area.top && bottom <= area.bottom) return head;
  const text = view.dom.getBoundingClientRect();
  const at = { left: Math.max(area.left, text.left) + inset, top: area.top + inset };
  return view.posAtCoords(at)?.pos ?? null;
}

/**
 * Keeps the line that is written or read where it is while lines break anew.
 * @param area what scrolls
 * @param changed settles once the page is drawn anew; a page that fits the window is drawn in the two frames after it
 */
export function holdPlace(view: EditorView, area: HTMLElement, changed: Promise<unknown>): void {
  const place = placeIn(view, area.getBoundingClientRect());
  if (place === null) return;
  const distance = () => view.coordsAtPos(place).top - area.getBoundingClientRect().top;
  const before = distance();
  const { doc } = view.state;
  const back = () => {
    // What was written since has moved it.
    if (!view.isDestroyed && view.state.doc === doc) area.scrollTop += distance() - before;
  };
  void changed.then(() => {
    back();
    requestAnimationFrame(() => {
      back();
      requestAnimationFrame(back);
    });
  });
}
