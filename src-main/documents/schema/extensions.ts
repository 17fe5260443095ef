import { type AnyExtension, getSchema } from '@tiptap/core';
import { Image } from '@tiptap/extension-image';
import type { Schema } from '@tiptap/pm/model';
import StarterKit from '@tiptap/starter-kit';
import {
  BumoBlockquote,
  BumoBulletList,
  BumoCodeBlock,
  BumoDocument,
  BumoHeading,
  BumoListItem,
  BumoOrderedList,
  BumoParagraph,
  BumoRule,
  BumoTable,
  BumoTableCell,
  BumoTableHeader,
  BumoTableRow,
  PageBreak,
} from './blocks.ts';
import { Atom, AtomBlock, BumoHardBreak, Gap } from './inlines.ts';
import { isShareAddress } from './link-address.ts';
import { BumoStrike, BumoUnderline, Font, Inserted, Run } from './marks.ts';

/**
 * The schema of editor, command line and tests. It is free of the DOM: the renderer adds views and keys to these
 * extensions, but no nodes or marks.
 * @param overrides extensions that replace those with the same names
 */
export function schemaExtensions(overrides: readonly AnyExtension[] = []): AnyExtension[] {
  const own: AnyExtension[] = [
    StarterKit.configure({
      document: false,
      paragraph: false,
      heading: false,
      blockquote: false,
      bulletList: false,
      orderedList: false,
      listItem: false,
      codeBlock: false,
      horizontalRule: false,
      hardBreak: false,
      underline: false,
      strike: false,
      link: {
        openOnClick: false,
        autolink: false,
        // Such a link is shown and saved, but leads nowhere.
        isAllowedUri: (address, { defaultValidate }) => !isShareAddress(address) && defaultValidate(address),
      },
    }),
    BumoDocument,
    BumoParagraph,
    BumoHeading,
    BumoBlockquote,
    BumoBulletList,
    BumoOrderedList,
    BumoListItem,
    BumoCodeBlock,
    BumoRule,
    BumoHardBreak,
    BumoTable,
    BumoTableRow,
    BumoTableCell,
    BumoTableHeader,
    PageBreak,
    Image.configure({ inline: true, allowBase64: true }),
    Gap,
    Atom,
    AtomBlock,
    BumoUnderline,
    BumoStrike,
    Font,
    Run,
    Inserted,
  ];
  const names = new Set(overrides.map(({ name }) => name));
  return [...own.filter(({ name }) => !names.has(name)), ...overrides];
}

let shared: Schema | undefined;

/** The schema without any editor. */
export const documentSchema = (): Schema => (shared ??= getSchema(schemaExtensions()));
