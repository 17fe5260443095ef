import type { DocumentFormat } from '../../src-main/contract/index.ts';

/** What the format of a document's file can hold; nothing else is offered. */
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

/** @param format null for a document without a file, which may become any */
export function abilitiesOf(format: DocumentFormat | null, readOnly: boolean): Abilities {
  if (readOnly || format === 'txt') return nothing;
  if (format === 'md') return markdown;
  // A quotation is no paragraph of Word.
  return format === 'docx' ? { ...everything, quotes: false } : everything;
}
