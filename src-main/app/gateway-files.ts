import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { replaceFileNow } from '../base/durable.ts';
import { CodedError, reasonOf } from '../base/error.ts';
import { type GatewayChange, longestAddress, longestCa, longestToken } from '../contract/gateway.ts';
import { type GatewayAccess, gatewayAddress } from '../serving/client/access.ts';
import { message } from '../texts/message.ts';
import type { ReportsGoal } from './outcome-reports.ts';

/**
 * The files that say which gateway is used. `gateway.json`, among the resources or in the data folder, is an
 * administrator's; Bumo only reads it. `gateway-own.json` in the data folder is the writer's: it is readable by its
 * owner alone, and no export or backup of the store holds it.
 */

export const presetFile = 'gateway.json';
export const ownFile = 'gateway-own.json';

const common = {
  address: z.string().max(longestAddress),
  /** PEM. */
  ca: z.string().max(longestCa).nullable().default(null),
  token: z.string().max(longestToken).nullable().default(null),
  version: z.string().max(200).nullable().default(null),
};

const Preset = z.strictObject({
  ...common,
  on: z.boolean().default(true),
  /** Instead of `ca` and `token`: files, relative to this one. */
  caFile: z.string().optional(),
  tokenFile: z.string().optional(),
  /** The controller that takes counts, where the writer agrees; it shows a certificate of the same authority. */
  reports: z
    .strictObject({
      address: common.address,
      token: common.token,
      tokenFile: z.string().optional(),
    })
    .optional(),
});

const Own = z.object({
  ...common,
  address: common.address.default(''),
  /** Null where the writer decided nothing. */
  on: z.boolean().nullable().default(null),
  /** Whether the writer agreed that counts are reported. */
  reports: z.boolean().default(false),
  /** Secret that sticky keys are made with, 64 hexadecimal digits. */
  key: z.string().regex(/^[0-9a-f]{64}$/),
});
type Own = z.infer<typeof Own>;

/** What the files come to. */
export interface GatewayWish {
  readonly on: boolean;
  /** Empty where none was set. */
  readonly access: GatewayAccess;
  readonly preset: boolean;
  readonly key: string;
  /** The controller that an administrator named, and whether the writer agreed; null where none was named. */
  readonly reports: { readonly on: boolean; readonly goal: ReportsGoal } | null;
}

const unreadable = (file: string, error: unknown) =>
  new CodedError('gateway-preset', message('gateway.preset-unreadable', { file }, reasonOf(error)));

interface PresetWish extends Pick<GatewayWish, 'on' | 'access'> {
  readonly goal: ReportsGoal | null;
}

/** @throws CodedError `gateway-preset`, `gateway-address` */
function readPreset(file: string): PresetWish {
  try {
    const beside = (name: string | undefined) =>
      name === undefined ? null : readFileSync(resolve(dirname(file), name), 'utf8');
    const { on, caFile, tokenFile, reports, ...preset } = Preset.parse(
      JSON.parse(readFileSync(file, 'utf8')),
    );
    const ca = preset.ca ?? beside(caFile);
    const reached = (address: string, token: string | null, file: string | undefined) => ({
      address: gatewayAddress(address),
      token: token ?? beside(file)?.trim() ?? null,
      ca,
    });
    return {
      on,
      access: { ...reached(preset.address, preset.token, tokenFile), version: preset.version },
      goal: reports ? reached(reports.address, reports.token, reports.tokenFile) : null,
    };
  } catch (error) {
    throw error instanceof CodedError ? error : unreadable(file, error);
  }
}

function readOwn(file: string): Own {
  try {
    return Own.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // There is none yet, or it is damaged: then the gateway is off.
    return Own.parse({ key: randomBytes(32).toString('hex') });
  }
}

export interface GatewayFiles {
  /** @throws CodedError `gateway-preset`, `gateway-address` for an administrator's file that cannot be used */
  read(): GatewayWish;
  /** @throws CodedError `gateway-preset` for a change of what an administrator set, `gateway-address` */
  change(change: GatewayChange): GatewayWish;
}

/** @param folders of the data and of the resources */
export function gatewayFiles({ home, resources }: { home: string; resources: string }): GatewayFiles {
  const own = join(home, ownFile);
  const presetIn = () =>
    [resources, home].map((dir) => join(dir, presetFile)).find((file) => existsSync(file));

  function read(): GatewayWish {
    const { on, key, reports: agreed, ...access } = readOwn(own);
    const file = presetIn();
    if (file === undefined)
      return { on: on === true && access.address !== '', access, preset: false, key, reports: null };
    const { goal, ...preset } = readPreset(file);
    const reports = goal && { on: agreed, goal };
    return { access: preset.access, on: on ?? preset.on, preset: true, key, reports };
  }

  return {
    read,
    change({ on, reports, ...change }) {
      const isPreset = presetIn() !== undefined;
      if (isPreset && Object.values(change).some((value) => value !== undefined))
        throw new CodedError('gateway-preset', message('gateway.preset'));
      const before = readOwn(own);
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      const decided = { on: on ?? before.on, reports: reports ?? before.reports };
      const next = Own.parse({ ...before, ...given, ...decided });
      const address = next.address.trim() === '' ? '' : gatewayAddress(next.address);
      if (!isPreset && next.on === true && address === '') gatewayAddress('');
      replaceFileNow(own, JSON.stringify({ ...next, address, token: next.token?.trim() || null }));
      return read();
    },
  };
}
