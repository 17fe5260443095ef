/** Calls back when the text may have moved on the screen: scrolled, or resized. @returns a function that ends it */
export function followMoves(area: HTMLElement | undefined, text: Element, moved: () => void): () => void {
  area?.addEventListener('scroll', moved, { passive: true });
  window.addEventListener('resize', moved);
  // The document's part of the window, and its zoom.
  const sizes = new ResizeObserver(moved);
  if (area) sizes.observe(area);
  sizes.observe(text);
  return () => {
    sizes.disconnect();
    area?.removeEventListener('scroll', moved);
    window.removeEventListener('resize', moved);
  };
}
