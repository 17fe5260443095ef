import {
  AlignmentType,
  Document,
  ExternalHyperlink,
  HeadingLevel,
  ImageRun,
  type IRunOptions,
  LevelFormat,
  Packer,
  PageBreak,
  Paragraph,
  type ParagraphChild,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import { type Content, type Font, type Mark, textOf } from '../content.ts';

/** The editor's document → .docx, by the `docx` package. */

const headings = [HeadingLevel.HEADING_1, HeadingLevel.HEADING_2, HeadingLevel.HEADING_3] as const;

const alignments: Readonly<Record<string, (typeof AlignmentType)[keyof typeof AlignmentType]>> = {
  center: AlignmentType.CENTER,
  right: AlignmentType.RIGHT,
  justify: AlignmentType.BOTH,
};

/** Where a list stands: which numbering, and how deep. */
interface ListPlace {
  readonly reference: 'bullets' | 'numbers';
  readonly level: number;
  /** Sets this list's numbers apart from every other's. */
  readonly instance: number;
}

interface Context {
  lists: number;
}

const markOf = (marks: readonly Mark[] | undefined, type: Mark['type']) =>
  marks?.find((one) => one.type === type);

function runOptions(marks: readonly Mark[] | undefined): IRunOptions {
  const font = markOf(marks, 'font')?.attrs as Font | undefined;
  const code = markOf(marks, 'code');
  const names = {
    ...(font?.ascii ? { ascii: font.ascii, hAnsi: font.ascii } : {}),
    ...(font?.eastAsia ? { eastAsia: font.eastAsia } : {}),
    ...(code ? { ascii: 'Consolas', hAnsi: 'Consolas' } : {}),
  };
  return {
    ...(markOf(marks, 'bold') ? { bold: true } : {}),
    ...(markOf(marks, 'italic') ? { italics: true } : {}),
    ...(markOf(marks, 'underline') ? { underline: {} } : {}),
    ...(markOf(marks, 'strike') ? { strike: true } : {}),
    ...(Object.keys(names).length > 0 ? { font: names } : {}),
    ...(font?.size ? { size: font.size } : {}),
    ...(font?.color ? { color: font.color } : {}),
  };
}

const imageTypes = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/bmp': 'bmp',
} as const;

function imageRun({ attrs }: Content): ParagraphChild[] {
  const [, type = '', data = ''] = /^data:([^;]+);base64,(.*)$/s.exec(String(attrs?.src ?? '')) ?? [];
  const kind = imageTypes[type as keyof typeof imageTypes];
  if (!kind) return [];
  const number = (value: unknown, fallback: number) =>
    typeof value === 'number' && value > 0 ? value : fallback;
  const alt = typeof attrs?.alt === 'string' ? attrs.alt : '';
  return [
    new ImageRun({
      type: kind,
      data: Buffer.from(data, 'base64'),
      transformation: { width: number(attrs?.width, 300), height: number(attrs?.height, 200) },
      ...(alt ? { altText: { name: alt, description: alt, title: alt } } : {}),
    }),
  ];
}

function inline(content: readonly Content[] = []): ParagraphChild[] {
  return content.flatMap((one): ParagraphChild[] => {
    if (one.type === 'image') return imageRun(one);
    if (one.type === 'hardBreak') return [new TextRun({ break: 1 })];
    const text = textOf(one);
    if (text === '') return [];
    const run = new TextRun({ ...runOptions(one.marks), text });
    const href = markOf(one.marks, 'link')?.attrs?.href;
    return typeof href === 'string' ? [new ExternalHyperlink({ link: href, children: [run] })] : [run];
  });
}

type Block = Paragraph | Table;

function paragraphOf(node: Content, list: ListPlace | null): Paragraph {
  const alignment = alignments[String(node.attrs?.textAlign ?? '')];
  const level = Number(node.attrs?.level ?? 1);
  return new Paragraph({
    children: inline(node.content),
    ...(alignment ? { alignment } : {}),
    ...(node.type === 'heading'
      ? { heading: headings[Math.min(headings.length, level) - 1] ?? headings[0] }
      : {}),
    ...(list ? { numbering: list } : {}),
  });
}

function listBlocks(node: Content, context: Context, level: number): Block[] {
  const reference = node.type === 'bulletList' ? 'bullets' : 'numbers';
  const instance = ++context.lists;
  return (node.content ?? []).flatMap((item) =>
    (item.content ?? []).flatMap((block, i) => {
      // Only an item's first paragraph carries its sign.
      const place = i === 0 ? { reference, level, instance } : null;
      return blocksOf(block, context, place as ListPlace | null, level + 1);
    }),
  );
}

function tableOf(node: Content, context: Context): Table {
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: (node.content ?? []).map(
      (row) =>
        new TableRow({
          tableHeader:
            (row.content ?? []).length > 0 && (row.content ?? []).every(({ type }) => type === 'tableHeader'),
          children: (row.content ?? []).map(
            (cell) =>
              new TableCell({
                columnSpan: Number(cell.attrs?.colspan ?? 1),
                rowSpan: Number(cell.attrs?.rowspan ?? 1),
                children: (cell.content ?? []).flatMap((block) => blocksOf(block, context, null, 0)),
              }),
          ),
        }),
    ),
  });
}

function blocksOf(node: Content, context: Context, list: ListPlace | null, level: number): Block[] {
  switch (node.type) {
    case 'paragraph':
    case 'heading':
      return [paragraphOf(node, list)];
    case 'bulletList':
    case 'orderedList':
      return listBlocks(node, context, level);
    case 'table':
      return [tableOf(node, context)];
    case 'pageBreak':
      return [new Paragraph({ children: [new PageBreak()] })];
    case 'blockquote':
      return (node.content ?? []).flatMap((one) =>
        one.type === 'paragraph'
          ? [new Paragraph({ children: inline(one.content), style: 'Quote' })]
          : blocksOf(one, context, null, 0),
      );
    case 'codeBlock':
      return textOf(node)
        .split('\n')
        .map((text) => new Paragraph({ children: [new TextRun({ text, font: 'Consolas' })] }));
    case 'horizontalRule':
      return [new Paragraph({ thematicBreak: true })];
    case 'image':
      return [new Paragraph({ children: imageRun(node) })];
    default:
      return (node.content ?? []).flatMap((one) => blocksOf(one, context, null, level));
  }
}

const depths = [0, 1, 2, 3, 4, 5, 6, 7, 8];
/** Twentieths of a point. */
const indentOf = (level: number) => ({ paragraph: { indent: { left: 420 * (level + 1), hanging: 420 } } });

/** @returns the file's bytes */
export async function writeDocx(document: Content): Promise<Uint8Array> {
  const context: Context = { lists: 0 };
  const children = (document.content ?? []).flatMap((node) => blocksOf(node, context, null, 0));
  const file = new Document({
    creator: '补墨 Bumo',
    styles: {
      default: {
        document: { run: { font: { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: '宋体' } } },
      },
      paragraphStyles: [
        { id: 'Quote', name: 'Quote', basedOn: 'Normal', paragraph: { indent: { left: 420 } } },
      ],
    },
    numbering: {
      config: [
        {
          reference: 'bullets',
          levels: depths.map((level) => ({
            level,
            format: LevelFormat.BULLET,
            text: ['•', '◦', '▪'][level % 3] ?? '•',
            style: indentOf(level),
          })),
        },
        {
          reference: 'numbers',
          levels: depths.map((level) => ({
            level,
            format: LevelFormat.DECIMAL,
            text: `%${level + 1}.`,
            style: indentOf(level),
          })),
        },
      ],
    },
    sections: [{ children }],
  });
  return new Uint8Array(await Packer.toBuffer(file));
}
