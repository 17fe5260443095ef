import type { Mark, Node } from '@tiptap/pm/model';
import { documentSchema } from '../schema/extensions.ts';
import { withoutGaps } from '../schema/gap-nodes.ts';
import { patchMarkdown } from './patch.ts';
import { readMarkdown } from './read.ts';

/** Something of a document that its Markdown does not say, and how often it occurs. */
export interface MarkdownLoss {
  /** A node (`pageBreak`, `atom.field`), an attribute (`paragraph.format.align`) or a mark (`font.size`). */
  readonly kind: string;
  readonly count: number;
}

/**
 * What writing a document as Markdown leaves out: what it has more of than the text that is written has when it is read
 * again. So nothing is lost that is not counted, whatever it is.
 * @param source the text that the document was read from; null for another format or a new document
 * @param key that it was read with
 */
export function markdownLosses(
  doc: Node,
  source: string | null = null,
  key: string | null = null,
): MarkdownLoss[] {
  const text = patchMarkdown(source, key, doc);
  const read = documentSchema().nodeFromJSON(readMarkdown(text, key ?? '').doc);
  const [before, after] = [censusOf(withoutGaps(doc)), censusOf(read)];
  const losses: MarkdownLoss[] = [];
  for (const [kind, { weight, count }] of before) {
    const left = after.get(kind);
    const lost = weight - (left?.weight ?? 0);
    if (lost > 0) losses.push({ kind, count: Math.max(1, Math.min(lost, count - (left?.count ?? 0))) });
  }
  return losses;
}

interface Tally {
  /** Characters for what text has, nodes otherwise. */
  readonly weight: number;
  /** Nodes. */
  readonly count: number;
}

/** Where something came from is nothing that a reader sees. */
const origins = new Set(['src', 'source', 'runs', 'run']);

/** Cells of a head are told apart by their place alone. */
const names: Partial<Record<string, string>> = { tableHeader: 'tableCell' };

function censusOf(doc: Node): Map<string, Tally> {
  const census = new Map<string, Tally>();
  const add = (kind: string, weight: number): void => {
    const { weight: before, count } = census.get(kind) ?? { weight: 0, count: 0 };
    census.set(kind, { weight: before + weight, count: count + 1 });
  };
  const visit = (node: Node, parent: Node | null): void => {
    const characters = (node.text ?? '').replace(/\s/g, '').length;
    if (node.isText) add('text', characters);
    else for (const kind of kindsOf(node, parent)) add(kind, 1);
    const weight = node.isText ? characters : 1;
    if (weight > 0) for (const mark of node.marks) for (const kind of markKinds(mark)) add(kind, weight);
  };
  visit(doc, null);
  doc.descendants((node, _at, parent) => void visit(node, parent));
  return census;
}

function kindsOf(node: Node, parent: Node | null): string[] {
  const { kind, text: _shown, ...attrs } = node.attrs;
  const { type } = node;
  const name = names[type.name] ?? type.name;
  const others = attributeKinds(name, attrs, (key) => type.spec.attrs?.[key]?.default);
  if (typeof kind === 'string') return [`${name}.${kind}`, ...others];
  if (name !== 'paragraph' || node.content.size > 0) return [name, ...others];
  // Alone in a cell or an item it only stands for nothing.
  return parent?.childCount === 1 ? others : ['emptyParagraph', ...others];
}

/** A mark without attributes of its own counts as itself, one that only carries some as those. */
function markKinds({ type, attrs }: Mark): string[] {
  if (origins.has(type.name)) return [];
  const kinds = attributeKinds(type.name, attrs, (key) => type.spec.attrs?.[key]?.default);
  return type.name === 'font' ? kinds : [type.name, ...kinds];
}

/** Attributes that say something, those of an object one by one. */
function attributeKinds(
  name: string,
  attrs: Readonly<Record<string, unknown>>,
  usual: (key: string) => unknown,
): string[] {
  return Object.entries(attrs).flatMap(([key, value]) => {
    if (origins.has(key) || value === null || value === undefined || value === usual(key)) return [];
    if (typeof value !== 'object' || Array.isArray(value)) return [`${name}.${key}`];
    return Object.keys(value).map((field) => `${name}.${key}.${field}`);
  });
}
