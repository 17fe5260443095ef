import type { Node } from '@tiptap/pm/model';
import { openDocument } from './document.ts';
import type { FileFormat } from './files/read-file.ts';
import type { Loss } from './format.ts';

/**
 * Finds what a document loses in a format by reading the written file: all content of the document that the file
 * lacks, of known and unknown kinds.
 */

/** Names of the interface for kinds of content; other kinds keep the schema's name. */
const names: Readonly<Record<string, string>> = {
  'mark font': 'font',
  'paragraph.format': 'paragraph-format',
  'heading.format': 'paragraph-format',
  'paragraph.style': 'styles',
  'heading.style': 'styles',
  'paragraph.numbering': 'numbering',
  'heading.numbering': 'numbering',
  listItem: 'numbering',
  'table.format': 'table-format',
  'tableRow.format': 'table-format',
  'tableCell.format': 'table-format',
  'tableHeader.format': 'table-format',
  'tableCell.colspan': 'merged-cells',
  'tableCell.rowspan': 'merged-cells',
  'tableHeader.colspan': 'merged-cells',
  'tableHeader.rowspan': 'merged-cells',
  'doc.page': 'page',
  image: 'pictures',
  'atom picture': 'pictures',
  pageBreak: 'page-breaks',
  'atom pageBreak': 'page-breaks',
};

/** Nodes that only hold others, or text. */
const plain = new Set([
  'doc',
  'text',
  'paragraph',
  'gap',
  'hardBreak',
  'bulletList',
  'orderedList',
  'tableRow',
  'tableCell',
]);
/** Attributes that a reader does not see: references to the source, and sizes of the editor. */
const unseen = new Set([
  'src',
  'source',
  'sourceFormat',
  'runs',
  'spelling',
  'kind',
  'text',
  'part',
  'inner',
  'math',
  'width',
  'height',
  'colwidth',
  'level',
]);

interface Inventory {
  /** Amounts by kind: characters of a mark, nodes of everything else. */
  readonly amounts: Map<string, number>;
  /** The number of blocks or nodes with a kind. */
  readonly places: Map<string, number>;
}

function attributesOf(node: Node): string[] {
  const defaults = node.type.spec.attrs ?? {};
  return Object.entries(node.attrs)
    .filter(([name, value]) => !unseen.has(name) && value !== null && value !== defaults[name]?.default)
    .map(([name]) => `${node.type.name}.${name}`);
}

const kindsOf = (node: Node): string[] => {
  const { name } = node.type;
  if (name === 'atom' || name === 'atomBlock') return [`atom ${String(node.attrs.kind)}`];
  return plain.has(name) ? attributesOf(node) : [name, ...attributesOf(node)];
};

function inventoryOf(doc: Node): Inventory {
  const amounts = new Map<string, number>();
  const places = new Map<string, number>();
  const add = (map: Map<string, number>, key: string, by: number) => {
    const kind = names[key] ?? key;
    map.set(kind, (map.get(kind) ?? 0) + by);
  };
  const visit = (node: Node) => {
    for (const kind of kindsOf(node)) {
      add(amounts, kind, 1);
      add(places, kind, 1);
    }
    const marks = new Set<string>();
    node.forEach((child) => {
      const letters = Array.from((child.text ?? '').replace(/\s+/g, '')).length;
      if (letters > 0) add(amounts, 'characters', letters);
      for (const { type } of child.isText ? child.marks : []) {
        if (type.name === 'run') continue;
        add(amounts, `mark ${type.name}`, letters);
        marks.add(`mark ${type.name}`);
      }
      visit(child);
    });
    for (const mark of marks) add(places, mark, 1);
  };
  visit(doc);
  return { amounts, places };
}

/** Kinds that a .docx expresses by formatting, which is read as such. */
const saidByStyles = new Set(['blockquote', 'codeBlock', 'horizontalRule', 'mark code']);

/**
 * @param doc that was saved
 * @param written the bytes of the saved file
 */
export function lossesBetween(doc: Node, written: Uint8Array, format: FileFormat): Loss[] {
  const before = inventoryOf(doc);
  const after = inventoryOf(openDocument(written, { name: '', format }).doc);
  return [...before.amounts].flatMap(([kind, amount]) => {
    const kept = after.amounts.get(kind) ?? 0;
    if (amount <= kept || (format === 'docx' && saidByStyles.has(kind))) return [];
    const place = before.places.get(kind);
    const lost = place === undefined ? amount - kept : place - (after.places.get(kind) ?? 0);
    return [{ kind: kind.replace(/^mark /, ''), count: Math.max(1, lost) }];
  });
}
