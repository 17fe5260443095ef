import { readFile } from 'node:fs/promises';
import type { z } from 'zod';

/** A JSON file of a model's folder, parsed by its schema; null where it is missing or damaged. */
export async function readJsonFile<T extends z.ZodType>(
  schema: T,
  file: string,
): Promise<z.output<T> | null> {
  try {
    return schema.safeParse(JSON.parse(await readFile(file, 'utf8'))).data ?? null;
  } catch {
    return null;
  }
}
