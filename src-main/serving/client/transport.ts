import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Clock } from '../../base/clock.ts';
import { reasonOf } from '../../base/error.ts';
import { bodyOf } from '../../base/http-body.ts';
import type { GatewayAccess } from './access.ts';
import { GatewayFault } from './fault.ts';

/**
 * Requests to the one address that was set. No redirect is followed, no proxy is used, no cookie is stored, and no
 * compressed body is read.
 */

export interface Call {
  readonly method: 'GET' | 'POST';
  /** Below the gateway's address; begins with a slash. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  /** Milliseconds until the last byte of the answer. */
  readonly within: number;
  /** Most bytes of the answer's body. */
  readonly most: number;
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Transport {
  /** @throws GatewayFault `unreachable`, `slow`, `certificate`, `garbled` */
  send(call: Call): Promise<Reply>;
  /** Bytes of bodies received so far. */
  received(): number;
  /** Ends all connections. */
  close(): void;
}

/** Connections that are open at once: requests of one writer come one after another. */
const mostConnections = 4;
/** Milliseconds after which a connection without requests is closed. */
const idleCloses = 60_000;

const ofCertificate =
  /^(?:CERT_|CRL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|ERR_TLS_|ERR_SSL_|ERR_OSSL_)/;

function faultOf(error: unknown): GatewayFault {
  if (error instanceof GatewayFault) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const detail = code || reasonOf(error);
  // Of all that a request is made of, only the token can hold characters that no header may.
  if (code === 'ERR_INVALID_CHAR') return new GatewayFault('token', detail, { cause: error });
  return new GatewayFault(ofCertificate.test(code) ? 'certificate' : 'unreachable', detail, { cause: error });
}

/** The whole body. @throws GatewayFault for one that is too long, compressed or cut */
async function plainBody(
  response: IncomingMessage,
  most: number,
  heard: (bytes: number) => void,
): Promise<Buffer> {
  if (response.headers['content-encoding']) throw new GatewayFault('garbled', 'the body is compressed');
  return bodyOf(response, {
    most,
    heard,
    tooLong: () => new GatewayFault('garbled', 'the body is too long'),
    cut: () => new GatewayFault('unreachable', 'the body ended early'),
  });
}

export function createTransport(
  { address, ca, token }: GatewayAccess,
  clock: Pick<Clock, 'after'>,
): Transport {
  const isEncrypted = address.startsWith('https:');
  const options = { keepAlive: true, maxSockets: mostConnections, timeout: idleCloses };
  const agent = isEncrypted
    ? new HttpsAgent({
        ...options,
        minVersion: 'TLSv1.2',
        rejectUnauthorized: true,
        ...(ca === null ? {} : { ca }),
      })
    : new HttpAgent(options);
  const common = {
    'accept-encoding': 'identity',
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
  };
  let received = 0;

  function send({ method, path, headers = {}, body, within, most }: Call): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const request = (isEncrypted ? httpsRequest : httpRequest)(`${address}${path}`, {
        agent,
        method,
        headers: { ...common, ...headers, ...(body ? { 'content-length': body.length } : {}) },
      });
      const cancel = clock.after(within, () =>
        request.destroy(new GatewayFault('slow', `no answer within ${within} ms`)),
      );
      const fail = (error: unknown) => {
        cancel();
        request.destroy();
        reject(faultOf(error));
      };
      request.on('error', fail);
      request.on('response', (response) => {
        plainBody(response, most, (bytes) => {
          received += bytes;
        }).then((whole) => {
          cancel();
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: whole });
        }, fail);
      });
      request.end(body);
    });
  }

  return {
    // A CA file that holds no certificate fails before there is a request.
    send: async (call) => {
      try {
        return await send(call);
      } catch (error) {
        throw faultOf(error);
      }
    },
    received: () => received,
    close: () => agent.destroy(),
  };
}
