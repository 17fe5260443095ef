import { Extension } from '@tiptap/core';
import { Plugin, PluginKey } from '@tiptap/pm/state';
import { isOthers } from './rebase.ts';

/** Marks a transaction with a file's new content, which a read-only document accepts. */
export const fromFile = 'fromFile';

/**
 * Rejects every edit of a read-only document: by keys, commands and suggestions. Other windows' changes are applied.
 */
export const readOnlyExtension = (isReadOnly: () => boolean): Extension =>
  Extension.create({
    name: 'readOnly',
    addProseMirrorPlugins: () => [
      new Plugin({
        key: new PluginKey('readOnly'),
        props: { editable: () => !isReadOnly() },
        filterTransaction: (transaction) =>
          !transaction.docChanged ||
          transaction.getMeta(fromFile) === true ||
          isOthers(transaction) ||
          !isReadOnly(),
      }),
    ],
  });
