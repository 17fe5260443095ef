import { type FileHandle, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { causeOf, statusCause } from '../base/cause.ts';
import type { Clock } from '../base/clock.ts';
import { renameDurably } from '../base/durable.ts';
import { abortError, CodedError } from '../base/error.ts';
import { sha256OfFile } from '../base/sha256.ts';
import { message } from '../texts/message.ts';
import { hostOf, type OnContact } from './contacts.ts';
import { folderFault, isFolderFault, lied, refused, unreachable, wrongHash } from './errors.ts';

/** Downloads one file over HTTP. It is resumed by Range, verified, and gets its name when it is complete. */

export interface DownloadOptions {
  readonly url: string;
  /** Path of the complete file; the bytes are collected in `<file>.part`. */
  readonly file: string;
  /** Name of the source in messages. */
  readonly who: string;
  readonly size: number | null;
  readonly sha256: string | null;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Longest time without a byte before the try fails. */
  readonly silenceMilliseconds: number;
  readonly onBytes: (received: number, total: number | null) => void;
  readonly onContact?: OnContact;
}

/** Tries in a row without a byte before the download fails. */
const mostBarrenTries = 3;

interface Part {
  readonly path: string;
  readonly etag: string | null;
  readonly received: number;
}

async function readPart(file: string): Promise<Part> {
  const path = `${file}.part`;
  const received = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  const etag = received > 0 ? await readFile(`${path}.etag`, 'utf8').catch(() => null) : null;
  return { path, etag: etag || null, received };
}

async function dropPart(file: string): Promise<void> {
  await Promise.all([rm(`${file}.part`, { force: true }), rm(`${file}.part.etag`, { force: true })]);
}

/** Runs `work` with a signal that also fires when `heard` was not called for `silenceMilliseconds`. */
async function withSilenceLimit<T>(
  { signal, clock, silenceMilliseconds, who }: DownloadOptions,
  work: (signal: AbortSignal, heard: () => void) => Promise<T>,
): Promise<T> {
  const silence = new AbortController();
  let cancel = () => {};
  const heard = () => {
    cancel();
    cancel = clock.after(silenceMilliseconds, () => silence.abort());
  };
  heard();
  try {
    return await work(AbortSignal.any([signal, silence.signal]), heard);
  } catch (error) {
    if (signal.aborted) throw abortError(signal);
    if (error instanceof CodedError || isFolderFault(error)) throw error;
    const seconds = silenceMilliseconds / 1000;
    const why = silence.signal.aborted ? message('models.silence', { seconds }) : causeOf(error);
    throw unreachable(who, why, error);
  } finally {
    cancel();
  }
}

function checkStatus({ who, url }: DownloadOptions, response: Response): void {
  const name = url.slice(url.lastIndexOf('/') + 1);
  if (response.status === 200 || response.status === 206) {
    // Networks that require a login answer every request with a login page.
    if (response.headers.get('content-type')?.startsWith('text/html')) {
      throw lied(who, message('models.is-web-page', { name }));
    }
    return;
  }
  if (response.status >= 500 || response.status === 429) {
    throw unreachable(who, statusCause(response.status));
  }
  throw refused(who, `${name}: HTTP ${response.status}`, statusCause(response.status));
}

/** @returns the offset in the file at which the body starts, and the file's length where the server states it */
function rangeOf(
  { who }: DownloadOptions,
  response: Response,
  asked: number,
): { start: number; total: number | null } {
  if (response.status === 200) {
    const length = response.headers.get('content-length');
    const encoded = response.headers.get('content-encoding');
    return { start: 0, total: length && !encoded ? Number(length) : null };
  }
  const range = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '');
  if (!range || Number(range[1]) !== asked) {
    throw lied(who, message('models.resumed-elsewhere'));
  }
  return { start: asked, total: range[3] === '*' ? null : Number(range[3]) };
}

/** A redirect leads to another machine: it is on record as soon as it has answered. */
async function ask(
  { url, onContact }: DownloadOptions,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<Response> {
  onContact?.(hostOf(url), 0);
  const response = await fetch(url, { headers: { 'accept-encoding': 'identity', ...headers }, signal });
  onContact?.(hostOf(response.url), 0);
  return response;
}

async function request(options: DownloadOptions, part: Part, signal: AbortSignal): Promise<Response> {
  const resume: Record<string, string> = {};
  // Without an ETag and without a checksum, parts of two versions of the file could be joined unnoticed.
  if (part.received > 0 && (part.etag || options.sha256)) {
    resume.range = `bytes=${part.received}-`;
    if (part.etag) resume['if-range'] = part.etag;
  }
  const response = await ask(options, resume, signal);
  if (response.status !== 416) return response;
  // The part is not a prefix of the server's file: start over.
  await response.body?.cancel();
  await dropPart(options.file);
  return ask(options, {}, signal);
}

async function writeBody(
  options: DownloadOptions,
  { url, body }: Pick<Response, 'url' | 'body'>,
  handle: FileHandle,
  at: { start: number; total: number | null },
  heard: () => void,
): Promise<number> {
  let received = at.start;
  for await (const chunk of body ?? []) {
    heard();
    options.onContact?.(hostOf(url), chunk.length);
    const limit = options.size ?? at.total;
    if (limit !== null && received + chunk.length > limit) {
      // No byte of such a body can be trusted.
      await handle.truncate(0);
      throw lied(options.who, message('models.longer-than-announced'));
    }
    await handle.write(chunk, 0, chunk.length, received);
    received += chunk.length;
    options.onBytes(received, limit);
  }
  return received;
}

/** Makes one request. @returns whether the part is complete */
function tryOnce(options: DownloadOptions): Promise<boolean> {
  return withSilenceLimit(options, async (signal, heard) => {
    const response = await request(options, await readPart(options.file), signal);
    heard();
    checkStatus(options, response);
    const asked = response.status === 206 ? (await readPart(options.file)).received : 0;
    const range = rangeOf(options, response, asked);
    if (options.size !== null && range.total !== null && range.total !== options.size) {
      throw lied(options.who, message('models.wrong-total', { size: options.size, total: range.total }));
    }
    const path = `${options.file}.part`;
    await writeFile(`${path}.etag`, response.headers.get('etag') ?? '');
    const handle = await open(path, range.start > 0 ? 'r+' : 'w');
    try {
      const received = await writeBody(options, response, handle, range, heard);
      const whole = options.size ?? range.total ?? received;
      // The bytes must be on the disk before the file gets its name.
      if (received === whole) await handle.sync();
      return received === whole;
    } finally {
      await handle.close();
    }
  });
}

/** Whether another try may succeed. */
const isTransient = (error: unknown) => error instanceof CodedError && error.code === 'source-unreachable';

async function receive(options: DownloadOptions): Promise<void> {
  const received = async () => (await readPart(options.file)).received;
  if (options.size !== null && (await received()) === options.size) return;
  for (let barren = 0; ; ) {
    const before = await received();
    const failure = await tryOnce(options).then(
      (whole) => (whole ? null : unreachable(options.who, message('models.connection-broke'))),
      (error: unknown) => error,
    );
    if (failure === null) return;
    const after = await received();
    barren = after > before ? 0 : barren + 1;
    if (!isTransient(failure) || after === 0 || barren >= mostBarrenTries) throw failure;
  }
}

/**
 * Downloads a file, or the rest of it where an earlier call left a part.
 * @returns its size in bytes and SHA-256
 * @throws CodedError `source-unreachable`, `source-refused`, `source-lied`, `model-wrong-hash`, `disk-full`,
 *   `folder-read-only`, `store-locked`; the signal's reason when cancelled. The part stays for the next call, except
 *   after `model-wrong-hash`.
 */
export async function download(options: DownloadOptions): Promise<{ size: number; sha256: string }> {
  const { file, sha256, size } = options;
  const path = `${file}.part`;
  try {
    await receive(options);
  } catch (error) {
    if (!isFolderFault(error)) throw error;
    throw folderFault(error, dirname(file), size ?? (await readPart(file)).received);
  }
  const found = await sha256OfFile(path);
  if (sha256 !== null && found !== sha256) {
    await dropPart(file);
    throw wrongHash(basename(file));
  }
  const total = (await stat(path)).size;
  await renameDurably(path, file);
  await rm(`${path}.etag`, { force: true });
  return { size: total, sha256: found };
}
