import type { Candidate } from '../../src-main/contract/index.ts';
import { t } from '../i18n/index.svelte.ts';

/** Where a candidate comes from, for the writer. */

const phrases: ReadonlySet<string | undefined> = new Set(['this-document', 'own-documents', 'phrasebook']);

/** Whether it is how texts go on, and no word that the model or the writer's corrections know of. */
export const isPhrase = ({ origin }: Candidate): boolean => phrases.has(origin?.kind);

/** The source of a candidate that no model gave; null for one of the model's. */
export function sourceOf({ origin }: Candidate): string | null {
  const kind = origin?.kind ?? 'model';
  if (!origin || kind === 'model') return null;
  const { documents, titles } = origin;
  const [title] = titles;
  if (kind === 'phrasebook' && title !== undefined) return t('why.fromShared', { title });
  if (kind !== 'own-documents' || title === undefined) return t(`why.from.${kind}`);
  return documents > 1 ? t('why.fromTitles', { title, n: documents }) : t('why.fromTitle', { title });
}
