import { z } from 'zod';
import { FilePath } from './documents.ts';
import { method } from './method.ts';
import { Message } from './text.ts';

/** A package that passed every check. */
export const CheckedUpdate = z.object({
  name: z.string(),
  version: z.string(),
  /** Whether the system opened it or its folder. */
  opened: z.boolean(),
  /** What the writer does next. */
  next: Message,
});
export type CheckedUpdate = z.infer<typeof CheckedUpdate>;

/** Methods of updates. */
export const updateMethods = {
  /**
   * Checks a package with the signed list beside it. A shell with the system's dialog takes null and asks for the file
   * there, then lets the system open it; other shells take a path. Null if the writer cancels the dialog.
   */
  'updates.fromFile': method(
    z.object({ path: FilePath.nullable() }),
    z.object({ update: CheckedUpdate.nullable() }),
  ),
} as const;
