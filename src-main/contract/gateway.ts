import { z } from 'zod';
import { Message } from './text.ts';

/** A gateway: an engine on another machine that answers instead of this one's, where the writer wants that. */

/** What became of the gateway, as the engine's process sees it. */
export const GatewayState = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('off') }),
  z.object({ phase: z.literal('connecting') }),
  /** `version` is the one that answers; another writer or document may have another one. */
  z.object({ phase: z.literal('ready'), version: z.string() }),
  /** This machine answers alone; why, and what to do. */
  z.object({ phase: z.literal('away'), text: Message }),
]);
export type GatewayState = z.infer<typeof GatewayState>;
