import { fileURLToPath } from 'node:url';
import type { Table } from './scenarios.ts';

/** The page that the simulation's tables stand in, each between two comments. */
export const pageFile = fileURLToPath(new URL('../../../resources/docs/scale.md', import.meta.url));

const begin = (name: string) => `<!-- table ${name}: node test/bench/scale.ts page -->`;
const end = '<!-- end of table -->';

function placeOf(page: string, name: string): { from: number; to: number } {
  const from = page.indexOf(begin(name)) + begin(name).length;
  const to = page.indexOf(end, from);
  if (from < begin(name).length || to < 0) throw new Error(`the page has no place for the table ${name}`);
  return { from, to };
}

/** @throws Error where the page has no such table */
export function tableIn(page: string, name: string): string {
  const { from, to } = placeOf(page, name);
  return page.slice(from, to).trim();
}

export function withTable(page: string, name: string, table: string): string {
  const { from, to } = placeOf(page, name);
  return `${page.slice(0, from)}\n\n${table}\n\n${page.slice(to)}`;
}

/** A table as the page has it. */
export function markdown({ head, rows }: Table): string {
  const cells = [head, head.map(() => ''), ...rows];
  const widths = head.map((_, i) => Math.max(3, ...cells.map((row) => (row[i] ?? '').length)));
  const line = (row: readonly string[]) =>
    `| ${widths.map((width, i) => (row[i] ?? '').padEnd(width)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}
