import { blankDocx } from '../docx/blank.ts';
import type { Markup } from '../docx/markup.ts';
import { type NewPackage, newDocx, newMarkup } from '../docx/new-package.ts';
import { letter } from './letter.ts';
import { minutes } from './minutes.ts';
import { notice } from './notice.ts';
import { report } from './report.ts';
import { request } from './request.ts';

/** Layouts of new documents: a blank page, and official documents after GB/T 9704—2012. */

const official = { notice, request, report, letter, minutes } satisfies Readonly<
  Record<string, (markup: Markup, year: number) => NewPackage>
>;

export type Layout = 'blank' | keyof typeof official;

export interface LayoutOptions {
  readonly layout: Layout;
  /** The year in the document's number and date. */
  readonly year: number;
}

/** A new document as the bytes of a .docx; the same bytes for the same year. */
export function layoutDocx({ layout, year }: LayoutOptions): Uint8Array {
  return layout === 'blank' ? blankDocx() : newDocx(official[layout](newMarkup(), year));
}
