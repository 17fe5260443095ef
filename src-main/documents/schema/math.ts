/** Formulas as MathML. Element names come from files and are checked. */

/** An element of MathML Core with its children, or text. */
export type MathNode = string | readonly [tag: MathTag, attributes: MathAttributes, ...children: MathNode[]];

export type MathAttributes = Readonly<Partial<Record<(typeof mathAttributes)[number], string>>>;

export type MathTag = (typeof mathTags)[number];

export const mathTags = [
  'mrow',
  'mi',
  'mn',
  'mo',
  'mtext',
  'mfrac',
  'msqrt',
  'mroot',
  'msub',
  'msup',
  'msubsup',
  'mmultiscripts',
  'mprescripts',
  'munder',
  'mover',
  'munderover',
  'mtable',
  'mtr',
  'mtd',
] as const;

export const mathAttributes = [
  'mathvariant',
  'linethickness',
  'stretchy',
  'accent',
  'displaystyle',
  'class',
] as const;

const known: ReadonlySet<unknown> = new Set(mathTags);

/** Whether an unknown value is a formula; `depth` bounds the recursion. */
export function isMathNode(value: unknown, depth = 0): value is MathNode {
  if (typeof value === 'string') return true;
  if (!Array.isArray(value) || depth > 60 || !known.has(value[0])) return false;
  const [, attributes, ...children] = value as unknown[];
  return (
    typeof attributes === 'object' &&
    attributes !== null &&
    children.every((one) => isMathNode(one, depth + 1))
  );
}

/** In brackets where the text has more than one character. */
const grouped = (text: string): string => ([...text].length > 1 ? `(${text})` : text);

/** A formula on one line, for screen readers and copied text: `e_i=∑_(j=1)^n a_j`. */
export function linearMath(node: MathNode): string {
  if (typeof node === 'string') return node;
  const [tag, , ...children] = node;
  const parts = children.map(linearMath);
  const [first = '', second = '', third = ''] = parts;
  switch (tag) {
    case 'mfrac':
      return `${grouped(first)}/${grouped(second)}`;
    case 'msqrt':
      return `√${grouped(parts.join(''))}`;
    case 'mroot':
      return `${second}√${grouped(first)}`;
    case 'msub':
    case 'munder':
      return `${first}_${grouped(second)}`;
    case 'msup':
    case 'mover':
      return `${first}^${grouped(second)}`;
    case 'msubsup':
    case 'munderover':
      return `${first}_${grouped(second)}^${grouped(third)}`;
    case 'mtr':
      return parts.join(', ');
    case 'mtable':
      return parts.join('; ');
    default:
      return parts.join('');
  }
}
