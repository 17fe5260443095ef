import { parseInert } from './parse-inert.ts';
import { imageHtml, isHeld } from './pictures.ts';
import { ownSource, parsePasted } from './read-html.ts';

/** Pictures in content that Bumo copied from another document: they are in that document's file. */

/** @returns the picture as a data address; null where the file is not available */
export type PictureOfFile = (source: string, part: string) => Promise<string | null>;

const ofPackage = '[data-atom][data-kind="picture"][data-part]';

/** @param source of the target document @returns the hash of the file whose pictures the HTML needs; null for none */
export function sourceOfPictures(html: string, source: string | null): string | null {
  if (!html.includes('data-part')) return null;
  const { document } = parsePasted(html);
  const from = ownSource(document);
  return from === null || from === '' || from === source || !document.querySelector(ofPackage) ? null : from;
}

/** @param lose called for each missing picture @returns HTML with pictures as data addresses */
export async function holdPictures(
  html: string,
  source: string,
  take: PictureOfFile,
  lose: () => void,
): Promise<string> {
  const { document } = parsePasted(html);
  for (const atom of document.querySelectorAll(ofPackage)) {
    const address = await take(source, atom.getAttribute('data-part') ?? '');
    const [width, height] = ['data-width', 'data-height'].map((name) => atom.getAttribute(name));
    if (address === null || !isHeld(address)) {
      lose();
      atom.replaceWith(atom.textContent);
      continue;
    }
    const picture = { src: '', alt: '', width: width ?? null, height: height ?? null };
    atom.replaceWith(...parseInert(imageHtml(picture, address)).body.childNodes);
  }
  return document.body.innerHTML;
}
