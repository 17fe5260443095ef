import type { Mark, Schema } from '@tiptap/pm/model';
import type { RunFormat } from '../../src-main/contract/document-formats.ts';
import {
  type FontAttributes,
  fontDifference,
  type fontFields,
  withFont,
} from '../../src-main/documents/schema/font.ts';

/**
 * The look of a text run as marks. A `font` mark holds the differences from the paragraph's `format.base`; bold,
 * italic, underline and strike have marks of their own, which are independent of the base. Pure.
 */

type FontField = (typeof fontFields)[number];

/**
 * New values of font fields. `none`: removes the value even if the paragraph has it; null: takes the paragraph's
 * value.
 */
export type FontChange = { readonly [Field in FontField]?: RunFormat[Field] | 'none' | null };

const fontOf = (marks: readonly Mark[]): FontAttributes =>
  marks.find((mark) => mark.type.name === 'font')?.attrs ?? {};

/** The marks of a run after a change of its font; an empty `font` mark is left out. */
export function changeFont(
  schema: Schema,
  marks: readonly Mark[],
  base: RunFormat,
  change: FontChange,
): readonly Mark[] {
  const type = schema.marks.font;
  if (!type) return marks;
  const told = Object.entries(change).map(([field, value]) => [
    field,
    value ?? base[field as FontField] ?? 'none',
  ]);
  const look = withFont(withFont(base, fontOf(marks)), Object.fromEntries(told));
  const difference = fontDifference(look, base);
  const rest = marks.filter((mark) => mark.type !== type);
  return Object.keys(difference).length === 0 ? rest : type.create(difference).addToSet(rest);
}

/** Adds the marks that are separate, with their kind where there are several. */
const toggles = ['bold', 'italic', 'underline', 'strike'] as const;

function toggleMark(schema: Schema, name: (typeof toggles)[number], base: RunFormat): Mark | null {
  const value = base[name];
  const type = schema.marks[name];
  if (!value || !type) return null;
  return type.create(typeof value === 'string' ? { kind: value } : null);
}

/** Marks of text that follows its paragraph. */
export const marksOfBase = (schema: Schema, base: RunFormat): readonly Mark[] =>
  toggles.reduce<readonly Mark[]>((set, name) => toggleMark(schema, name, base)?.addToSet(set) ?? set, []);

/**
 * The marks of a run whose paragraph changes its look: own formatting stays, inherited formatting follows the
 * paragraph.
 */
export function rebase(
  schema: Schema,
  marks: readonly Mark[],
  before: RunFormat,
  after: RunFormat,
): readonly Mark[] {
  let set = changeFont(schema, marks, after, {});
  for (const name of toggles) {
    const had = marks.find((mark) => mark.type.name === name) ?? null;
    const followed = had === null ? !before[name] : toggleMark(schema, name, before)?.eq(had) === true;
    if (!followed) continue;
    set = set.filter((mark) => mark.type.name !== name);
    set = toggleMark(schema, name, after)?.addToSet(set) ?? set;
  }
  return set;
}

/** The marks of a run without its own formatting; links and references to the source stay. */
export function cleared(schema: Schema, marks: readonly Mark[], base: RunFormat): readonly Mark[] {
  const looks: ReadonlySet<string> = new Set(['font', 'code', ...toggles]);
  return marksOfBase(schema, base).reduce<readonly Mark[]>(
    (set, mark) => mark.addToSet(set),
    marks.filter((mark) => !looks.has(mark.type.name)),
  );
}

/** The run format that marks give. */
export function lookOf(marks: readonly Mark[], base: RunFormat): RunFormat {
  const look: Record<string, unknown> = { ...withFont(base, fontOf(marks)) };
  for (const name of toggles) delete look[name];
  for (const mark of marks) {
    if (mark.type.name === 'bold' || mark.type.name === 'italic') look[mark.type.name] = true;
    if (mark.type.name === 'underline' || mark.type.name === 'strike') look[mark.type.name] = mark.attrs.kind;
  }
  return look;
}
