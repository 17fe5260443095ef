import { type FieldGroup, groupOfLabel } from './field.ts';
import { isFieldName } from './field-name.ts';
import { formOf, phoneKind, values } from './field-values.ts';
import type { Detector, Hit } from './hit.ts';

/** Tables written as text: a line of labels, then lines with as many cells between the same separators. */

/** A single space separates cells only if most cells of the header are labels. */
const space = / /g;
const separators: readonly RegExp[] = [/\t/g, /\|/g, /,/g, / {2,}/g, space];
const mostColumns = 40;
const mostHeader = 400;
/** UTF-16 units of the longest first cell of a header. */
const mostLabel = 12;

interface Cell {
  readonly start: number;
  readonly text: string;
}

function cellsOf(line: string, at: number, separator: RegExp): Cell[] {
  const cells: Cell[] = [];
  const add = (from: number, to: number) => {
    const part = line.slice(from, to);
    cells.push({ start: at + from + part.length - part.trimStart().length, text: part.trim() });
  };
  let from = 0;
  for (const { index, 0: found } of line.matchAll(separator)) {
    add(from, index);
    from = index + found.length;
  }
  add(from, line.length);
  return cells;
}

function* linesOf(text: string): Generator<{ at: number; line: string }> {
  let at = 0;
  for (;;) {
    const end = text.indexOf('\n', at);
    yield { at, line: text.slice(at, end < 0 ? text.length : end) };
    if (end < 0) return;
    at = end + 1;
  }
}

interface Header {
  readonly separator: RegExp;
  readonly groups: readonly (FieldGroup | null)[];
  /** Whether every cell with a text is a label. */
  readonly full: boolean;
}

function headerOf(line: string): Header | null {
  if (line.length > mostHeader) return null;
  for (const separator of separators) {
    const first = line.search(separator);
    if (first < 0 || first > mostLabel) continue;
    const cells = cellsOf(line, 0, separator);
    if (cells.length > mostColumns) return null;
    const groups = cells.map(({ text }) => (text === '' ? null : groupOfLabel(text)));
    const known = groups.filter((group) => group !== null).length;
    const written = cells.filter(({ text }) => text !== '').length;
    if (known === 0 || written < 2 || (separator === space && known * 2 < written)) continue;
    return { separator, groups, full: known === written };
  }
  return null;
}

const latinName = /^[A-Z][A-Za-z .'-]{2,40}$/;
const hanName = /^[\u3400-\u9fff·•・]{2,16}$/;

function hitOf(text: string, { start, text: written }: Cell, group: FieldGroup): Hit | null {
  if (written === '' || group === 'none') return null;
  if (group === 'name' || group === 'names' || group === 'latinName') {
    const named = latinName.test(written) || (hanName.test(written) && isFieldName(written));
    return named ? { kind: 'name', start, end: start + written.length } : null;
  }
  const end = formOf(values[group], 'colon')?.(text, start) ?? null;
  if (end === null || end > start + written.length) return null;
  return { kind: group === 'phone' ? phoneKind(written) : values[group].kind, start, end };
}

function* hitsOf(text: string, cells: readonly Cell[], { groups }: Header): Generator<Hit> {
  for (const [i, cell] of cells.entries()) {
    const group = groups[i];
    const hit = group ? hitOf(text, cell, group) : null;
    if (hit) yield hit;
  }
}

export const findTableCells: Detector = function* ({ folded }) {
  let header: Header | null = null;
  for (const { at, line } of linesOf(folded)) {
    const cells: Cell[] = header ? cellsOf(line, at, header.separator) : [];
    const next = headerOf(line);
    // A value may be a label elsewhere, as 经理 below 职务.
    if (header && cells.length === header.groups.length && !next?.full) yield* hitsOf(folded, cells, header);
    else header = next;
  }
};
