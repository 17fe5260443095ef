import { cleanedHtml, originOf } from './clean.ts';
import { StyleRules } from './css-rules.ts';
import { inertHtml } from './inert-html.ts';
import { parseInert } from './parse-inert.ts';
import { type PictureSource, picturesInRtf } from './pictures.ts';

/** Parses pasted HTML in a separate document, which loads and runs nothing. */

/** Marks content that Bumo copied; the value is the SHA-256 of the document's source. */
export const ownMark = 'data-bumo';
/** Marks cleaned HTML, whose white space is final. */
export const cleanMark = 'data-pasted';

/** The clipboard's data besides the HTML. */
export interface Beside {
  readonly rtf: () => string;
  /** Pictures as data addresses, in order. */
  readonly pictures: readonly string[];
}

interface Parsed {
  readonly document: Document;
  readonly sheets: readonly string[];
}

export function parsePasted(html: string): Parsed {
  // Windows puts offsets before the HTML, which some programs do not remove.
  const inert = inertHtml(html.replace(/^\s*Version:[\s\S]{0,400}?(?=<)/, ''));
  return { document: parseInert(inert.html), sheets: inert.sheets };
}

/** The source of Bumo's own HTML: empty for a document without one, null for HTML of another program. */
export const ownSource = (parsed: Document): string | null =>
  parsed.querySelector(`[${ownMark}]`)?.getAttribute(ownMark) ?? null;

/** Addresses of pictures that are not in the HTML. */
const absent = (parsed: Document): string[] =>
  [...parsed.querySelectorAll('img[src]')]
    .map((image) => image.getAttribute('src') ?? '')
    .filter((src) => !/^data:/i.test(src));

/** Number of pictures that are not in the HTML. */
export const absentPictures = (html: string): number =>
  /<img\b/i.test(html) ? absent(parsePasted(html).document).length : 0;

/** The clipboard's pictures by their addresses in the HTML, if there is one for each. */
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
 * @param lose called for each missing picture
 * @returns HTML for the schema
 */
export function readPasted(html: string, beside: Beside, complete: boolean, lose: () => void): string {
  const { document, sheets } = parsePasted(html);
  // Bumo's own HTML has its looks as data; its styles are for other programs.
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
