import type { JSONContent } from '@tiptap/core';

/**
 * Formatting as the editor shows it: *effective* values, resolved through defaults, styles, numbering and direct
 * properties (ECMA-376 part 1, 17.7.2). All are JSON, so that they are attributes of nodes and marks. Lengths are
 * points unless a unit is named; a missing field has its default.
 */

/** The pages of a header or footer; `default` are the odd pages if even pages have another one. */
export type PageKind = 'default' | 'first' | 'even';

/** The headers of a section, or its footers. */
export interface Running {
  /** Blocks of the editor's schema; pages of a missing kind have none. */
  readonly blocks: Readonly<Partial<Record<PageKind, readonly JSONContent[]>>>;
  /** Whether the first page of the section has its own header or footer (`w:titlePg`). */
  readonly title: boolean;
  /** Whether even pages have their own header or footer (`w:evenAndOddHeaders`). */
  readonly mirrored: boolean;
  /** Number of the section's first page; null if it continues the numbers before. */
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

/** The effective format of a paragraph. */
export interface ParagraphFormat {
  readonly align?: Alignment;
  readonly left?: Indent;
  readonly right?: Indent;
  /** Indent of the first line; negative for a hanging indent. */
  readonly first?: Indent;
  /** Size of the characters that indents count, which is that of the first character, if it differs from `base`. */
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
  /** Format of the numbering's label, as differences from `base`. */
  readonly label?: RunOverride;
  /** Format of text without marks, and of the first character typed into an empty paragraph. */
  readonly base?: RunFormat;
}

/** The effective format of a run of text. */
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
  /** Points above the baseline; negative below it. */
  readonly position?: number;
  /** Emphasis mark below or above characters: `dot`, `comma`, … */
  readonly emphasis?: string;
  /** Around the characters (`w:bdr`). */
  readonly border?: Border;
  /** Characters of both Latin and Chinese fonts, such as “ ” … —, use the Chinese font. */
  readonly hint?: 'eastAsia';
}

/** Differences from another run's format; `none` resets a field. */
export type RunOverride = { readonly [Field in keyof RunFormat]?: RunFormat[Field] | 'none' };

/**
 * The foot of the pages: page numbers or text of the file, or the page numbers of official documents (`— 1 —`), which
 * saving adds.
 */
export type PageFoot = 'numbers' | 'text' | 'official';

/** The page of a section, in points with one decimal, rounded from twips. */
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
  /** The foot in all sections; absent if there is none. */
  readonly foot?: PageFoot;
}

/** Place of a paragraph in a numbering. */
export interface NumberingPlace {
  /** `w:numId`. */
  readonly id: string;
  /** 0–8. */
  readonly level: number;
  /** For a list whose numbers the writer restarts: a numbering like `id` that the file does not have yet. */
  readonly anew?: NumberingRestart;
}

/** The restart of a list's numbers. */
export interface NumberingRestart {
  /** Distinguishes the restarted lists of one document. */
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
  /** The level (1–9) after which this level restarts; 0 for never; null for any higher level. */
  readonly restart: number | null;
  /** Numbers of higher levels in Arabic digits. */
  readonly legal: boolean;
  readonly suffix: 'tab' | 'space' | 'nothing';
  /** Format of the label by the level itself. */
  readonly run: RunOverride;
  /** Indents that a paragraph takes from the level. */
  readonly left?: Indent;
  readonly first?: Indent;
}

export interface Numbering {
  /** Numberings of one abstract definition share their counts. */
  readonly abstract: string;
  readonly levels: readonly NumberingLevel[];
  /** Start numbers of the levels that this numbering restarts, by level. */
  readonly starts: Readonly<Record<string, number>>;
}

/** A paragraph style of the style list. */
export interface ParagraphStyle {
  readonly id: string;
  readonly name: string;
  /** Style of the next paragraph after Enter. */
  readonly next: string;
  /** 1–9 for a heading. */
  readonly outline: number | null;
  readonly format: ParagraphFormat;
  readonly numbering: NumberingPlace | null;
  /** Whether the list shows it. */
  readonly listed: boolean;
}

/** Styles, numberings, headers and footers of a document, which do not change while it is open. */
export interface Sheet {
  /** Id of the default paragraph style. */
  readonly normal: string;
  readonly styles: readonly ParagraphStyle[];
  readonly numberings: Readonly<Record<string, Numbering>>;
  /** Distance of default tab stops. */
  readonly defaultTab: number;
  /** Headers of the first section. */
  readonly header?: Running;
  /** Footers of the last section. */
  readonly footer?: Running;
  /** `src` of the paragraphs whose section ends with its page. */
  readonly pageEnds?: readonly string[];
}

/** A width in points, or in per cent of the container. */
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
  /** Columns do not adapt to their contents. */
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
  /** No cell of the file: fills a row that is shorter than the grid. */
  readonly filler?: true;
}
