import { gapsIn } from '../schema/gaps.ts';
import { destination, titlePart } from './escape.ts';
import { Lines } from './lines.ts';
import { oneLine } from './marks.ts';
import type { Unit } from './units.ts';

/** Spells what is no plain text. */

export function imageOf({ attrs }: Unit): string {
  const alt = oneLine(String(attrs?.alt ?? '')).replace(/[\\[\]`*_<&]/g, '\\$&');
  return `![${alt}](${destination(String(attrs?.src ?? ''))}${titlePart(attrs?.title ? String(attrs.title) : null)})`;
}

/** The units of gaps that are spelled as text: no character of them is escaped. */
export function gapUnits(units: readonly Unit[]): Set<number> {
  const places: number[] = [];
  let text = '';
  for (const [i, unit] of units.entries()) {
    const shown = unit.kind === 'text' ? unit.text : '\ufffc';
    for (let k = 0; k < shown.length; k++) places.push(i);
    text += shown;
  }
  return new Set(gapsIn(text).flatMap(({ from, to }) => places.slice(from, to)));
}

/**
 * Code between backticks, more of them than any row inside.
 * @param usual how many where that is enough
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
