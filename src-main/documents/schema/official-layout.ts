import type { Mark, Node } from '@tiptap/pm/model';
import type { Transform } from '@tiptap/pm/transform';
import type { PageFormat, ParagraphFormat, RunFormat } from '../../contract/document-formats.ts';
import { channels } from './css-values.ts';
import { type FontAttributes, fontDifference, withFont } from './font.ts';
import { numberFoot, officialFonts, officialLooks, officialPage } from './official-formats.ts';
import { type FoundKind, type FoundPart, officialParts } from './official-parts.ts';
import { wantedFormat } from './official-place.ts';

/** 按公文格式排版: lays out existing text after GB/T 9704—2012. Only formats change, never the text. */

/** Kinds of paragraphs that the summary counts. */
export const officialKinds = [
  'title',
  'addressee',
  'heading1',
  'heading2',
  'heading3',
  'heading4',
  'body',
  'attachment',
  'signature',
  'date',
  'other',
] as const;
export type OfficialKind = (typeof officialKinds)[number];

export interface OfficialSummary {
  /** Paragraphs that changed, by kind. */
  readonly counts: Readonly<Record<OfficialKind, number>>;
  /** Whether the page changed. */
  readonly page: boolean;
  /** Whether page numbers were added; `text` where the footers have other content. */
  readonly numbers: boolean | 'text';
}

function kindOf(part: FoundKind): OfficialKind {
  if (part.startsWith('attachment')) return 'attachment';
  if (part === 'subtitle') return 'title';
  return officialKinds.find((kind) => kind === part) ?? 'other';
}

/** JSON of a value with sorted fields: equal for equal values. */
const told = (value: unknown): string =>
  JSON.stringify(value, (_key, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );

/** The wanted look of a stretch of a paragraph. */
interface Stretch {
  /** Inline positions from the paragraph's beginning. */
  readonly from: number;
  readonly to: number;
  readonly look: RunFormat;
  /** Whether the look also sets colour and emphasis, which in body text are the writer's. */
  readonly whole: boolean;
}

/** Parts whose look is fixed, emphasis included. */
const wholes: ReadonlySet<FoundKind> = new Set<FoundKind>([
  'title',
  'subtitle',
  'chapter',
  'heading1',
  'heading2',
  'heading3',
  'heading4',
  'attachmentMark',
]);

function stretchesOf({ node, part, lead }: FoundPart): Stretch[] {
  if (part === 'letterhead' || part === 'empty' || part === 'ornament') return [];
  const text = officialLooks.body.run;
  const look = officialLooks[part === 'item' ? 'body' : part].run;
  const end = node.content.size;
  if (lead === 0) return [{ from: 0, to: end, look, whole: wholes.has(part) }];
  const headed = part === 'attendance' ? { ...look, eastAsia: officialFonts.hei } : look;
  return [
    { from: 0, to: lead, look: headed, whole: true },
    { from: lead, to: end, look: text, whole: false },
  ];
}

const isGrey = (color: string): boolean => {
  const parts = channels(color);
  return Math.max(...parts) - Math.min(...parts) < 0x20;
};

/** Marks that are removed from headings. */
const emphasis: ReadonlySet<string> = new Set(['bold', 'italic', 'underline', 'strike']);

const fontOf = (marks: readonly Mark[]) => marks.find(({ type }) => type.name === 'font');

function wantedFont(marks: readonly Mark[], base: RunFormat, { look, whole }: Stretch): FontAttributes {
  const { spacing: _spacing, scale: _scale, color, ...now } = withFont(base, fontOf(marks)?.attrs ?? {});
  const kept = color !== undefined && !whole && !isGrey(color);
  return fontDifference({ ...now, ...(kept && { color }), ...look }, base);
}

/** @returns whether anything changed */
function setLook(tr: Transform, node: Node, pos: number, stretch: Stretch): boolean {
  const { font } = node.type.schema.marks;
  const base = (node.attrs.format as ParagraphFormat | null)?.base ?? {};
  const before = tr.steps.length;
  node.forEach((child, offset) => {
    const [from, to] = [Math.max(offset, stretch.from), Math.min(offset + child.nodeSize, stretch.to)];
    if (from >= to || child.type.name === 'image' || child.marks.some(({ type }) => type.spec.code)) return;
    const [start, end] = [pos + 1 + from, pos + 1 + to];
    const wanted = wantedFont(child.marks, base, stretch);
    const now = fontOf(child.marks);
    const next = Object.keys(wanted).length > 0 ? font?.create(wanted) : undefined;
    if (now && !next) tr.removeMark(start, end, now);
    else if (next && !(now && next.eq(now))) tr.addMark(start, end, next);
    if (!stretch.whole) return;
    for (const mark of child.marks) if (emphasis.has(mark.type.name)) tr.removeMark(start, end, mark);
  });
  return tr.steps.length > before;
}

/** Sets the page; pages without a footer get page numbers. */
function setPage(tr: Transform): Pick<OfficialSummary, 'page' | 'numbers'> {
  const page = tr.doc.attrs.page as PageFormat | null;
  // A landscape page is left as it is: it holds a wide table.
  if (page && page.width > page.height) return { page: false, numbers: false };
  const { charSpace: _charSpace, ...rest } = page ?? { header: 42.5, footer: numberFoot, columns: 1 };
  const laid: PageFormat = { ...rest, ...officialPage };
  const numbered = { ...laid, footer: numberFoot, foot: 'official' } as const;
  const next = laid.foot === undefined ? numbered : laid;
  if (told(next) !== told(page)) tr.setDocAttribute('page', next);
  const numbers = next.foot === 'text' ? next.foot : next === numbered;
  return { page: told(laid) !== told(page), numbers };
}

/** Size of a paragraph's first character after laying out; undefined for an empty paragraph. */
const sizeOf = ({ node }: FoundPart, [first]: readonly Stretch[]): number | undefined =>
  node.content.size > 0 ? first?.look.size : undefined;

/**
 * Adds the steps that lay out a document; none where it is laid out already.
 * @param tr of the present document
 */
export function layOutOfficially(tr: Transform): OfficialSummary {
  const counts = Object.fromEntries(officialKinds.map((kind) => [kind, 0])) as Record<OfficialKind, number>;
  const parts = officialParts(tr.doc);
  for (const [i, found] of parts.entries()) {
    const { node, pos, part } = found;
    // Marks and attributes move nothing, so positions stay.
    const stretches = stretchesOf(found);
    let changed = false;
    for (const stretch of stretches) changed = setLook(tr, node, pos, stretch) || changed;
    const wanted = wantedFormat(parts, i, sizeOf(found, stretches));
    const format = (node.attrs.format as ParagraphFormat | null) ?? {};
    if (told(wanted) !== told(format)) {
      tr.setNodeAttribute(pos, 'format', wanted);
      changed = true;
    }
    if (changed) counts[kindOf(part)]++;
  }
  return { counts, ...setPage(tr) };
}

/** Whether a summary has any change. */
export const hasChanges = ({ counts, page, numbers }: OfficialSummary): boolean =>
  page || numbers === true || Object.values(counts).some((count) => count > 0);
