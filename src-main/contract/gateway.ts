import { z } from 'zod';
import { method, nothing } from './method.ts';
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

/** The settings as they are shown; the token is never shown again. */
export const GatewaySettings = z.object({
  on: z.boolean(),
  address: z.string(),
  hasCa: z.boolean(),
  hasToken: z.boolean(),
  /** The version that is to answer; null where the gateway chooses. */
  version: z.string().nullable(),
  /** Whether an administrator set it up: then the writer can only switch it off and on. */
  preset: z.boolean(),
  state: GatewayState,
  /** What the controller is told; null where an administrator named none. */
  reports: z
    .object({
      on: z.boolean(),
      /** Name and port of the controller. */
      host: z.string(),
      /** Why the last counts did not arrive; null where they did. */
      trouble: Message.nullable(),
    })
    .nullable(),
  /** Which of the two answered last; null where the gateway is off or nothing was answered since. */
  answeredBy: z.enum(['local', 'gateway']).nullable(),
});
export type GatewaySettings = z.infer<typeof GatewaySettings>;

export const longestAddress = 500;
export const longestToken = 4_000;
export const longestCa = 200_000;

/** Absent fields stay; null removes. */
export const GatewayChange = z.object({
  on: z.boolean().optional(),
  /** Whether the administrator's controller is told how the gateway's answers fared. */
  reports: z.boolean().optional(),
  address: z.string().max(longestAddress).optional(),
  /** Certificates as PEM. */
  ca: z.string().max(longestCa).nullable().optional(),
  token: z.string().max(longestToken).nullable().optional(),
  version: z.string().max(200).nullable().optional(),
});
export type GatewayChange = z.infer<typeof GatewayChange>;

export const gatewayMethods = {
  'gateway.get': method(nothing, GatewaySettings),
  /** Switching on is the writer's consent. */
  'gateway.set': method(GatewayChange, GatewaySettings),
} as const;
