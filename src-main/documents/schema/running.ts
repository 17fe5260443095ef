import type { JSONContent } from '@tiptap/core';
import type { PageKind, Running } from '../../contract/document-formats.ts';
import { formatNumber } from './number-formats.ts';

/** Headers and footers of a section (17.10). They are shown, never written. */

/** Kinds of atoms that show the page number, and the page count of the document or the section. */
export const pageNumber = 'pageNumber';
export const pageCount = 'pageCount';
export const sectionPageCount = 'sectionPageCount';
/** Kind of a picture that takes no room in the text. */
export const floatingPicture = 'floatingPicture';

/** A page; both count from 1 through the document. */
export interface PagePlace {
  readonly page: number;
  /** The first page of its section. */
  readonly sectionPage: number;
}

const numberOn = ({ start }: Running, { page, sectionPage }: PagePlace): number =>
  start === null ? page : start + page - sectionPage;

/** The kind of a page. */
export function kindOn(running: Running, place: PagePlace): PageKind {
  if (running.title && place.page === place.sectionPage) return 'first';
  return running.mirrored && numberOn(running, place) % 2 === 0 ? 'even' : 'default';
}

/** The blocks of a page. */
export const blocksOn = (running: Running, place: PagePlace): readonly JSONContent[] =>
  running.blocks[kindOn(running, place)] ?? [];

/** The number of a page as it is printed. */
export const printedNumber = (running: Running, place: PagePlace): string =>
  formatNumber(numberOn(running, place), running.format);
