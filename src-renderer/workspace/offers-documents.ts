import type { PhrasesState, Settings } from '../../src-main/contract/index.ts';

/** Characters after which a writer knows what this is about. */
const leastWritten = 100;

/** Whether to say what own documents are good for: once, to a writer who writes and uses none. */
export function offersDocuments(
  settings: Settings | null,
  own: PhrasesState | null,
  written: number,
): boolean {
  if (!settings?.inlineEnabled || settings.documentsOffered || written < leastWritten) return false;
  return own !== null && !own.enabled && own.folders.length === 0;
}
