import { z } from 'zod';
import { CodedError } from '../base/error.ts';
import { type Access, askFor, askForJson, garbled, under } from '../serving/request.ts';
import { message } from '../texts/message.ts';
import type { ServingEngine, TrafficSplit } from './ports.ts';
import type { Shares } from './shares.ts';
import { hasLoaded, statistics } from './statistics.ts';

/**
 * Ray Serve. The split is `user_config.shares` of the deployment `Router`, set by Ray's own REST API; a change of
 * `user_config` alone restarts no replica. Writers stay on a version: the router maps their key to a place in [0, 1).
 */

export interface RayOptions {
  /** Of Ray's dashboard, where its REST API is. */
  readonly control: string;
  /** Of the Open Inference Protocol. */
  readonly address: string;
  readonly access: Access;
}

const routerName = 'Router';

const Deployment = z.looseObject({ name: z.string(), user_config: z.unknown().optional() });
const Application = z.looseObject({
  name: z.string().optional(),
  deployments: z.array(Deployment).optional(),
});
const Details = z.looseObject({
  proxy_location: z.unknown().optional(),
  http_options: z.unknown().optional(),
  grpc_options: z.unknown().optional(),
  target_capacity: z.unknown().optional(),
  applications: z.record(z.string(), z.looseObject({ deployed_app_config: Application.nullable() })),
});
type Details = z.infer<typeof Details>;
const Router = z.looseObject({ shares: z.record(z.string(), z.number().min(0).max(1)) });

const path = '/api/serve/applications/';

/** What `GET` shows of a `PUT`, without what only describes the moment. */
function configOf(details: Details): Record<string, unknown> {
  const { proxy_location, http_options, grpc_options, target_capacity } = details;
  const kept = { proxy_location, http_options, grpc_options, target_capacity };
  const applications = Object.entries(details.applications).map(([name, { deployed_app_config }]) => {
    // Started by a program: a PUT would end it, since its configuration is not known here.
    if (!deployed_app_config)
      throw new CodedError('serving-refused', message('controller.ray-foreign-app', { name }));
    return { name, ...deployed_app_config };
  });
  const set = Object.entries(kept).filter(([, value]) => value !== null && value !== undefined);
  return { ...Object.fromEntries(set), applications };
}

const isRouter = (one: z.infer<typeof Deployment>) =>
  one.name === routerName && Router.safeParse(one.user_config).success;

function sharesIn(details: Details): Shares | null {
  for (const { deployed_app_config } of Object.values(details.applications))
    for (const one of deployed_app_config?.deployments ?? [])
      if (isRouter(one)) return Router.parse(one.user_config).shares;
  return null;
}

function withShares(details: Details, shares: Shares): Details {
  const applications = Object.entries(details.applications).map(([name, app]) => {
    const config = app.deployed_app_config;
    const deployments = config?.deployments?.map((one) =>
      isRouter(one)
        ? { ...one, user_config: { ...Router.parse(one.user_config), shares: { ...shares } } }
        : one,
    );
    return [name, config ? { ...app, deployed_app_config: { ...config, deployments } } : app] as const;
  });
  return { ...details, applications: Object.fromEntries(applications) };
}

/** What Ray writes instead of the environment of a deployment where it takes the reader for a browser. */
const redacted = '<redacted>';

function raySplit({ control, access }: RayOptions): TrafficSplit {
  const url = under(control, path);
  const details = async () => {
    const answer = await askForJson({ method: 'GET', url }, access);
    const { data, error } = Details.safeParse(answer);
    if (!data) throw garbled(url, String(error?.message));
    return data;
  };
  return {
    async read() {
      const shares = sharesIn(await details());
      if (!shares)
        throw new CodedError('serving-refused', message('controller.ray-no-router', { address: control }));
      return shares;
    },
    async set(shares) {
      // A PUT replaces everything: what is there now goes along, read a moment before.
      const config = configOf(withShares(await details(), shares));
      const body = JSON.stringify(config);
      // Written back, it would replace the real values.
      if (body.includes(redacted)) throw garbled(url, 'runtime_env is redacted');
      await askFor({ method: 'PUT', url, type: 'application/json', body }, access);
    },
  };
}

export const rayEngine = (options: RayOptions): ServingEngine => ({
  split: raySplit(options),
  evidence: statistics(options.address, options.access),
  isReady: (version) => hasLoaded(version, options.address, options.access),
});
