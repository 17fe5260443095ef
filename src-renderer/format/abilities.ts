import type { DocumentFormat } from '../../src-main/contract/index.ts';

/** The formatting that a file format can hold; only that is offered. */
export interface Abilities {
  /** Bold, italic, strike. */
  readonly emphasis: boolean;
  readonly underline: boolean;
  /** Fonts, sizes, colours, super- and subscript. */
  readonly fonts: boolean;
  /** Alignment, indents, spacing. */
  readonly paragraphs: boolean;
  readonly headings: boolean;
  readonly lists: boolean;
  readonly quotes: boolean;
  readonly tables: boolean;
}

const everything: Abilities = {
  emphasis: true,
  underline: true,
  fonts: true,
  paragraphs: true,
  headings: true,
  lists: true,
  quotes: true,
  tables: true,
};

const nothing: Abilities = {
  emphasis: false,
  underline: false,
  fonts: false,
  paragraphs: false,
  headings: false,
  lists: false,
  quotes: false,
  tables: false,
};

const markdown: Abilities = { ...everything, underline: false, fonts: false, paragraphs: false };

/** @param format null for a document without a file, which may be saved in any format */
export function abilitiesOf(format: DocumentFormat | null, readOnly: boolean): Abilities {
  if (readOnly || format === 'txt') return nothing;
  if (format === 'md') return markdown;
  // Word has no quotation element.
  return format === 'docx' ? { ...everything, quotes: false } : everything;
}
