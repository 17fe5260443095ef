import { z } from 'zod';
import { RolloutEntry } from '../contract/rollouts.ts';
import type { ControllerState } from './state.ts';

/** The controller's log as a file that a desktop's archive takes in. */

const GatewayRecord = z.object({
  format: z.literal('bumo-gateway-record'),
  formatVersion: z.literal(1),
  engine: z.string(),
  entries: z.array(RolloutEntry).max(1_000),
});
export type GatewayRecord = z.infer<typeof GatewayRecord>;

/** Ids of a ledger are below. */
const idsOfOne = 2 ** 32;

/** Ids are made different from those of the desktop and of other controllers. */
export const recordOf = ({ engine, origin, entries }: ControllerState): GatewayRecord => ({
  format: 'bumo-gateway-record',
  formatVersion: 1,
  engine,
  entries: entries.map((entry) => ({ ...entry, id: origin * idsOfOne + entry.id, where: 'gateway' })),
});

/** @returns null for any other text. What happened at the engine is never taken for the desktop's own. */
export function parseRecord(text: string): GatewayRecord | null {
  try {
    const { data } = GatewayRecord.safeParse(JSON.parse(text));
    const isOfEngine = ({ id, where }: RolloutEntry) => id >= idsOfOne && where === 'gateway';
    return data?.entries.every(isOfEngine) ? data : null;
  } catch {
    return null;
  }
}
