import { isSymbolFont } from '../../src-main/documents/schema/bullets.ts';
import { addDeclarations, type Declarations } from './css-rules.ts';
import { styleName } from './inert-html.ts';
import { childrenOf, isElement, nameOf, type SourceElement, type SourceNode } from './source.ts';
import { fontsIn } from './values.ts';

/** Lists in the clipboard HTML of Word and WPS: paragraphs with `mso-list`, and their labels as text. */

export interface ListLabel {
  /** The visible label: `一、`, `（1）`, `●`. */
  readonly text: string;
  /** Level, from 0. */
  readonly level: number;
  /** The editor's list with the same labels; null for none. */
  readonly kind: 'bullets' | 'numbers' | null;
  /** Number of a numbered item. */
  readonly number: number;
}

const inlineStyle = (element: SourceElement): string => element.getAttribute(styleName) ?? '';

/** Whether an element holds the label that Word writes for programs without lists. */
export const isLabel = (element: SourceElement): boolean => /mso-list:\s*ignore/i.test(inlineStyle(element));

function labelElement(parent: SourceNode): SourceElement | null {
  for (const child of childrenOf(parent)) {
    if (!isElement(child)) continue;
    const found = isLabel(child) ? child : labelElement(child);
    if (found) return found;
  }
  return null;
}

export const textOf = (node: SourceNode): string =>
  node.nodeType === 3 ? (node.nodeValue ?? '') : childrenOf(node).map(textOf).join('');

function fontInside(element: SourceElement): string {
  const said = new Map<string, string>();
  addDeclarations(inlineStyle(element), said);
  const own = fontsIn(said.get('font-family') ?? '')[0];
  if (own !== undefined) return own;
  for (const child of childrenOf(element)) if (isElement(child)) return fontInside(child);
  return '';
}

const bullet = /^[^\p{L}\p{N}]$|^[lnuvqoØüwp§]$/u;

/** @returns null for a paragraph outside lists */
export function labelOf(paragraph: SourceElement, said: Declarations): ListLabel | null {
  const list = said.get('mso-list');
  if (list === undefined || /^(?:none|skip|ignore)/i.test(list) || nameOf(paragraph) === 'span') return null;
  const element = labelElement(paragraph);
  if (!element) return null;
  const text = textOf(element)
    .replace(/[\s\u00a0]+/g, ' ')
    .trim();
  if (text === '') return null;
  const level = Math.max(0, Math.min(8, Number(/level(\d)/i.exec(list)?.[1] ?? 1) - 1));
  const decimal = /^(\d{1,4})[.．]$/.exec(text);
  const isBullet =
    [...text].length === 1 &&
    (isSymbolFont(fontInside(element)) ||
      isSymbolFont(fontsIn(said.get('font-family') ?? '')[0]) ||
      bullet.test(text));
  return {
    text,
    level,
    kind: isBullet ? 'bullets' : decimal ? 'numbers' : null,
    number: Number(decimal?.[1] ?? 1),
  };
}

/** The separator after a label that becomes text: Chinese labels end with a full-width sign. */
export const labelAsText = ({ text }: ListLabel): string =>
  /[、）．。，：》】]$/.test(text) ? text : `${text} `;
