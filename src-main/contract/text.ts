import { z } from 'zod';

/** Fills an argument of a message: a figure or name as it is, another message (or several) in the reader's language. */
export type Value = string | number | Message | readonly Message[];

/** What is behind a message, for whoever looks closer: a code or figure, the same in both languages, or words. */
export type Detail = string | Message;

/** A text as data: its entry in `texts/` and what is filled in. */
export interface Message {
  readonly code: string;
  readonly values?: Readonly<Record<string, Value>> | undefined;
  readonly detail?: Detail | undefined;
}

/** The code of a text that stands in its values `zh` and `en`. */
export const asWrittenCode = 'as-written';

const Value: z.ZodType<Value> = z.lazy(() => z.union([z.string(), z.number(), Message, z.array(Message)]));
const Detail: z.ZodType<Detail> = z.lazy(() => z.union([z.string(), Message]));

export const Message: z.ZodType<Message> = z.lazy(() =>
  z.union([
    z.object({
      code: z.string(),
      values: z.record(z.string(), Value).optional(),
      detail: Detail.optional(),
    }),
    // As stores of earlier editions hold a text.
    z
      .object({ zh: z.string(), en: z.string(), detail: Detail.optional() })
      .transform(({ zh, en, ...rest }) => ({ code: asWrittenCode, values: { zh, en }, ...rest })),
  ]),
);
