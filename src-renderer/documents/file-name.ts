import { t } from '../i18n/index.svelte.ts';
import type { Naming } from './asking.ts';
import { asName, type OpenFile, withoutEnding } from './open-file.ts';

export interface Named {
  readonly file: Pick<OpenFile, 'name' | 'format'> | null;
  readonly naming: Naming;
  /** The first words of the document. */
  readonly beginning: string;
}

/** The suggested name of a new file: the first words of a document without a file. */
export function nameFor({ file, naming, beginning }: Named): string {
  const whole = file?.name ?? `${asName(beginning) || t('file.untitled')}.docx`;
  if (naming === 'same') return whole;
  const part = naming === 'copy' ? t('file.copy') : '补墨';
  return `${withoutEnding(file?.name ?? t('file.untitled'))}-${part}.${file?.format ?? 'docx'}`;
}
