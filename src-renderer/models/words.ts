import type { ModelInfo, SourceName } from '../../src-main/contract/index.ts';
import { durationOf, formatCount, formatPercent } from '../i18n/format.ts';
import { t } from '../i18n/index.svelte.ts';

/** A name inside a sentence: Chinese separates Latin names by a space. */
export const sourceName = (source: SourceName): string => t(`source.${source}`);

/** What a model's measured figures say, in one sentence. */
export function measuredWords({ words, characters, ends }: NonNullable<ModelInfo['measured']>) {
  const all = [words, characters, ends];
  const n = all.reduce((sum, one) => sum + one.n, 0);
  const error = all.reduce((sum, one) => sum + one.error * one.n, 0) / Math.max(1, n);
  return {
    n: formatCount(n),
    words: formatPercent(words.top1),
    listed: formatPercent(words.top5),
    characters: formatPercent(characters.top1),
    shown: formatCount(ends.shown.moderate.n),
    right: formatCount(ends.shown.moderate.right),
    error: formatPercent(error),
  };
}

export function timeLeft(seconds: number): string {
  const { n, unit } = durationOf(seconds);
  return t(`time.${unit}`, { n });
}
