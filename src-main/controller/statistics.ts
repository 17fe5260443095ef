import { z } from 'zod';
import { paths } from '../serving/protocol.ts';
import { type Access, ask, askForJson, garbled, under } from '../serving/request.ts';
import type { VersionId } from '../versions/policy/version.ts';
import { type Counter, type Evidence, seriesOf } from './ports.ts';

/** Counters by the statistics extension of the Open Inference Protocol. */

const Statistic = z.object({ count: z.int().min(0), ns: z.number().min(0).default(0) });

const Stats = z.object({
  model_stats: z.array(
    z.object({
      version: z.string(),
      /** Ours: the process that counted, where the engine runs several. */
      instance: z.string().regex(/^\S*$/).optional(),
      inference_stats: z.object({ success: Statistic, fail: Statistic }),
    }),
  ),
});

type Series = readonly [series: string, counter: Counter];

async function seriesFor(version: VersionId, address: string, access: Access): Promise<Series[]> {
  const url = under(address, paths.stats(version));
  const { data, error } = Stats.safeParse(await askForJson({ method: 'GET', url }, access));
  if (!data) throw garbled(url, String(error?.message));
  return data.model_stats
    .filter((one) => one.version === version)
    .map(({ instance = '', inference_stats: { success, fail } }) => [
      seriesOf(version, instance),
      { answered: success.count, failed: fail.count, milliseconds: success.ns / 1e6 },
    ]);
}

/** @param address of the Open Inference Protocol, as the desktops have it */
export const statistics = (address: string, access: Access): Evidence => ({
  async read(versions) {
    const all = await Promise.all(versions.map((version) => seriesFor(version, address, access)));
    return Object.fromEntries(all.flat());
  },
});

/** Whether an engine says that it has loaded the version. */
export async function hasLoaded(version: VersionId, address: string, access: Access): Promise<boolean> {
  const { status } = await ask({ method: 'GET', url: under(address, paths.modelReady(version)) }, access);
  return status === 200;
}
