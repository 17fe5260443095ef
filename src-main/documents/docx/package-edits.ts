import type { Node } from '@tiptap/pm/model';
import type { NumberingRestart } from '../../contract/document-formats.ts';
import type { Markup } from './markup.ts';

/** What a changed document needs of the other parts: addresses of links, pictures, numberings of lists. */
export interface PackageEdits {
  /** @returns the id of a relationship of the main part to an address */
  relate(type: 'hyperlink', target: string): string;
  /** @returns the drawing of a picture that the writer put in */
  picture(markup: Markup, image: Node): string;
  /** @returns the `w:numId` of a list; each list counts for itself */
  list(kind: 'bullet' | 'ordered', list: Node): string;
  /** @returns the `w:numId` of a numbering like another one that begins anew */
  renumbered(id: string, restart: NumberingRestart): string;
}

/** A part of the package that changes. */
export interface TextPart {
  /** Its text as it is by now; null where the package has none. */
  read(): string | null;
  write(xml: string): void;
}
