/**
 * An image without size, for the inside of an inline atom that has no text and no picture. Chromium takes the caret
 * behind an atom without content for the caret in front of it, where the atom comes first in an inline element or last
 * in its paragraph. It then loses the range of a composition after the first letter, and that letter stays in the text.
 *
 * Chromium ignores an image that is positioned or drawn as a block.
 */
export function caretStop(): HTMLImageElement {
  const image = document.createElement('img');
  // The class and the style of the images that ProseMirror puts next to atoms.
  image.className = 'ProseMirror-separator';
  image.alt = '';
  return image;
}
