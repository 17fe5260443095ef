import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { CodedError } from '../../base/error.ts';
import { sha256OfFile } from '../../base/sha256.ts';
import type { SourceName } from '../../contract/schemas.ts';
import type { CatalogFile } from '../catalog.ts';
import { weightsFile } from '../checkpoint.ts';
import { hostOf } from '../contacts.ts';
import { download } from '../download.ts';
import { refused } from '../errors.ts';
import { type FetchContext, type ModelSource, silenceMilliseconds } from './port.ts';

/** Hubs that serve the files of a repository over HTTP: Hugging Face, its mirrors, ModelScope. */

export interface Hub {
  readonly name: SourceName;
  /** Its name in messages. */
  readonly label: string;
  /** Address of a repository's file. */
  readonly address: (repository: string, file: string) => string;
  /** Address of the list of a repository's files with their hashes; where there is none, headers state them. */
  readonly listing?: (repository: string) => string;
  readonly silence?: number;
}

const trimmed = (base: string) => base.replace(/\/+$/, '');

export const huggingFaceLike = (name: SourceName, label: string, base: string): Hub => ({
  name,
  label,
  address: (repository, file) => `${trimmed(base)}/${repository}/resolve/main/${file}`,
});

export const modelScope = (base: string): Hub => ({
  name: 'modelscope',
  label: 'ModelScope',
  address: (repository, file) => `${trimmed(base)}/models/${repository}/resolve/master/${file}`,
  listing: (repository) =>
    `${trimmed(base)}/api/v1/models/${repository}/repo/files?Revision=master&Recursive=true`,
});

const isHash = (text: string) => /^[0-9a-f]{64}$/.test(text);

/**
 * Asks for a large file's size and hash, which Hugging Face states before it redirects to its storage: the headers
 * `x-linked-size` and `x-linked-etag`, the latter a SHA-256 (as huggingface_hub reads them).
 * @returns null for what the server does not state
 */
async function announced(
  url: string,
  signal: AbortSignal,
  silence: number,
): Promise<Pick<CatalogFile, 'size' | 'sha256'>> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(silence)]);
  const response = await fetch(url, { method: 'HEAD', redirect: 'manual', signal: limit }).catch(() => null);
  const etag = response?.headers.get('x-linked-etag')?.replaceAll('"', '') ?? '';
  const size = Number(response?.headers.get('x-linked-size') ?? Number.NaN);
  return {
    size: Number.isSafeInteger(size) ? size : null,
    sha256: isHash(etag) ? etag : null,
  };
}

/** ModelScope's answer, as its own client reads it. */
const Listing = z.object({
  Data: z.object({ Files: z.array(z.object({ Path: z.string(), Sha256: z.string().nullish() })) }),
});

async function listed(url: string, signal: AbortSignal, silence: number): Promise<Map<string, string>> {
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(silence)]);
    const { Data } = Listing.parse(await (await fetch(url, { signal: limit })).json());
    const rows = Data.Files.map(({ Path, Sha256 }) => [Path, Sha256?.toLowerCase() ?? ''] as const);
    return new Map(rows.filter(([, sha256]) => isHash(sha256)));
  } catch {
    // A hub that does not answer states nothing.
    return new Map();
  }
}

/** Only large files have a hash in their headers. */
async function statedByHeaders(
  url: string,
  signal: AbortSignal,
  silence: number,
): Promise<Map<string, string>> {
  const { sha256 } = await announced(url, signal, silence);
  return new Map(sha256 === null ? [] : [[weightsFile, sha256]]);
}

/** Where the repository lacks this file, the tokenizer's defaults are right. */
const optional = (file: CatalogFile) => file.name === 'tokenizer_config.json';

async function isComplete(path: string, file: CatalogFile): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  if (!found || (file.size !== null && found.size !== file.size)) return false;
  return file.sha256 === null || (await sha256OfFile(path)) === file.sha256;
}

async function fetchFile(
  hub: Hub,
  repository: string,
  file: CatalogFile,
  context: FetchContext,
): Promise<void> {
  const target = join(context.into, file.name);
  if (await isComplete(target, file)) return;
  const url = hub.address(repository, file.name);
  const silence = hub.silence ?? silenceMilliseconds;
  context.onContact(hostOf(url), 0);
  const stated = file.name === weightsFile ? await announced(url, context.signal, silence) : null;
  await download({
    url,
    file: target,
    who: hub.label,
    size: file.size ?? stated?.size ?? null,
    sha256: file.sha256 ?? stated?.sha256 ?? null,
    signal: context.signal,
    clock: context.clock,
    silenceMilliseconds: silence,
    onBytes: (received, total) => context.onBytes(file.name, received, total),
    onContact: context.onContact,
  });
}

/** Asks a hub for the hashes of a repository's files. */
const stating =
  (hub: Hub): NonNullable<ModelSource['stated']> =>
  async ({ repository }, { signal, onContact }) => {
    if (repository === null) return new Map();
    const { silence = silenceMilliseconds } = hub;
    const url = hub.listing?.(repository) ?? hub.address(repository, weightsFile);
    onContact(hostOf(url), 0);
    return hub.listing ? listed(url, signal, silence) : statedByHeaders(url, signal, silence);
  };

export function hubSource(hub: Hub): ModelSource {
  return {
    name: hub.name,
    // A mirror repeats what the hub says, and whoever set it up wants no other machine asked.
    ...(hub.name === 'mirror' ? {} : { stated: stating(hub) }),
    async fetch(context) {
      const { repository, files } = context.entry;
      if (repository === null) throw refused(hub.label, context.entry.id);
      // The catalog lists small files first, so that a hub without the model refuses before the weights are requested.
      for (const file of files) {
        try {
          await fetchFile(hub, repository, file, context);
        } catch (error) {
          if (!(optional(file) && error instanceof CodedError && error.code === 'source-refused'))
            throw error;
        }
      }
    },
  };
}
