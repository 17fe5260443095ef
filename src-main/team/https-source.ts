import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { causeOf, statusCause } from '../base/cause.ts';
import type { Clock } from '../base/clock.ts';
import { abortError, CodedError } from '../base/error.ts';
import { bodyOf } from '../base/http-body.ts';
import { message } from '../texts/message.ts';
import { type TeamSource, tooLong, unreachable } from './source.ts';

/**
 * A team's files on a server of the organisation. Only this address is asked, over TLS; no redirection is followed, no
 * proxy and no cookie is used, and nothing about this desktop is sent but what HTTP needs.
 */

export interface HttpsOptions {
  /** Ends with `/`. */
  readonly url: URL;
  /** Certificates in PEM that alone are trusted; null for those of the system that Node ships. */
  readonly ca: string | null;
  readonly clock: Clock;
  /** Called before each request with 0, and with the number of bytes that came. */
  readonly onContact: (host: string, bytes: number) => void;
}

/** Milliseconds without a byte. */
const silence = 20_000;
/** Milliseconds for a whole file: a minute, and longer where it may be long, at 64 KB a second. */
const whole = (most: number): number => 60_000 + most / 64;

/** @returns null for a file that is not there */
async function fileOf(response: IncomingMessage, path: string, most: number, heard: (bytes: number) => void) {
  const { statusCode = 0 } = response;
  if (statusCode === 404 || statusCode === 410) return null;
  if (statusCode >= 300 && statusCode < 400)
    throw unreachable(message('team.redirected', {}, `HTTP ${statusCode}`));
  if (statusCode !== 200) throw unreachable(statusCause(statusCode));
  // A server that closes early without a length is found by the hash; one that stated it, here.
  const cut = () => unreachable(message('cause.broken'));
  return bodyOf(response, { most, heard, tooLong: () => tooLong(path, most), cut });
}

export function httpsSource({ url, ca, clock, onContact }: HttpsOptions): TeamSource {
  function ask(path: string, signal: AbortSignal): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const asked = request(
        new URL(path, url),
        {
          signal,
          agent: false,
          rejectUnauthorized: true,
          timeout: silence,
          headers: { 'accept-encoding': 'identity', 'cache-control': 'no-cache' },
          ...(ca === null ? {} : { ca }),
        },
        resolve,
      );
      asked.on('timeout', () => asked.destroy(unreachable(message('cause.slow'))));
      asked.on('error', reject);
      asked.end();
    });
  }

  return {
    async read(path, most, signal) {
      const late = new AbortController();
      const cancel = clock.after(whole(most), () => late.abort());
      const ended = AbortSignal.any([late.signal, ...(signal ? [signal] : [])]);
      onContact(url.host, 0);
      let response: IncomingMessage | null = null;
      try {
        response = await ask(path, ended);
        return await fileOf(response, path, most, (bytes) => onContact(url.host, bytes));
      } catch (error) {
        if (signal?.aborted) throw abortError(signal);
        if (error instanceof CodedError) throw error;
        throw unreachable(late.signal.aborted ? message('cause.slow') : causeOf(error), error);
      } finally {
        cancel();
        response?.destroy();
      }
    },
  };
}
