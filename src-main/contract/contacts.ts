import { z } from 'zod';
import { method, nothing } from './method.ts';
import { SourceName } from './schemas.ts';
import { Message } from './text.ts';

/** A machine that was asked for a model, for the files that a team shares, or for a model's answers (`gateway`). */
export const Contact = z.object({
  /** The first request, milliseconds since the epoch. */
  at: z.int(),
  source: z.enum([...SourceName.options, 'team', 'gateway']),
  /** Empty for a team. */
  modelId: z.string(),
  /** Name and port; the command of a client whose own configuration says which machine it asks. */
  host: z.string(),
  /** Received from it. */
  bytes: z.int(),
  /** How the source answered in the end; null if the app ended before. */
  result: Message.nullable(),
});
export type Contact = z.infer<typeof Contact>;

export const contactMethods = {
  /** Newest first. */
  'models.contacts': method(nothing, z.object({ contacts: z.array(Contact) })),
} as const;
