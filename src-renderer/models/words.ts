import type { SourceName } from '../../src-main/contract/index.ts';
import { durationOf } from '../i18n/format.ts';
import { t } from '../i18n/index.svelte.ts';

/** A name inside a sentence: Chinese separates Latin names by a space. */
export const sourceName = (source: SourceName): string => t(`source.${source}`);

export function timeLeft(seconds: number): string {
  const { n, unit } = durationOf(seconds);
  return t(`time.${unit}`, { n });
}
