import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../base/durable.ts';
import type { Precision } from '../contract/schemas.ts';
import { readJsonFile } from './json-file.ts';

/** What a model answered when it first ran on this machine, by precision, stored in its folder. */

/** The likeliest token at a row's mask. */
const Answer = z.object({ token: z.int().min(0), probability: z.number() });
export type GoldenAnswer = z.infer<typeof Answer>;

const File = z.object({
  /** SHA-256 of the weights, as installed. */
  base: z.string(),
  answers: z.array(Answer),
});

const fileOf = (dir: string, precision: Precision) => join(dir, `golden-${precision}.json`);

/** @returns null where no answers of these weights are stored, or they are damaged */
export async function readGolden(
  dir: string,
  baseHash: string,
  precision: Precision,
): Promise<readonly GoldenAnswer[] | null> {
  const stored = await readJsonFile(File, fileOf(dir, precision));
  return stored?.base === baseHash ? stored.answers : null;
}

export const writeGolden = (
  dir: string,
  base: string,
  precision: Precision,
  answers: readonly GoldenAnswer[],
): Promise<void> => replaceFile(fileOf(dir, precision), `${JSON.stringify({ base, answers })}\n`);
