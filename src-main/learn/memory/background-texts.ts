import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { seededRng } from '../../base/rng.ts';
import type { CalibrationGap } from '../../contract/calibration.ts';
import { maskText } from '../../contract/gap.ts';

/** Gaps that a background is measured on. */
const backgroundSize = 48;

/**
 * @param folder contains the sentences for replay
 * @returns sentences with a gap for two of their characters, the same ones on every machine
 */
export async function backgroundTexts(folder: string): Promise<string[]> {
  const random = seededRng(1);
  const lines = (await readFile(join(folder, 'sentences.txt'), 'utf8')).trim().split('\n');
  const step = Math.max(1, Math.floor(lines.length / backgroundSize));
  return lines
    .filter((_, i) => i % step === 0)
    .slice(0, backgroundSize)
    .map((line) => {
      const at = 1 + Math.floor(random() * Math.max(1, line.length - 4));
      return `${line.slice(0, at)}${maskText}${line.slice(at + 2)}`;
    });
}

/** Places where none of the writer's words belongs: words of business sentences that no training reads. */
const mostOthers = 100;

/** @returns texts with a gap each, evenly from the calibration's words */
export function otherPlaces(gaps: readonly CalibrationGap[]): string[] {
  const words = gaps.filter(({ kind }) => kind === 'word').map(({ text }) => text);
  const count = Math.min(mostOthers, words.length);
  return Array.from({ length: count }, (_, i) => words[Math.floor((i * words.length) / count)] as string);
}
