import type { Node } from '@tiptap/pm/model';
import type { Package } from '../package/opc.ts';
import { insertInto, parseXml } from '../package/xml.ts';
import { ChangedParts } from './changed-parts.ts';
import { createListNumberings } from './list-numbering.ts';
import { Markup } from './markup.ts';
import type { PackageEdits } from './package-edits.ts';
import { inlineDrawing, pictureOf } from './picture.ts';
import { wordPart } from './word-part.ts';

/** Changes of the other parts of a package that a change of the text needs. */

export interface CollectedEdits extends PackageEdits {
  /**
   * Adds a footer.
   * @param write its inner XML, in the new part's own markup
   * @returns the id of its relationship
   */
  footer(write: (markup: Markup) => string): string;
  /** @param change turns the present settings, null for a package without, into the new ones */
  settings(change: (xml: string | null) => string): void;
  rewrite(part: string, xml: string): void;
  /** The parts that changed or are new. */
  changes(): ReadonlyMap<string, Uint8Array>;
}

export function createPackageEdits(files: Package, strict: boolean): CollectedEdits {
  const parts = new ChangedParts(files, strict);
  const settings = parts.single('settings');
  let pictures = 0;

  function footer(write: (markup: Markup) => string): string {
    const part = parts.freeName((number) => `footer${number}.xml`);
    const empty = wordPart('ftr', '', strict);
    const document = parseXml(empty);
    return parts.addWordPart('footer', part, insertInto(empty, document.root, write(new Markup(document))));
  }

  function picture(markup: Markup, image: Node): string {
    const found = pictureOf(image);
    if (!found) return markup.text(String(image.attrs.alt ?? ''));
    return inlineDrawing(markup, parts.addMedia(found), image, 9000 + ++pictures);
  }

  return {
    relate: (type, target) => parts.relate(type, target, true),
    picture,
    ...createListNumberings(parts.single('numbering')),
    footer,
    settings: (change) => settings.write(change(settings.read())),
    rewrite: (part, xml) => parts.write(part, xml),
    changes: () => parts.changes(),
  };
}
