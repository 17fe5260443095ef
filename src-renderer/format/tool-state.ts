import type { Editor } from '@tiptap/core';
import type { LineSpacing, Sheet } from '../../src-main/contract/document-formats.ts';
import { labelsOf } from '../../src-main/documents/schema/labels.ts';
import { kindOf, type ListKind } from './numbering.ts';
import type { Shown } from './shown.ts';

/** The states of tools for the present selection. Pure. */

const pressedBy: Readonly<Record<string, (shown: Shown) => boolean>> = {
  bold: ({ run }) => run.bold === true,
  italic: ({ run }) => run.italic === true,
  underline: ({ run }) => run.underline !== undefined && run.underline !== 'mixed',
  strike: ({ run }) => run.strike !== undefined && run.strike !== 'mixed',
  super: ({ run }) => run.vertical === 'super',
  sub: ({ run }) => run.vertical === 'sub',
  left: ({ paragraph }) => paragraph.align === 'left',
  center: ({ paragraph }) => paragraph.align === 'center',
  right: ({ paragraph }) => paragraph.align === 'right',
  justify: ({ paragraph }) => paragraph.align === 'justify',
  distribute: ({ paragraph }) => paragraph.align === 'distribute',
  firstLine: ({ paragraph: { first } }) => typeof first === 'object' && first.value > 0,
};

const lists: Readonly<Record<ListKind, string>> = { numbers: 'orderedList', bullets: 'bulletList' };

function inList(editor: Editor, sheet: Sheet | null, { numbering }: Shown, kind: ListKind): boolean {
  if (editor.isActive(lists[kind])) return true;
  if (!sheet || !numbering || numbering === 'mixed') return false;
  const used = sheet.numberings[numbering.id];
  return used !== undefined && kindOf(used, numbering.level) === kind;
}

/** Whether a tool is on; undefined for a tool without a state. */
export function isPressed(
  editor: Editor,
  sheet: Sheet | null,
  shown: Shown,
  id: string,
): boolean | undefined {
  if (id === 'numbers' || id === 'bullets') return inList(editor, sheet, shown, id);
  if (id === 'quote') return editor.isActive('blockquote');
  return pressedBy[id]?.(shown);
}

/** A numbering of the file, shown by its first labels. */
export interface Sample {
  readonly id: string;
  readonly text: string;
}

const shownLevels = 3;

/** One sample for each look of a numbering. */
export function samplesOf({ numberings }: Sheet): Sample[] {
  const seen = new Set<string>();
  const samples: Sample[] = [];
  for (const [id, { levels }] of Object.entries(numberings)) {
    const places = levels.slice(0, shownLevels).map((_level, level) => ({ id, level }));
    const text = labelsOf(places, numberings)
      .filter((label) => label)
      .join('  ');
    const key = `${numberings[id]?.abstract} ${text}`;
    if (text === '' || seen.has(key)) continue;
    seen.add(key);
    samples.push({ id, text });
  }
  return samples;
}

/** Whether a field of the selection is this value. */
export const isSame = (shown: unknown, value: object): boolean =>
  typeof shown === 'object' && shown !== null && JSON.stringify(shown) === JSON.stringify(value);

/** Spacings that a menu offers. */
export const spacings: readonly LineSpacing[] = [
  { rule: 'multiple', value: 1 },
  { rule: 'multiple', value: 1.15 },
  { rule: 'multiple', value: 1.5 },
  { rule: 'multiple', value: 2 },
  { rule: 'exact', value: 20 },
  { rule: 'exact', value: 28 },
  { rule: 'exact', value: 30 },
];

/** The groups of the toolbar, in their order. */
export const groups = [
  'history',
  'style',
  'font',
  'marks',
  'color',
  'align',
  'paragraph',
  'list',
  'vertical',
  'insert',
  'page',
] as const;
export type Group = (typeof groups)[number];

/**
 * The groups that have room: the first ones.
 * @param widths in pixels, 0 for a group that is not drawn yet
 */
const kept: readonly Group[] = [
  'style',
  'font',
  'marks',
  'align',
  'paragraph',
  'color',
  'list',
  'history',
  'vertical',
  'insert',
  'page',
];

/** @param widths in pixels, 0 for a group that is not drawn yet. @returns those that find room */
export function fitting(widths: Readonly<Record<string, number>>, room: number): ReadonlySet<Group> {
  const shown = new Set<Group>();
  let used = 0;
  for (const group of kept) {
    used += widths[group] ?? 0;
    if (used > room) break;
    shown.add(group);
  }
  return shown;
}
