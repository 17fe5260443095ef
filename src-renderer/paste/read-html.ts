import { cleanedHtml, originOf } from './clean.ts';
import { StyleRules } from './css-rules.ts';
import { inertHtml } from './inert-html.ts';
import { type PictureSource, picturesInRtf } from './pictures.ts';

/** Pasted HTML in a document of its own, which loads and runs nothing. */

/** Marks what Bumo itself copied; its value is the SHA-256 of the file that the document came from. */
export const ownMark = 'data-bumo';
/** Marks what was cleaned: its spaces are as they shall be. */
export const cleanMark = 'data-pasted';

/** What lies on the clipboard beside the HTML. */
export interface Beside {
  readonly rtf: () => string;
  /** Pictures as addresses that hold them, in their order. */
  readonly pictures: readonly string[];
}

interface Parsed {
  readonly document: Document;
  readonly sheets: readonly string[];
}

export function parsePasted(html: string): Parsed {
  // Windows puts offsets before the HTML; some programs leave them there.
  const inert = inertHtml(html.replace(/^\s*Version:[\s\S]{0,400}?(?=<)/, ''));
  return { document: new DOMParser().parseFromString(inert.html, 'text/html'), sheets: inert.sheets };
}

/** The file that Bumo's own HTML comes from: empty for a document without one, null for HTML of another program. */
export const ownSource = (parsed: Document): string | null =>
  parsed.querySelector(`[${ownMark}]`)?.getAttribute(ownMark) ?? null;

/** Addresses of the pictures that HTML names and does not hold. */
const absent = (parsed: Document): string[] =>
  [...parsed.querySelectorAll('img[src]')]
    .map((image) => image.getAttribute('src') ?? '')
    .filter((src) => !/^data:/i.test(src));

/** How many pictures HTML names and does not hold. */
export const absentPictures = (html: string): number =>
  /<img\b/i.test(html) ? absent(parsePasted(html).document).length : 0;

/** Pictures of the clipboard by the address that the HTML has for them: only where there is one for each. */
function matched(parsed: Document, { rtf, pictures }: Beside): ReadonlyMap<string, string> {
  const wanted = absent(parsed);
  if (wanted.length === 0) return new Map();
  const given = pictures.length === wanted.length ? pictures : picturesInRtf(rtf());
  const found = new Map<string, string>();
  if (given.length !== wanted.length) return found;
  for (const [i, src] of wanted.entries()) {
    const picture = given[i];
    if (picture) found.set(src, picture);
  }
  return found;
}

/**
 * @param complete whether the document has paragraph styles
 * @param lose called for each picture that cannot be had
 * @returns HTML as the schema reads it
 */
export function readPasted(html: string, beside: Beside, complete: boolean, lose: () => void): string {
  const { document, sheets } = parsePasted(html);
  // The looks of Bumo's own HTML are data, the styles beside them are for other programs.
  if (ownSource(document) !== null) return document.body.innerHTML;
  const found = matched(document, beside);
  const pictures: PictureSource = { take: (src) => found.get(src) ?? null, lose };
  const clean = cleanedHtml(document.body, {
    origin: originOf(html),
    rules: new StyleRules(sheets),
    pictures,
    complete,
  });
  return clean.replace(/^<[a-z0-9]+/, `$& ${cleanMark}=""`);
}
