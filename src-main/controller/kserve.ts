import { z } from 'zod';
import { CodedError } from '../base/error.ts';
import { type Access, askFor, askForJson, garbled, under } from '../serving/request.ts';
import { message } from '../texts/message.ts';
import type { VersionId } from '../versions/policy/version.ts';
import { metrics } from './metrics.ts';
import type { ServingEngine, TrafficSplit } from './ports.ts';

/**
 * KServe in its serverless mode. The split is `spec.predictor.canaryTrafficPercent` of an InferenceService: the percent
 * of the latest revision, the rest goes to the one before. A writer does not stay on a version: KServe has no key for
 * it, each request is drawn anew.
 */

export interface KServeOptions {
  /** Of the Kubernetes API. */
  readonly control: string;
  readonly namespace: string;
  readonly service: string;
  /** The version of the revision before. */
  readonly stable: VersionId;
  /** The version of the latest revision. */
  readonly canary: VersionId;
  /** Pages with the predictor's metrics, by version. */
  readonly pages: ReadonlyMap<VersionId, readonly string[]>;
  /** The service account's. */
  readonly access: Access;
}

const Service = z.looseObject({
  spec: z.looseObject({
    predictor: z.looseObject({ canaryTrafficPercent: z.int().min(0).max(100).optional() }),
  }),
  status: z
    .looseObject({
      components: z
        .looseObject({
          predictor: z
            .looseObject({
              latestCreatedRevision: z.string().optional(),
              latestReadyRevision: z.string().optional(),
            })
            .optional(),
        })
        .optional(),
    })
    .optional(),
});

const urlOf = ({ control, namespace, service }: KServeOptions) =>
  under(
    control,
    `/apis/serving.kserve.io/v1beta1/namespaces/${encodeURIComponent(namespace)}/inferenceservices/${encodeURIComponent(service)}`,
  );

async function serviceOf(options: KServeOptions): Promise<z.infer<typeof Service>> {
  const url = urlOf(options);
  const { data, error } = Service.safeParse(await askForJson({ method: 'GET', url }, options.access));
  if (!data) throw garbled(url, String(error?.message));
  return data;
}

function kserveSplit(options: KServeOptions): TrafficSplit {
  const { stable, canary, access } = options;
  return {
    async read() {
      const { spec } = await serviceOf(options);
      // Without a percent the latest revision gets everything.
      const share = (spec.predictor.canaryTrafficPercent ?? 100) / 100;
      return { [stable]: 1 - share, [canary]: share };
    },
    async set(shares) {
      const other = Object.keys(shares).find((one) => one !== stable && one !== canary && shares[one] !== 0);
      if (other !== undefined)
        throw new CodedError('serving-refused', message('controller.not-served', { version: other }));
      const percent = Math.round((shares[canary] ?? 0) * 100);
      await askFor(
        {
          method: 'PATCH',
          url: urlOf(options),
          type: 'application/merge-patch+json',
          body: JSON.stringify({ spec: { predictor: { canaryTrafficPercent: percent } } }),
        },
        access,
      );
    },
  };
}

export const kserveEngine = (options: KServeOptions): ServingEngine => ({
  split: kserveSplit(options),
  evidence: metrics(options.pages, options.access),
  async isReady(version) {
    const predictor = (await serviceOf(options)).status?.components?.predictor;
    const latest = predictor?.latestCreatedRevision;
    // The revision before is ready for as long as the service exists.
    return version === options.stable || (latest !== undefined && predictor?.latestReadyRevision === latest);
  },
});
