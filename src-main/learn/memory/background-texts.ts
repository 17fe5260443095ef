import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { seededRng } from '../../base/rng.ts';
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
