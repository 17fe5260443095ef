import type { Indent, ParagraphFormat } from '../../contract/document-formats.ts';
import { lineHeight, officialLooks } from './official-formats.ts';
import { type FoundKind, type FoundPart, isPart } from './official-parts.ts';

/** The paragraph formats of an official document, which depend on neighbouring paragraphs. Pure. */

/** Fields that are set; others stay as they are. */
const laidOut = [
  'align',
  'left',
  'right',
  'first',
  'line',
  'before',
  'after',
  'contextual',
  'offGrid',
  'charSize',
];

/** Fields that are set for text in lists and numberings, which keeps its own indents. */
const spaced = ['line', 'before', 'after', 'contextual', 'offGrid', 'charSize'];

const without = (format: ParagraphFormat, fields: readonly string[]): ParagraphFormat =>
  Object.fromEntries(Object.entries(format).filter(([field]) => !fields.includes(field)));

const isTitle = (part: FoundKind | undefined): boolean => part === 'title' || part === 'subtitle';

/** Space in whole lines, less the empty paragraphs that are there. */
function linesApart(space: Indent | undefined, parts: readonly FoundPart[], at: number, step: 1 | -1) {
  let empty = 0;
  while (parts[at + step * (empty + 1)]?.part === 'empty') empty++;
  const value = (space?.value ?? 0) - empty * lineHeight;
  return value > 0 ? ({ value, unit: 'pt' } as const) : undefined;
}

/** Space above and below a part. Lines of one title, or of one signature, are not separated. */
function spaceOf(
  parts: readonly FoundPart[],
  at: number,
  { before, after }: ParagraphFormat,
): ParagraphFormat {
  const part = parts[at]?.part;
  const [above, below] = [parts[at - 1]?.part, parts[at + 1]?.part];
  // A title without a letterhead is at the top of the page.
  const begins = isTitle(part) && !parts.slice(0, at).some((one) => one.part === 'letterhead');
  const first = begins || above === part || isTitle(above) ? undefined : linesApart(before, parts, at, -1);
  const last = isTitle(part) && isTitle(below) ? undefined : linesApart(after, parts, at, 1);
  return { ...(first && { before: first }), ...(last && { after: last }) };
}

/** Width in characters of 三号. */
const widthOf = (text: string): number =>
  [...text.trim()].reduce((sum, sign) => sum + (sign < '\u0100' ? 0.5 : 1), 0);

/** Characters of a line. */
const lineWidth = 28;

function placeOf(parts: readonly FoundPart[], at: number): ParagraphFormat {
  const found = parts[at];
  if (!found || !isPart(found.part)) return {};
  const { before: _before, after: _after, ...place } = officialLooks[found.part].paragraph;
  const spaces = spaceOf(parts, at, officialLooks[found.part].paragraph);
  const room = lineWidth - (place.left?.value ?? 0);
  // A name that is too long to be centred above the date is right-aligned.
  if (found.part === 'signature' && widthOf(found.node.textContent) > room)
    return { ...without(place, ['left']), align: 'right', ...spaces };
  return { ...(found.broken ? without(place, ['pageBreakBefore']) : place), ...spaces };
}

/**
 * The wanted format of a paragraph.
 * @param size of its first character, in points; undefined for a paragraph without text
 */
export function wantedFormat(
  parts: readonly FoundPart[],
  at: number,
  size: number | undefined,
): ParagraphFormat {
  const found = parts[at];
  const format = (found?.node.attrs.format as ParagraphFormat | null | undefined) ?? {};
  if (!found || found.part === 'letterhead' || found.part === 'ornament') return format;
  const { line } = officialLooks.body.paragraph;
  const next: ParagraphFormat = isPart(found.part)
    ? { ...without(format, laidOut), ...placeOf(parts, at) }
    : { ...without(format, spaced), ...(line && { line }) };
  const counts = [next.left, next.right, next.first].some((indent) => indent?.unit === 'char');
  return counts && size !== undefined && size !== format.base?.size ? { ...next, charSize: size } : next;
}
