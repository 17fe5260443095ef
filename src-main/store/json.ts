import type { z } from 'zod';

/** A stored JSON text, parsed by its schema; null if it is damaged. */
export function readJson<T extends z.ZodType>(schema: T, text: string): z.output<T> | null {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** The rows that could be read, and the number of damaged ones. */
export interface Read<T> {
  readonly items: T[];
  readonly damaged: number;
}

export function readAll<R, T>(rows: readonly R[], read: (row: R) => T | null): Read<T> {
  const items = rows.map(read).filter((one) => one !== null);
  return { items, damaged: rows.length - items.length };
}
