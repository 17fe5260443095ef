import type { PhrasesState, Settings } from '../../src-main/contract/index.ts';

/** Characters that a writer has written before the offer. */
const leastWritten = 100;

/** Whether to offer own documents: once, to a writer who writes and uses none. */
export function offersDocuments(
  settings: Settings | null,
  own: PhrasesState | null,
  written: number,
): boolean {
  if (!settings?.inlineEnabled || settings.documentsOffered || written < leastWritten) return false;
  return own !== null && !own.enabled && own.folders.length === 0;
}
