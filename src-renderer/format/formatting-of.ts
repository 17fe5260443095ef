import type { OpenDocument } from '../documents/open-document.svelte.ts';
import { abilitiesOf } from './abilities.ts';
import type { Formatting } from './actions.ts';

/**
 * What may be done to a document's look. Styles count where the document is laid out on pages: a draft without a file,
 * Markdown and text have none, whatever file they may become.
 */
export function formattingOf({ desk, files, editor }: OpenDocument): Formatting {
  const paged = editor !== null && !editor.isDestroyed && editor.state.doc.attrs.page !== null;
  return {
    sheet: paged ? desk.sheet : null,
    can: abilitiesOf(files.file?.format ?? null, files.readOnly !== null),
  };
}
