import type { JSONContent } from '@tiptap/core';

/**
 * Formatting as the editor shows it: *effective* values, resolved through defaults, styles, numbering and direct
 * properties (ECMA-376 part 1, 17.7.2). All are JSON, so that they are attributes of nodes and marks. Lengths are
 * points unless a unit is named; a missing field has its default.
 */

/** Which pages a header or footer stands on, as in the file; `default` are the odd ones where those of even pages differ. */
export type PageKind = 'default' | 'first' | 'even';

/** The headers of a section, or its footers. */
export interface Running {
  /** Blocks of the editor's schema; pages of a kind that is missing are bare. */
  readonly blocks: Readonly<Partial<Record<PageKind, readonly JSONContent[]>>>;
  /** The first page of the section has one of its own (`w:titlePg`). */
  readonly title: boolean;
  /** Pages of even numbers have one of their own (`w:evenAndOddHeaders`). */
  readonly mirrored: boolean;
  /** Number of the section's first page; null where it counts on. */
  readonly start: number | null;
  /** Format of page numbers (`ST_NumberFormat`). */
  readonly format: string;
}

/** A length of an indent: points, or characters of the paragraph's own size. */
export interface Indent {
  readonly value: number;
  readonly unit: 'pt' | 'char';
}

export interface LineSpacing {
  /** `multiple`: `value` in lines; otherwise in points. */
  readonly rule: 'multiple' | 'exact' | 'atLeast';
  readonly value: number;
}

export interface Border {
  /** As in the file: `single`, `double`, `dotted`, … */
  readonly kind: string;
  readonly width: number;
  /** Six hexadecimal digits; null for automatic. */
  readonly color: string | null;
  /** Distance from the text. */
  readonly space: number;
}

export interface Borders {
  readonly top?: Border;
  readonly bottom?: Border;
  readonly left?: Border;
  readonly right?: Border;
  /** Between paragraphs, or rows of a table. */
  readonly insideH?: Border;
  readonly insideV?: Border;
  /** Diagonals of a cell: from the top left down, from the bottom left up. */
  readonly down?: Border;
  readonly up?: Border;
}

export interface TabStop {
  readonly at: number;
  readonly kind: 'left' | 'center' | 'right' | 'decimal' | 'bar';
  readonly leader: 'none' | 'dot' | 'hyphen' | 'underscore' | 'middleDot';
}

export type Alignment = 'left' | 'center' | 'right' | 'justify' | 'distribute';

/** What a paragraph looks like. */
export interface ParagraphFormat {
  readonly align?: Alignment;
  readonly left?: Indent;
  readonly right?: Indent;
  /** Of the first line; negative where it hangs. */
  readonly first?: Indent;
  /** Size of the characters that indents count, where it is not that of `base`: that of the paragraph's first one. */
  readonly charSize?: number;
  readonly line?: LineSpacing;
  /** Space before and after; `char` counts lines (`beforeLines`, `afterLines`). */
  readonly before?: Indent;
  readonly after?: Indent;
  /** No space between paragraphs of one style. */
  readonly contextual?: true;
  readonly tabs?: readonly TabStop[];
  readonly borders?: Borders;
  /** Six hexadecimal digits. */
  readonly shading?: string;
  readonly pageBreakBefore?: true;
  readonly keepNext?: true;
  readonly rightToLeft?: true;
  /** Lines ignore the text grid of the page. */
  readonly offGrid?: true;
  /** What the label of its numbering looks like: differences from `base`, as the marks of a text would say them. */
  readonly label?: RunOverride;
  /** What its text looks like where no run says otherwise, and what an empty paragraph's first letter will. */
  readonly base?: RunFormat;
}

/** What a run of text looks like. */
export interface RunFormat {
  /** Fonts for Chinese and for Latin characters, theme fonts resolved. */
  readonly eastAsia?: string;
  readonly ascii?: string;
  /** Points. */
  readonly size?: number;
  readonly bold?: true;
  readonly italic?: true;
  /** As in the file: `single`, `double`, `wave`, … */
  readonly underline?: string;
  readonly strike?: 'single' | 'double';
  /** Six hexadecimal digits; missing for automatic. */
  readonly color?: string;
  /** Six hexadecimal digits: `w:highlight` by name, resolved. */
  readonly highlight?: string;
  readonly shading?: string;
  readonly vertical?: 'super' | 'sub';
  readonly caps?: 'all' | 'small';
  /** `w:vanish`: not shown on paper. */
  readonly hidden?: true;
  /** Added between characters. */
  readonly spacing?: number;
  /** Width of characters in per cent. */
  readonly scale?: number;
  /** Raised, or lowered where negative. */
  readonly position?: number;
  /** Emphasis mark below or above characters: `dot`, `comma`, … */
  readonly emphasis?: string;
  /** Around the characters (`w:bdr`). */
  readonly border?: Border;
  /** Signs that Latin and Chinese fonts share, such as “ ” … —, take the Chinese font. */
  readonly hint?: 'eastAsia';
}

/** Differences from another look; `none` takes back what that look has. */
export type RunOverride = { readonly [Field in keyof RunFormat]?: RunFormat[Field] | 'none' };

/**
 * What stands at the foot of the pages: numbers or a text of the file's own, or the numbers of official documents
 * (`— 1 —`) that saving adds to it.
 */
export type PageFoot = 'numbers' | 'text' | 'official';

/** The page of a section. Twips would be exact; points with one decimal are what is shown. */
export interface PageFormat {
  readonly width: number;
  readonly height: number;
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
  readonly header: number;
  readonly footer: number;
  readonly columns: number;
  /** Text grid (`w:docGrid`): distance of lines, and characters on a line; null for none. */
  readonly linePitch: number | null;
  /** Added between characters by the text grid. */
  readonly charSpace?: number;
  /** Of all sections; missing where there is nothing. */
  readonly foot?: PageFoot;
}

/** Place of a paragraph in a numbering. */
export interface NumberingPlace {
  /** `w:numId`. */
  readonly id: string;
  /** 0–8. */
  readonly level: number;
  /** Of a list that the writer numbers anew: one like that of `id`, which the file does not have yet. */
  readonly anew?: NumberingRestart;
}

/** Where a list begins anew. */
export interface NumberingRestart {
  /** Tells the lists of one document apart that the writer numbers anew. */
  readonly list: number;
  readonly level: number;
  readonly start: number;
}

/** One level of a numbering (17.9.6). */
export interface NumberingLevel {
  /** `w:numFmt`: `decimal`, `chineseCountingThousand`, `bullet`, `none`, … */
  readonly format: string;
  /** `%1` stands for the number of level 0. */
  readonly text: string;
  readonly start: number;
  /** The level (1–9) after which this one starts again; 0 for never; null for any higher one. */
  readonly restart: number | null;
  /** Numbers of higher levels in Arabic digits. */
  readonly legal: boolean;
  readonly suffix: 'tab' | 'space' | 'nothing';
  /** What the level itself says about the look of its label. */
  readonly run: RunOverride;
  /** Indents that a paragraph takes from the level. */
  readonly left?: Indent;
  readonly first?: Indent;
}

export interface Numbering {
  /** Numberings of one abstract definition count on together. */
  readonly abstract: string;
  readonly levels: readonly NumberingLevel[];
  /** Levels that this numbering starts anew, by level. */
  readonly starts: Readonly<Record<string, number>>;
}

/** A paragraph style as the style list shows it. */
export interface ParagraphStyle {
  readonly id: string;
  readonly name: string;
  /** Style of the paragraph that Enter makes behind it. */
  readonly next: string;
  /** 1–9 for a heading. */
  readonly outline: number | null;
  readonly format: ParagraphFormat;
  readonly numbering: NumberingPlace | null;
  /** Whether the list shows it. */
  readonly listed: boolean;
}

/** What the editor needs of a document's other parts; it never changes while the document is open. */
export interface Sheet {
  /** Id of the default paragraph style. */
  readonly normal: string;
  readonly styles: readonly ParagraphStyle[];
  readonly numberings: Readonly<Record<string, Numbering>>;
  /** Distance of tab stops that no paragraph names. */
  readonly defaultTab: number;
  /** Headers of the first section. */
  readonly header?: Running;
  /** Footers of the last section. */
  readonly footer?: Running;
  /** `src` of the paragraphs whose section ends with its page. */
  readonly pageEnds?: readonly string[];
}

/** A width: points, or per cent of what holds it. */
export interface Width {
  readonly value: number;
  readonly unit: 'pt' | '%';
}

/** Distances between a cell's edge and its text. */
export interface CellMargins {
  readonly top?: number;
  readonly bottom?: number;
  readonly left?: number;
  readonly right?: number;
}

export interface TableFormat {
  readonly width?: Width;
  readonly align?: 'left' | 'center' | 'right';
  readonly indent?: number;
  readonly borders?: Borders;
  readonly margins?: CellMargins;
  /** Columns keep their widths whatever they hold. */
  readonly fixed?: true;
  /** Widths of the columns, in points. */
  readonly columns?: readonly number[];
  /** Lines in the cells ignore the text grid of the page. */
  readonly offGrid?: true;
}

export interface RowFormat {
  readonly height?: number;
  readonly rule?: 'exact' | 'atLeast';
  /** Repeated on every page. */
  readonly header?: true;
  readonly cantSplit?: true;
}

export interface CellFormat {
  readonly width?: Width;
  readonly borders?: Borders;
  readonly shading?: string;
  readonly vertical?: 'top' | 'center' | 'bottom';
  readonly margins?: CellMargins;
  /** As in the file: `tbRl`, `btLr`, … */
  readonly direction?: string;
  readonly noWrap?: true;
  /** Stands for no cell of the file: fills a row that is shorter than the grid. */
  readonly filler?: true;
}
