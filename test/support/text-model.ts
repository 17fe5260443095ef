/**
 * A plain model of one text under its keys, which knows nothing of editors. A text is a row of units: characters,
 * `\n` between paragraphs, `\v` for a break inside one, and `[MASK]` for a gap.
 */

export const paragraphEnd = '\n';
export const lineBreak = '\v';
export const gapUnit = '[MASK]';

export interface Text {
  readonly units: readonly string[];
  /** Offsets in units; they differ where something is selected. */
  readonly anchor: number;
  readonly head: number;
  /** The selected unit is a gap that the arrow keys or F8 stopped at. */
  readonly node: boolean;
}

/** Units of typed or pasted text. */
export const unitsOf = (text: string): string[] => [...text.replaceAll(/\r\n?/g, paragraphEnd)];

export const textOf = (text: Pick<Text, 'units'>): string => text.units.join('');

export const emptyText: Text = { units: [], anchor: 0, head: 0, node: false };

const caretAt = (units: readonly string[], at: number): Text => ({
  units,
  anchor: at,
  head: at,
  node: false,
});

export const fromOf = ({ anchor, head }: Text): number => Math.min(anchor, head);
export const toOf = ({ anchor, head }: Text): number => Math.max(anchor, head);
export const isEmptySelection = ({ anchor, head }: Text): boolean => anchor === head;

/** Text in place of the selection; the caret follows it. */
export function insert(text: Text, units: readonly string[]): Text {
  const from = fromOf(text);
  const next = [...text.units.slice(0, from), ...units, ...text.units.slice(toOf(text))];
  return caretAt(next, from + units.length);
}

/** Backspace with -1, Delete with 1. */
export function erase(text: Text, by: 1 | -1): Text {
  if (!isEmptySelection(text)) return insert(text, []);
  const other = text.head + by;
  if (other < 0 || other > text.units.length) return text;
  return insert({ ...text, anchor: other }, []);
}

/** An arrow key. At a gap it stops: the gap is selected first. */
export function move(text: Text, by: 1 | -1): Text {
  const { units, head } = text;
  if (!isEmptySelection(text)) return caretAt(units, by < 0 ? fromOf(text) : toOf(text));
  const passed = units[by < 0 ? head - 1 : head];
  if (passed === undefined) return text;
  if (passed !== gapUnit) return caretAt(units, head + by);
  const from = Math.min(head, head + by);
  return { units, anchor: from, head: from + 1, node: true };
}

/** An arrow key with Shift. */
export function extend(text: Text, by: 1 | -1): Text {
  const head = Math.min(text.units.length, Math.max(0, text.head + by));
  return { ...text, head, node: false };
}

export const toEnd = ({ units }: Text): Text => caretAt(units, units.length);
export const toStart = ({ units }: Text): Text => caretAt(units, 0);

/** The paragraph's first and last offset that stand on the caret's line for certain: breaks end a line, too. */
export function lineAround({ units, head }: Text): { readonly from: number; readonly to: number } {
  const ends = (unit: string | undefined) => unit === paragraphEnd || unit === lineBreak;
  let from = head;
  while (from > 0 && !ends(units[from - 1])) from--;
  let to = head;
  while (to < units.length && !ends(units[to])) to++;
  return { from, to };
}

/** Whether the caret stands before everything in its paragraph. */
export const atParagraphStart = ({ units, head }: Text): boolean =>
  head === 0 || units[head - 1] === paragraphEnd;

/** Every text in which a word stands for a gap or for several that follow one another. */
export function filled({ units }: Text, word: string): string[] {
  const found: string[] = [];
  for (let from = 0; from < units.length; from++) {
    for (let to = from; units[to] === gapUnit; to++)
      found.push([...units.slice(0, from), word, ...units.slice(to + 1)].join(''));
  }
  return found;
}
