import { Node } from '@tiptap/pm/model';
import { type Command, EditorState, TextSelection, type Transaction } from '@tiptap/pm/state';
import type {
  NumberingLevel,
  NumberingPlace,
  ParagraphFormat,
  RunFormat,
  Sheet,
} from '../../src-main/contract/document-formats.ts';
import { documentSchema } from '../../src-main/documents/schema/extensions.ts';

/** A file's styles and numberings as a reader would resolve them, and documents of that file. */

export const body: RunFormat = { eastAsia: '仿宋', ascii: 'Times New Roman', size: 16 };
export const bold: RunFormat = { eastAsia: '黑体', ascii: 'Arial', size: 22, bold: true };

const level = (text: string, format: string, left: number): NumberingLevel => ({
  format,
  text,
  start: 1,
  restart: null,
  legal: false,
  suffix: 'tab',
  run: format === 'bullet' ? { ascii: 'Wingdings' } : {},
  left: { value: left, unit: 'pt' },
  first: { value: -21, unit: 'pt' },
});

export const sheet: Sheet = {
  normal: 'a',
  defaultTab: 21,
  styles: [
    {
      id: 'a',
      name: 'Normal',
      next: 'a',
      outline: null,
      numbering: null,
      listed: true,
      format: { align: 'justify', first: { value: 2, unit: 'char' }, base: body },
    },
    {
      id: '1',
      name: 'heading 1',
      next: 'a',
      outline: 1,
      numbering: null,
      listed: true,
      format: { align: 'center', keepNext: true, base: bold },
    },
    {
      id: 'toc',
      name: 'toc 1',
      next: 'a',
      outline: null,
      numbering: null,
      listed: false,
      format: { base: body },
    },
  ],
  numberings: {
    '3': {
      abstract: '0',
      levels: [level('%1、', 'chineseCountingThousand', 21), level('（%2）', 'chineseCountingThousand', 42)],
      starts: {},
    },
    '5': { abstract: '1', levels: [level('\uf06c', 'bullet', 21)], starts: {} },
  },
};

const schema = documentSchema();
const [normal, heading] = sheet.styles;

export const text = (value: string, ...marks: { type: string; attrs?: object }[]) => ({
  type: 'text',
  text: value,
  ...(marks.length > 0 ? { marks } : {}),
});

type Json = Record<string, unknown>;

export const paragraph = (content: string | Json[], attrs: Json = {}) => ({
  type: 'paragraph',
  attrs: { style: 'a', format: normal?.format, ...attrs },
  ...(content.length > 0 ? { content: typeof content === 'string' ? [text(content)] : content } : {}),
});

export const headed = (content: string) => ({
  type: 'heading',
  attrs: { level: 1, style: '1', format: heading?.format },
  content: [text(content, { type: 'bold' })],
});

export const documentOf = (...content: Json[]): Node => {
  const doc = Node.fromJSON(schema, { type: 'doc', content });
  doc.check();
  return doc;
};

/** A state with a selection; the caret where `to` is left out. */
export const stateOf = (doc: Node, from: number, to = from): EditorState =>
  EditorState.create({ doc, selection: TextSelection.create(doc, from, to) });

/** The state after a command; the test fails where it refuses or makes an invalid document. */
export function applied(state: EditorState, command: Command): EditorState {
  let made: Transaction | null = null;
  if (!command(state, (tr) => (made = tr))) throw new Error('the command refused');
  const next = made ? state.apply(made) : state;
  next.doc.check();
  return next;
}

/** A block: its type, its attributes that are told, and its text with its marks. */
interface ShownBlock {
  readonly type: string;
  readonly text: unknown;
  readonly style: string;
  readonly format: ParagraphFormat;
  readonly numbering: NumberingPlace;
}

export const blocksOf = ({ doc }: EditorState): ShownBlock[] =>
  doc.children.map((node) => {
    const text = node.children.map((child) => [
      child.text ?? child.type.name,
      ...child.marks.map((mark) => {
        const told = Object.entries(mark.attrs).filter(([, value]) => value !== null);
        return told.length > 0 ? [mark.type.name, Object.fromEntries(told)] : mark.type.name;
      }),
    ]);
    const told = Object.entries(node.attrs).filter(([, value]) => value !== null);
    return { type: node.type.name, text, ...Object.fromEntries(told) } as unknown as ShownBlock;
  });

export function blockAt(state: EditorState, index = 0): ShownBlock {
  const block = blocksOf(state)[index];
  if (!block) throw new Error(`no block ${index}`);
  return block;
}
