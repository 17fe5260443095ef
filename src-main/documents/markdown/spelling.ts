import { gapsOver } from '../schema/gaps.ts';
import { destination, titlePart } from './escape.ts';
import { Lines } from './lines.ts';
import { oneLine } from './marks.ts';
import type { Unit } from './units.ts';

/** Spells images, gaps and code. */

export function imageOf({ attrs }: Unit): string {
  const alt = oneLine(String(attrs?.alt ?? '')).replace(/[\\[\]`*_<&]/g, '\\$&');
  return `![${alt}](${destination(String(attrs?.src ?? ''))}${titlePart(attrs?.title ? String(attrs.title) : null)})`;
}

/** Indices of the units of spelled gaps, which are never escaped. */
export function gapUnits(units: readonly Unit[]): Set<number> {
  const gaps = gapsOver(units.map((unit) => (unit.kind === 'text' ? unit.text : '\ufffc')));
  return new Set(gaps.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i)));
}

/**
 * Code between backticks, more of them than in any run inside.
 * @param usual preferred number of backticks
 */
export function quotedCode(content: Lines, usual: number): Lines {
  const { text } = content;
  const runs = new Set((text.match(/`+/g) ?? []).map(({ length }) => length));
  let length = usual;
  while (runs.has(length)) length++;
  const spaced = /^ .* $/s.test(text) && text.trim() !== '';
  const pad = text.startsWith('`') || text.endsWith('`') || spaced ? ' ' : '';
  const sign = '`'.repeat(length);
  const open = new Lines().add(sign + pad);
  return open.addLines(content).add(pad + sign);
}
