import type { AnyExtension, Editor } from '@tiptap/core';
import type { Sheet } from '../../src-main/contract/document-formats.ts';
import type { Client } from '../../src-main/contract/index.ts';
import { t } from '../i18n/index.svelte.ts';
import { fromBase64 } from '../ui/base64.ts';
import { nameOfAtom } from './atom-names.ts';
import { type AtomViewOptions, renameAtoms } from './atom-view.ts';
import { lookExtensions } from './look-extensions.ts';
import { Pictures } from './pictures.ts';

/** The extensions and state that an editor draws documents with. */
export interface EditorLooks {
  /** Extensions that replace those of the schema with the same names. */
  readonly extensions: AnyExtension[];
  /** Draws atoms in headers and footers. */
  readonly headers: AtomViewOptions;
  /** Drawn content takes the interface's language. */
  rename(editor: Editor): void;
  destroy(): void;
}

const nameOf = (kind: string): string => t(nameOfAtom(kind));

/** The document as it is now. */
export interface LookedAt {
  /** Hash of its source; null for a document without one. */
  readonly source: () => string | null;
  readonly sheet: () => Sheet | null;
}

/** Distance of default tab stops in documents without a file, in points. */
const usualTab = 21;

export function createLooks(client: Client, { source, sheet }: LookedAt): EditorLooks {
  const pictures = new Pictures(async (from, part) => {
    const { media } = await client.call('documents.media', { source: from, part });
    return media && { type: media.type, bytes: fromBase64(media.data) };
  }, source);
  const insertedBy = (author: string) =>
    author === '' ? t('atom.inserted') : t('atom.insertedBy', { author });
  const defaultTab = () => sheet()?.defaultTab ?? usualTab;
  return {
    extensions: lookExtensions({ nameOf, pictures, defaultTab, insertedBy }),
    headers: { nameOf, pictures: pictures.ofHeaders(), defaultTab },
    rename: ({ view }) => renameAtoms(view.dom, nameOf),
    destroy: () => pictures.destroy(),
  };
}
