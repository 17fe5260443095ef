import type { FieldGroup } from './field.ts';
import { groupOfLabel } from './field.ts';
import { isFieldName } from './field-name.ts';
import { formOf, phoneKind, values } from './field-values.ts';
import type { Detector, Hit } from './hit.ts';

/** Tables written as text: a line of labels, then lines with as many cells between the same separators. */

const separators = ['\t', '|', ','] as const;
const mostColumns = 40;
const mostHeader = 400;
const mostLabel = 12;

interface Cell {
  readonly start: number;
  readonly text: string;
}

function cellsOf(line: string, at: number, separator: string): Cell[] {
  const cells: Cell[] = [];
  let start = at;
  for (const part of line.split(separator)) {
    const blank = part.length - part.trimStart().length;
    cells.push({ start: start + blank, text: part.trim() });
    start += part.length + 1;
  }
  return cells;
}

function* lineStarts(text: string): Generator<{ at: number; line: string }> {
  let at = 0;
  while (at <= text.length) {
    const end = text.indexOf('\n', at);
    const line = text.slice(at, end < 0 ? text.length : end);
    yield { at, line };
    if (end < 0) return;
    at = end + 1;
  }
}

interface Header {
  readonly separator: string;
  readonly groups: readonly (FieldGroup | null)[];
}

/** The labels of a header line; null if fewer than two cells are labels, or one of several cells is a value. */
function headerOf(line: string): Header | null {
  if (line.length > mostHeader) return null;
  for (const separator of separators) {
    const first = line.indexOf(separator);
    if (first < 0 || first > mostLabel) continue;
    const cells = cellsOf(line, 0, separator);
    if (cells.length > mostColumns) return null;
    const groups = cells.map(({ text }) => (text === '' ? null : groupOfLabel(text)));
    if (groups.some((group) => group !== null && group !== 'none')) return { separator, groups };
  }
  return null;
}

function hitOf(text: string, { start, text: written }: Cell, group: FieldGroup): Hit | null {
  if (written === '' || group === 'none') return null;
  if (group === 'name' || group === 'names' || group === 'latinName') {
    const named =
      /^[A-Z][A-Za-z .'-]{2,40}$/.test(written) ||
      (/^[\u3400-\u9fff·•・]{2,16}$/.test(written) && isFieldName(written));
    return named ? { kind: 'name', start, end: start + written.length } : null;
  }
  const end = formOf(values[group], 'colon')?.(text, start) ?? null;
  if (end === null || end > start + written.length) return null;
  return { kind: group === 'phone' ? phoneKind(written) : values[group].kind, start, end };
}

export const findTableCells: Detector = function* ({ folded }) {
  let header: Header | null = null;
  for (const { at, line } of lineStarts(folded)) {
    const next = headerOf(line);
    if (next) header = next;
    else if (header) {
      const cells = cellsOf(line, at, header.separator);
      if (cells.length !== header.groups.length) {
        header = null;
        continue;
      }
      for (const [i, cell] of cells.entries()) {
        const group = header.groups[i];
        const hit = group ? hitOf(folded, cell, group) : null;
        if (hit) yield hit;
      }
    }
  }
};
