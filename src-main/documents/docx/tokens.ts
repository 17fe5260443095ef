import type { Mark, Node } from '@tiptap/pm/model';
import { fontFields } from '../schema/font.ts';

/** The tokens of an editor paragraph, which are aligned with the pieces of its source. */

/** The values of a look's marks and font fields by name; a missing one is off. */
export type Look = Readonly<Record<string, unknown>>;

export interface Token {
  readonly kind: 'char' | 'break' | 'atom' | 'image';
  /** Equal for tokens of the same piece. */
  readonly key: string;
  /** The character of a `char`. */
  readonly text: string;
  /** The `src` of the source run; null for none. */
  readonly run: string | null;
  readonly look: Look;
  readonly link: string | null;
  /** Whether it is text of a tracked insertion in the source. */
  readonly inserted: boolean;
  /** A character of a gap: its look is that of the gap as a whole. */
  readonly ofGap: boolean;
  readonly node: Node;
}

const plain = ['bold', 'italic', 'code'] as const;

export function lookOfMarks(marks: readonly Mark[]): Look {
  const look: Record<string, unknown> = {};
  for (const { type, attrs } of marks) {
    if ((plain as readonly string[]).includes(type.name)) look[type.name] = true;
    else if (type.name === 'underline' || type.name === 'strike') look[type.name] = attrs.kind;
    else if (type.name === 'font')
      for (const field of fontFields) if (attrs[field] !== null) look[field] = attrs[field];
  }
  return look;
}

const attributeOf = (marks: readonly Mark[], mark: string, attribute: string): string | null => {
  const value: unknown = marks.find(({ type }) => type.name === mark)?.attrs[attribute];
  return typeof value === 'string' ? value : null;
};

/** @param paragraph a text block */
export function tokensOf(paragraph: Node): Token[] {
  const tokens: Token[] = [];
  paragraph.forEach((node) => {
    const { marks } = node;
    const shared = {
      look: lookOfMarks(marks),
      link: attributeOf(marks, 'link', 'href'),
      inserted: marks.some(({ type }) => type.name === 'inserted'),
      node,
    };
    const run = attributeOf(marks, 'run', 'src');
    const characters = (text: string, runs: readonly (string | null)[], ofGap: boolean) => {
      let at = 0;
      for (const character of text) {
        const own = runs[at++] ?? runs[0] ?? null;
        tokens.push({
          ...shared,
          kind: 'char',
          key: `c${character}${own}`,
          text: character,
          run: own,
          ofGap,
        });
      }
    };
    if (node.isText) characters(node.text ?? '', [run], false);
    else if (node.type.name === 'gap') {
      const runs = typeof node.attrs.runs === 'string' ? node.attrs.runs.split(' ') : [run];
      characters(String(node.attrs.spelling), runs, true);
    } else {
      const kind = node.type.name === 'hardBreak' ? 'break' : node.type.name === 'image' ? 'image' : 'atom';
      const key = `${kind}${String(node.attrs.src ?? '')}`;
      tokens.push({ ...shared, kind, key, text: '', run, ofGap: false });
    }
  });
  return tokens;
}

/** Fields in which two looks differ, with their new values; undefined for a field that is switched off. */
export function lookChanges(before: Look, after: Look): ReadonlyMap<string, unknown> {
  const changes = new Map<string, unknown>();
  for (const field of new Set([...Object.keys(before), ...Object.keys(after)]))
    if (JSON.stringify(before[field]) !== JSON.stringify(after[field])) changes.set(field, after[field]);
  return changes;
}
