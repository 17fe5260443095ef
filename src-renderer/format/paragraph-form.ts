import type {
  Alignment,
  Indent,
  LineSpacing,
  ParagraphFormat,
} from '../../src-main/contract/document-formats.ts';
import type { ParagraphChange } from './paragraph.ts';
import { mixed, type Shown } from './shown.ts';

/** The values of the paragraph dialog: read from a selection and applied to it. An empty field changes nothing. */
export interface ParagraphValues {
  align: Alignment | '';
  left: number | null;
  leftUnit: Indent['unit'];
  right: number | null;
  rightUnit: Indent['unit'];
  first: 'none' | 'indent' | 'hang' | '';
  firstBy: number | null;
  firstUnit: Indent['unit'];
  before: number | null;
  beforeUnit: Indent['unit'];
  after: number | null;
  afterUnit: Indent['unit'];
  line: LineSpacing['rule'] | '';
  lineValue: number | null;
}

type Field = 'left' | 'right' | 'before' | 'after';

function indentIn(paragraph: Shown['paragraph'], field: Field): [number | null, Indent['unit']] {
  const value = paragraph[field];
  if (value === mixed) return [null, 'char'];
  return value === undefined ? [0, 'char'] : [value.value, value.unit];
}

function firstIn({ first }: Shown['paragraph']): Pick<ParagraphValues, 'first' | 'firstBy' | 'firstUnit'> {
  if (first === mixed) return { first: '', firstBy: null, firstUnit: 'char' };
  if (first === undefined || first.value === 0) return { first: 'none', firstBy: 2, firstUnit: 'char' };
  return {
    first: first.value > 0 ? 'indent' : 'hang',
    firstBy: Math.abs(first.value),
    firstUnit: first.unit,
  };
}

function lineIn({ line }: Shown['paragraph']): Pick<ParagraphValues, 'line' | 'lineValue'> {
  if (line === mixed) return { line: '', lineValue: null };
  return line === undefined ? { line: 'multiple', lineValue: 1 } : { line: line.rule, lineValue: line.value };
}

export function valuesOf({ paragraph }: Shown): ParagraphValues {
  const [left, leftUnit] = indentIn(paragraph, 'left');
  const [right, rightUnit] = indentIn(paragraph, 'right');
  const [before, beforeUnit] = indentIn(paragraph, 'before');
  const [after, afterUnit] = indentIn(paragraph, 'after');
  const align = paragraph.align === mixed ? '' : (paragraph.align ?? 'left');
  return {
    align,
    ...{ left, leftUnit, right, rightUnit, before, beforeUnit, after, afterUnit },
    ...firstIn(paragraph),
    ...lineIn(paragraph),
  };
}

const isNumber = (value: number | null): value is number => value !== null && Number.isFinite(value);

/** An indent of 0 is no indent. */
const indentOf = (value: number, unit: Indent['unit']): Indent | null =>
  value === 0 ? null : { value, unit };

function firstOf({ first, firstBy, firstUnit }: ParagraphValues): Indent | null | undefined {
  if (first === 'none') return null;
  if (first === '' || !isNumber(firstBy)) return undefined;
  return indentOf(first === 'hang' ? -Math.abs(firstBy) : Math.abs(firstBy), firstUnit);
}

function lineOf({ line, lineValue }: ParagraphValues): LineSpacing | undefined {
  if (line === '' || !isNumber(lineValue) || lineValue <= 0) return undefined;
  return { rule: line, value: lineValue };
}

const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** The fields that the writer changed in the dialog. */
export function changeOf(before: Shown, values: ParagraphValues): ParagraphChange {
  const shown = valuesOf(before);
  const wanted: Record<string, unknown> = {};
  const note = (field: keyof ParagraphFormat, old: unknown, now: unknown) => {
    if (now !== undefined && !same(old, now)) wanted[field] = now;
  };
  if (values.align !== '') note('align', shown.align, values.align);
  for (const field of ['left', 'right', 'before', 'after'] as const) {
    const unit = `${field}Unit` as const;
    const value = values[field];
    if (!isNumber(value)) continue;
    note(
      field,
      isNumber(shown[field]) ? indentOf(shown[field], shown[unit]) : 'mixed',
      indentOf(value, values[unit]),
    );
  }
  note('first', shown.first === '' ? 'mixed' : firstOf(shown), firstOf(values));
  note('line', lineOf(shown) ?? 'mixed', lineOf(values));
  return wanted as ParagraphChange;
}
