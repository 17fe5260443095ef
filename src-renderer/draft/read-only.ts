import { Extension } from '@tiptap/core';
import { Plugin, PluginKey } from '@tiptap/pm/state';
import { isOthers } from './rebase.ts';

/** Marks a transaction that brings a file's new content: a document that may not be edited takes it. */
export const fromFile = 'fromFile';

/**
 * Keeps every edit out of a document that may not be edited, whatever it comes from: keys, commands, suggestions. What
 * another window did is taken over.
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
