import type { Border, ParagraphFormat, RunFormat } from '../../contract/document-formats.ts';
import type { NewStyle } from '../docx/new-styles.ts';
import type { ParagraphLook } from '../docx/paragraph-properties.ts';
import {
  lineHeight,
  type OfficialPart,
  officialLooks,
  officialNumber,
  red,
} from '../schema/official-formats.ts';

/** The styles of official documents: one style for each part, by the part's name in GB/T 9704—2012. */

/** Elements of the layouts that are no parts of a text. */
type Ornament = 'signer' | 'rule' | 'doubleRule' | 'end' | 'pageNumber';

export type StyleKey = Exclude<OfficialPart, 'chapter'> | Ornament;

const names: Readonly<Record<StyleKey, string>> = {
  mark: '发文机关标志',
  number: '发文字号',
  signer: '发文字号和签发人',
  rule: '版头分隔线',
  doubleRule: '信函双线',
  title: '公文标题',
  subtitle: '公文副标题',
  addressee: '主送机关',
  body: '公文正文',
  heading1: '一级标题',
  heading2: '二级标题',
  heading3: '三级标题',
  heading4: '四级标题',
  attachment: '附件说明',
  attachments: '附件说明（多个）',
  attachmentItem: '附件名称',
  signature: '发文机关署名',
  date: '成文日期',
  note: '附注',
  attendance: '出席人员',
  attachmentMark: '附件序号',
  copies: '抄送机关',
  imprint: '印发机关和日期',
  end: '文末',
  pageNumber: 'footer',
};

/** Styles of the paragraphs that Enter adds, where they differ. */
const followers: Readonly<Partial<Record<StyleKey, StyleKey>>> = {
  title: 'addressee',
  subtitle: 'addressee',
  addressee: 'body',
  heading1: 'body',
  heading2: 'body',
  heading3: 'body',
  heading4: 'body',
  attachments: 'attachmentItem',
  signature: 'date',
  attachmentMark: 'title',
};

const outlines: Readonly<Partial<Record<StyleKey, number>>> = {
  heading1: 1,
  heading2: 2,
  heading3: 3,
  heading4: 4,
};

type Look = Pick<NewStyle, 'format' | 'run'>;

const border = (width: number): Border => ({ kind: 'single', width, color: red, space: 0 });
const exactly = (value: number): ParagraphFormat => ({ line: { rule: 'exact', value }, offGrid: true });
/** The run format of paragraphs without text. */
const tiny: RunFormat = { ...officialLooks.body.run, size: 1 };

const ornaments: Readonly<Record<Ornament, Look>> = {
  // 4 mm below the number (7.2.7).
  rule: { format: { ...exactly(6), borders: { bottom: border(2.25) } }, run: tiny },
  // A thick line above a thin one (10.1).
  doubleRule: { format: { ...exactly(2), borders: { top: border(2.25), bottom: border(0.75) } }, run: tiny },
  // A character in on both sides (7.2.5, 7.2.6).
  signer: {
    format: {
      ...exactly(lineHeight),
      left: { value: 1, unit: 'char' },
      right: { value: 1, unit: 'char' },
      tabs: [{ at: 426.2, kind: 'right', leader: 'none' }],
    },
    run: officialLooks.number.run,
  },
  // Word needs a paragraph after a table at the end.
  end: { format: exactly(1), run: tiny },
  pageNumber: { format: officialNumber.paragraph, run: officialNumber.run },
};

const isOrnament = (key: StyleKey): key is Ornament => Object.hasOwn(ornaments, key);

function lookOf(key: StyleKey): Look {
  if (isOrnament(key)) return ornaments[key];
  const { paragraph, run } = officialLooks[key];
  const { before: _before, ...close } = paragraph;
  // Only the first of its paragraphs has space before.
  return { format: key === 'attendance' ? close : paragraph, run };
}

/** `w:styleId` of a style. */
export const styleId = (key: StyleKey): string => `Official${key.charAt(0).toUpperCase()}${key.slice(1)}`;

/** The look of a paragraph with the style and no properties of its own. */
export const lookOfStyle = (key: StyleKey): ParagraphLook => {
  const { format, run } = lookOf(key);
  return { format: { ...format, base: run }, style: styleId(key), numbering: null };
};

function styleOf(key: StyleKey): NewStyle {
  const outline = outlines[key];
  const own = key === 'pageNumber' || key === 'end';
  return {
    id: styleId(key),
    name: names[key],
    next: styleId(followers[key] ?? key),
    ...lookOf(key),
    ...(outline === undefined ? {} : { outline }),
    // The footer's style is Word's own.
    ...(key === 'pageNumber' ? {} : { custom: true as const }),
    ...(own ? { unlisted: true as const } : {}),
  };
}

/** The default style first: text of official documents, lines without an indent. */
export const officialStyles: readonly [NewStyle, ...NewStyle[]] = [
  {
    id: 'Normal',
    name: 'Normal',
    format: officialLooks.addressee.paragraph,
    run: officialLooks.body.run,
  },
  ...(Object.keys(names) as StyleKey[]).map(styleOf),
];
