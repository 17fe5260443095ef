import type {
  Alignment,
  Border,
  Borders,
  Indent,
  LineSpacing,
  ParagraphFormat,
} from '../../src-main/contract/document-formats.ts';
import type { Declarations } from './css-rules.ts';
import { borderOf, fillOf, lengthOf, pointsOf } from './values.ts';

/** The look of a pasted paragraph, from its elements. */

/** The origin of HTML: Word's paragraphs give all values, others only differences from the browser's defaults. */
export type Origin = 'word' | 'other';

type Change = { -readonly [Field in keyof ParagraphFormat]: ParagraphFormat[Field] };

const alignments: Readonly<Record<string, Alignment>> = {
  left: 'left',
  start: 'left',
  center: 'center',
  '-webkit-center': 'center',
  right: 'right',
  end: 'right',
  justify: 'justify',
};

export function alignmentOf(said: Declarations, attribute: string | null): Alignment | null {
  const value = (said.get('text-align') ?? attribute ?? '').toLowerCase();
  const align = Object.hasOwn(alignments, value) ? alignments[value] : undefined;
  const wide = /distribute/i.test(`${value} ${said.get('text-justify') ?? ''}`);
  if (wide || (align === 'justify' && said.get('text-align-last') === 'justify')) return 'distribute';
  return align ?? null;
}

/** Other programs count lines in text sizes, Word in font heights. */
const heightOfLine = 1.2;

function lineOf(said: Declarations, origin: Origin): LineSpacing | null {
  const value = said.get('line-height')?.toLowerCase();
  if (value === undefined || value === 'normal') return null;
  const times = /^([\d.]+)(%|em)?$/.exec(value);
  if (times) {
    const count = Number(times[1]) / (times[2] === '%' ? 100 : 1);
    const lines = origin === 'word' ? count : Math.max(1, count / heightOfLine);
    return count > 0 && count < 20 ? { rule: 'multiple', value: Math.round(lines * 100) / 100 } : null;
  }
  const points = pointsOf(value);
  if (points === null || points <= 0) return null;
  return {
    rule: /exactly/i.test(said.get('mso-line-height-rule') ?? '') ? 'exact' : 'atLeast',
    value: points,
  };
}

/** Word's value in characters overrides its length. */
function indentOf(said: Declarations): Indent | null {
  const length = lengthOf(said.get('text-indent'));
  const count = Number(said.get('mso-char-indent-count') ?? Number.NaN);
  if (length && Number.isFinite(count) && count !== 0 && Math.sign(count) === Math.sign(length.value))
    return { value: Math.round(count * 100) / 100, unit: 'char' };
  return length;
}

function bordersOf(said: Declarations): Borders | null {
  const found: Partial<Record<'top' | 'right' | 'bottom' | 'left', Border>> = {};
  for (const side of ['top', 'right', 'bottom', 'left'] as const) {
    const border = borderOf(said.get(`border-${side}`));
    if (border) found[side] = { ...border, space: 1 };
  }
  return Object.keys(found).length === 0 ? null : found;
}

/** The values that a paragraph inherits from surrounding blocks. */
export type Inherited = Pick<ParagraphFormat, 'align' | 'first' | 'line'>;

export function inheritedBy(
  outer: Inherited,
  said: Declarations,
  align: string | null,
  origin: Origin,
): Inherited {
  const own = alignmentOf(said, align);
  const first = indentOf(said);
  const line = lineOf(said, origin);
  if (own === null && first === null && line === null) return outer;
  return { ...outer, ...(own && { align: own }), ...(first && { first }), ...(line && { line }) };
}

/** Default lengths of a paragraph. */
const none: Indent = { value: 0, unit: 'pt' };

const lengths = ['left', 'right', 'before', 'after', 'first'] as const;

/** @param complete whether defaults must be written, too: in documents with paragraph styles */
export function paragraphFormat(
  inherited: Inherited,
  said: Declarations,
  { origin, complete }: { readonly origin: Origin; readonly complete: boolean },
  inList: boolean,
): ParagraphFormat | null {
  const format: Change = { ...inherited };
  setLengths(format, said);
  const shading = fillOf(said.get('background-color'));
  if (shading !== null) format.shading = shading;
  const borders = bordersOf(said);
  if (borders) format.borders = borders;
  if (said.get('page-break-before')?.toLowerCase() === 'always') format.pageBreakBefore = true;
  if (complete) completed(format, origin);
  else for (const field of lengths) if (format[field]?.value === 0) delete format[field];
  // The indents of an item come from its list.
  if (inList) {
    delete format.left;
    delete format.first;
  }
  return Object.keys(format).length === 0 ? null : format;
}

function setLengths(format: Change, said: Declarations): void {
  const set = (field: 'left' | 'right' | 'before' | 'after', property: string, least: number) => {
    const length = lengthOf(said.get(property));
    if (length && length.value >= least) format[field] = length;
  };
  set('left', 'margin-left', -1000);
  set('right', 'margin-right', -1000);
  set('before', 'margin-top', 0);
  set('after', 'margin-bottom', 0);
}

/** Word's paragraphs give all values. An indent of another program would move centred text. */
function completed(format: Change, origin: Origin): void {
  if (origin === 'word') {
    format.align ??= 'left';
    format.left ??= none;
    format.right ??= none;
    format.first ??= none;
  }
  if (format.align === 'center' || format.align === 'right') format.first ??= none;
}
