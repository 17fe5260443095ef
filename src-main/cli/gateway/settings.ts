import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { causeOf } from '../../base/cause.ts';
import { replaceFileNow } from '../../base/durable.ts';
import { CodedError } from '../../base/error.ts';
import { ownerOnlyFolder } from '../../base/owner-only.ts';
import { engines, Version } from '../../controller/events.ts';
import { kserveEngine } from '../../controller/kserve.ts';
import type { ServingEngine } from '../../controller/ports.ts';
import { rayEngine } from '../../controller/ray.ts';
import type { Access } from '../../serving/request.ts';
import { message } from '../../texts/message.ts';

/** How the controller reaches its engine. `watch` writes it down, so that `back` works where no controller runs. */

export const Settings = z.object({
  engine: z.enum(engines),
  /** Of the Open Inference Protocol; Ray alone. */
  url: z.string().optional(),
  /** Ray's REST API, or the Kubernetes API. */
  control: z.string(),
  stable: Version,
  canary: Version.optional(),
  /** Files; their content is never written down. */
  token: z.string().optional(),
  ca: z.string().optional(),
  /** KServe alone. */
  namespace: z.string().optional(),
  service: z.string().optional(),
  metrics: z.array(z.tuple([Version, z.string()])).default([]),
});
export type Settings = z.infer<typeof Settings>;

const fileOf = (dir: string) => join(dir, 'engine.json');

export function writeSettings(dir: string, settings: Settings): void {
  mkdirSync(dir, { recursive: true, mode: ownerOnlyFolder });
  replaceFileNow(fileOf(dir), JSON.stringify(settings));
}

/** Null where no controller ever ran with this folder. */
export function readSettings(dir: string): Settings | null {
  if (!existsSync(fileOf(dir))) return null;
  return Settings.parse(JSON.parse(readFileSync(fileOf(dir), 'utf8')));
}

/** @throws CodedError `file-unreadable` */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const why = causeOf(cause);
    const text = message('controller.file-unreadable', { file, why }, why.detail);
    throw new CodedError('file-unreadable', text, { cause });
  }
}

const accessOf = ({ token, ca }: Settings): Access => ({
  token: () => (token === undefined ? null : readText(token).trim()),
  ca: ca === undefined ? null : readText(ca),
});

/** @throws CodedError `bad-input` */
export function needed<T>(value: T | undefined, option: string): T {
  if (value !== undefined) return value;
  throw new CodedError('bad-input', message('controller.missing', { option }));
}

/** @throws CodedError `bad-input` where an option of the engine is missing */
export function engineOf(settings: Settings): ServingEngine {
  const { engine, url, control, stable, canary } = settings;
  const access = accessOf(settings);
  if (engine === 'ray') return rayEngine({ control, address: needed(url, '--url'), access });
  const pages = Map.groupBy(settings.metrics, ([version]) => version);
  return kserveEngine({
    control,
    namespace: needed(settings.namespace, '--namespace'),
    service: needed(settings.service, '--service'),
    stable,
    canary: needed(canary, '--canary'),
    pages: new Map([...pages].map(([version, all]) => [version, all.map(([, page]) => page)])),
    access,
  });
}
