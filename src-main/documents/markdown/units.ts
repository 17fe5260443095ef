import type { Node } from '@tiptap/pm/model';
import { type Look, looksOf, oneLine } from './marks.ts';

/** The inline content of an editor block as Markdown can express it: one unit for each character or inline node. */

export interface Unit {
  readonly kind: 'text' | 'break' | 'image' | 'atom';
  /** One character of a text; the source that an atom shows. */
  readonly text: string;
  readonly looks: readonly Look[];
  /** Attributes of an image or an atom. */
  readonly attrs: Readonly<Record<string, unknown>> | null;
}

const noLooks: readonly Look[] = [];

/** A text as one line. */
const lineText = (text: string): string => text.replace(/[\r\n]/g, ' ').replaceAll('\0', '\ufffd');

/** The units of a text as one line. */
export const textUnits = (text: string, looks: readonly Look[]): Unit[] =>
  Array.from(lineText(text), (char) => ({ kind: 'text', text: char, looks, attrs: null }));

const lineBreak = (looks: readonly Look[]): Unit => ({ kind: 'break', text: '', looks, attrs: null });

/** Only characters may be code. */
function looksOfInline(node: Node): readonly Look[] {
  if (node.marks.length === 0) return noLooks;
  const looks = looksOf(node.marks);
  return node.isText ? looks : looks.filter(({ name }) => name !== 'code');
}

function unitsOfInline(node: Node): Unit[] {
  const looks = looksOfInline(node);
  if (node.isText) return textUnits(node.text ?? '', looks);
  if (node.type.name === 'hardBreak') return [lineBreak(looks)];
  if (node.type.name === 'image') return [{ kind: 'image', text: '', looks, attrs: node.attrs }];
  if (typeof node.attrs.text === 'string' && node.attrs.text !== '')
    return [{ kind: 'atom', text: node.attrs.text, looks, attrs: node.attrs }];
  return textUnits(node.textContent, looks);
}

/** The units of a text block; of a cell those of its blocks, with line breaks between them. */
export function unitsOf(node: Node): Unit[] {
  if (node.isTextblock) return node.content.content.flatMap(unitsOfInline);
  const units: Unit[] = [];
  node.forEach((child) => {
    const inner = child.isLeaf ? textUnits(String(child.attrs.text ?? ''), noLooks) : unitsOf(child);
    if (units.length > 0 && inner.length > 0) units.push(lineBreak(noLooks));
    for (const unit of inner) units.push(unit);
  });
  return units;
}

export const hasLook = ({ looks }: Unit, name: string): boolean => looks.some((look) => look.name === name);

const isBlank = (unit: Unit): boolean =>
  unit.kind === 'break' || (unit.kind === 'text' && /\s/.test(unit.text) && !hasLook(unit, 'code'));
/** A space or a tab that is no code. */
export const isSpace = (unit: Unit): boolean =>
  unit.kind === 'text' && /[ \t]/.test(unit.text) && !hasLook(unit, 'code');

/** Without spaces at the end, which Markdown ignores. */
export function trimmedUnits(units: readonly Unit[]): readonly Unit[] {
  return units.slice(0, units.findLastIndex((unit) => !isSpace(unit)) + 1);
}

/** Without spaces at the end and at the beginning of lines. */
const countedUnits = (units: readonly Unit[]): Unit[] => {
  const counted: Unit[] = [];
  for (const unit of trimmedUnits(units)) {
    const begins = counted.length === 0 || counted.at(-1)?.kind === 'break';
    if (!begins || !isSpace(unit)) counted.push(unit);
  }
  return counted;
};

/** Whether a block with only these units is no block in Markdown. */
export const isEmpty = (units: readonly Unit[]): boolean =>
  units.every((unit) => unit.kind === 'break' || isSpace(unit));

/** Looks whose delimiters cannot be next to a space. */
const tight = ['bold', 'italic', 'strike'];

export function settledUnits(units: readonly Unit[]): readonly Unit[] {
  let settled = units;
  for (const name of tight) if (units.some((unit) => hasLook(unit, name))) settled = settle(settled, name);
  return settled;
}

function settle(units: readonly Unit[], name: string): readonly Unit[] {
  const result = [...units];
  const without = (i: number): boolean => {
    const unit = result[i];
    if (!unit || !hasLook(unit, name) || !isBlank(unit)) return false;
    result[i] = { ...unit, looks: unit.looks.filter((look) => look.name !== name) };
    return true;
  };
  let inside = false;
  for (const [i, unit] of units.entries()) {
    if (!hasLook(unit, name)) inside = false;
    else if (!inside) inside = !without(i);
  }
  inside = false;
  for (let i = units.length - 1; i >= 0; i--) {
    const unit = units[i];
    if (!unit || !hasLook(unit, name)) inside = false;
    else if (!inside) inside = !without(i);
  }
  return result;
}

export const looksKey = (given: readonly Look[]): string =>
  given.length === 0
    ? ''
    : given
        .map(({ key }) => key)
        .sort()
        .join('\u0001');

const imageKey = (attrs: Unit['attrs']): string =>
  JSON.stringify([attrs?.src ?? '', oneLine(String(attrs?.alt ?? '')), oneLine(String(attrs?.title ?? ''))]);

/** The visible text of a unit, without its looks. */
export function shownValue({ kind, text, attrs }: Unit): string {
  if (kind === 'image') return `\u0003${imageKey(attrs)}`;
  return kind === 'break' ? '\u0002' : kind === 'atom' ? oneLine(text) : text;
}

/** The visible content of units as a string; equal for units that read the same. */
export function shownUnits(units: readonly Unit[]): string {
  const parts: string[] = [];
  let last = '';
  for (const unit of settledUnits(countedUnits(units))) {
    const key = looksKey(unit.looks);
    if (key !== last) parts.push(`\u0004${key}\u0005`);
    last = key;
    parts.push(shownValue(unit));
  }
  return parts.join('');
}

/**
 * The visible inline content of a block: as `shownUnits`, but computed directly where no emphasis has to be settled.
 */
export function shownInline(block: Node): string {
  const children = block.isTextblock ? block.content.content : [];
  const all = children.map(looksOfInline);
  if (!block.isTextblock || all.some((looks) => looks.some(({ name }) => tight.includes(name))))
    return shownUnits(unitsOf(block));
  const parts: { readonly key: string; readonly value: string; readonly counts: boolean }[] = [];
  let begins = true;
  for (const [i, child] of children.entries()) {
    const looks = all[i] ?? noLooks;
    const isCode = looks.some(({ name }) => name === 'code');
    const text = child.isText ? lineText(child.text ?? '') : unitsOfInline(child).map(shownValue).join('');
    const value = child.isText && begins && !isCode ? text.replace(/^[ \t]+/, '') : text;
    if (value === '') continue;
    parts.push({ key: looksKey(looks), value, counts: !child.isText || isCode });
    begins = child.type.name === 'hardBreak';
  }
  return joined(parts);
}

/** Parts without the spaces at their end. */
function joined(
  parts: readonly { readonly key: string; readonly value: string; readonly counts: boolean }[],
): string {
  const last = parts.findLastIndex(({ value, counts }) => counts || /[^ \t]/.test(value));
  let result = '';
  let before = '';
  for (const [i, { key, value, counts }] of parts.slice(0, last + 1).entries()) {
    if (key !== before) result += `\u0004${key}\u0005`;
    before = key;
    result += i === last && !counts ? value.replace(/[ \t]+$/, '') : value;
  }
  return result;
}

/** Whether a text block shows nothing. */
export const isBlankBlock = (block: Node): boolean =>
  block.content.content.every((child) =>
    child.isText
      ? /^[ \t\r\n]*$/.test(child.text ?? '') && looksOfInline(child).every(({ name }) => name !== 'code')
      : child.type.name === 'hardBreak',
  );
