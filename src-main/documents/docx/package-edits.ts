import type { Node } from '@tiptap/pm/model';
import type { NumberingRestart } from '../../contract/document-formats.ts';
import type { Markup } from './markup.ts';

/** Changes of other parts that writing a changed document needs: link addresses, pictures, list numberings. */
export interface PackageEdits {
  /** @returns the id of a relationship of the main part to an address */
  relate(type: 'hyperlink', target: string): string;
  /** @returns the drawing of an inserted picture */
  picture(markup: Markup, image: Node): string;
  /** @returns the `w:numId` of a new list, one for each list */
  list(kind: 'bullet' | 'ordered', list: Node): string;
  /** @returns the `w:numId` of a copy of a numbering that restarts */
  renumbered(id: string, restart: NumberingRestart): string;
}

/** A part of the package that changes. */
export interface TextPart {
  /** The present text; null where the package has no such part. */
  read(): string | null;
  write(xml: string): void;
}
