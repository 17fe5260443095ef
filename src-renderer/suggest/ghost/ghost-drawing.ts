import { type Ghost, restOf } from './ghost-state.ts';

/**
 * How a ghost is drawn: over the text and never in it, so that nothing moves. Its words are content of a style: they
 * cannot be selected, copied, saved or read as text.
 */

/** @param atEnd whether no text follows in the paragraph: where some does, the ghost stands above the caret */
export function drawGhost(ghost: Ghost, atEnd: boolean): HTMLElement {
  const anchor = element('ghost');
  if (!atEnd) anchor.classList.add('above');
  const line = anchor.appendChild(element('ghost-line'));
  line.append(element('ghost-mark'), element('ghost-text'));
  for (const one of [anchor, line.lastElementChild as HTMLElement]) one.dataset.text = restOf(ghost);
  anchor.dataset.testid = 'ghost';
  anchor.setAttribute('aria-hidden', 'true');
  return anchor;
}

function element(className: string): HTMLElement {
  const made = document.createElement('span');
  made.className = className;
  return made;
}

/** The text node that an element or a text ends with. */
function lastTextIn(node: Node | null): Text | null {
  let at = node;
  while (at && !(at instanceof Text)) at = at.lastChild;
  return at;
}

/** The box of the last character before the anchor, and the element whose font it has. */
function textBefore(anchor: HTMLElement): { box: DOMRect; styled: Element } {
  const text = lastTextIn(anchor.previousSibling);
  const styled = text?.parentElement;
  if (!text?.length || !styled) return { box: anchor.getBoundingClientRect(), styled: anchor };
  const range = document.createRange();
  range.setStart(text, text.length - 1);
  range.setEnd(text, text.length);
  const boxes = range.getClientRects();
  return { box: boxes[boxes.length - 1] ?? anchor.getBoundingClientRect(), styled };
}

const fontNames = ['fontFamily', 'fontSize', 'fontWeight', 'fontStyle', 'letterSpacing'] as const;

/** Lays a drawn ghost over the lines of its paragraph, where its text would come to stand. */
export function placeGhost(anchor: HTMLElement): void {
  const line = anchor.querySelector<HTMLElement>('.ghost-line');
  const mark = anchor.querySelector('.ghost-mark');
  const text = anchor.querySelector<HTMLElement>('.ghost-text');
  const block = anchor.parentElement;
  if (!line || !mark || !text || !block) return;
  const zoom = anchor.currentCSSZoom;
  const style = getComputedStyle(block);
  const outer = block.getBoundingClientRect();
  const pixels = (value: string) => Number.parseFloat(value) || 0;
  const start = outer.left / zoom + pixels(style.borderLeftWidth) + pixels(style.paddingLeft);
  const end = outer.right / zoom - pixels(style.borderRightWidth) - pixels(style.paddingRight);
  const caret = anchor.getBoundingClientRect().left / zoom - start;
  const { box, styled } = textBefore(anchor);
  const font = getComputedStyle(styled);
  for (const name of fontNames) line.style[name] = font[name];
  line.style.insetInlineStart = `${-caret}px`;
  line.style.inlineSize = `${end - start}px`;
  if (anchor.classList.contains('above')) {
    const width = text.getBoundingClientRect().width / zoom;
    text.style.marginInlineStart = `${Math.max(0, Math.min(caret, end - start - width))}px`;
    return;
  }
  line.style.textIndent = `${caret}px`;
  line.style.insetBlockStart = '0';
  const top = mark.getBoundingClientRect();
  line.style.insetBlockStart = `${(box.top - top.top) / zoom}px`;
  // What lies under its further lines would be read together with it.
  line.classList.toggle('over', line.getBoundingClientRect().height > top.height * 2);
}
