import { z } from 'zod';
import { method } from './method.ts';
import { ProviderName } from './schemas.ts';
import { Message } from './text.ts';

/** What a machine's graphics processors can do for the model. */
export const GraphicsReport = z.object({
  /** Platform and architecture. */
  machine: z.string(),
  /** What the settings lead to; null where no model is installed, so that nothing was tried. */
  provider: ProviderName.nullable(),
  /** Median time of one short row on the CPU. */
  cpuMilliseconds: z.number().nullable(),
  providers: z.array(
    z.object({
      provider: ProviderName,
      /** Null where it was not tried. */
      works: z.boolean().nullable(),
      milliseconds: z.number().nullable(),
      reason: Message.nullable(),
      /** What is missing, and how to get it. */
      advice: z.array(Message),
    }),
  ),
});
export type GraphicsReport = z.infer<typeof GraphicsReport>;

/** Methods of the machine's processors. */
export const deviceMethods = {
  /** Tries every provider in a process of its own, which takes up to half a minute each. */
  'devices.inspect': method(z.object({}), GraphicsReport),
} as const;
