import { abilitiesOf } from '../format/abilities.ts';
import type { Formatting } from '../format/actions.ts';
import type { OpenDocument } from './open-document.svelte.ts';

/**
 * The formatting that a document allows. Styles apply where the document has pages: a draft without a file, Markdown
 * and text have none.
 */
export function formattingOf({ desk, files, editor }: OpenDocument): Formatting {
  const paged = editor !== null && !editor.isDestroyed && editor.state.doc.attrs.page !== null;
  return {
    sheet: paged ? desk.sheet : null,
    can: abilitiesOf(files.file?.format ?? null, files.readOnly !== null),
  };
}
