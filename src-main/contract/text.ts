import { z } from 'zod';

/** Fills an argument of a message: a figure or name as it is, another message (or several) in the reader's language. */
export type Value = string | number | Message | readonly Message[];

/** A text as data: its entry in `texts/` and what is filled in. */
export interface Message {
  readonly code: string;
  readonly values?: Readonly<Record<string, Value>> | undefined;
  /** What is behind it, for whoever looks closer: a code or figure, the same in both languages, or words. */
  readonly detail?: string | Message | undefined;
}

const Value: z.ZodType<Value> = z.lazy(() => z.union([z.string(), z.number(), Message, z.array(Message)]));

export const Message: z.ZodType<Message> = z.lazy(() =>
  z.object({
    code: z.string(),
    values: z.record(z.string(), Value).optional(),
    detail: z.union([z.string(), Message]).optional(),
  }),
);

/** The code of a text that stands in its values `zh` and `en`. */
export const asWrittenCode = 'as-written';
