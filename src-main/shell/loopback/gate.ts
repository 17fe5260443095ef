import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { sessionHeader } from '../../contract/session.ts';

/**
 * Access control of the loopback shell. Any page in any browser and any user on this machine can reach the port, so a
 * request must have the session's secret, which is given in exchange for a one-time token, and Bumo's own host name
 * and origin. The secret is in a header: browsers send a cookie to every port of a host, also to another user's server.
 */

export interface Gate {
  /** The secret that grants access. */
  readonly session: string;
  /** @returns a new token that opens the app once */
  issueToken(): string;
  /** @returns the session's secret; null if the token is unknown or already used */
  redeem(token: string): string | null;
  /** Whether the request has the secret; its host and origin are not checked. */
  isKnown(request: IncomingMessage): boolean;
  /** @returns null if the request may pass, otherwise its HTTP status */
  refuse(request: IncomingMessage): number | null;
}

const secret = () => randomBytes(32).toString('base64url');

function equal(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Guards against DNS rebinding: a DNS name that an attacker points at 127.0.0.1 arrives in the Host header. */
export const isOurHost = (request: IncomingMessage, port: number): boolean =>
  request.headers.host === `127.0.0.1:${port}` || request.headers.host === `localhost:${port}`;

export function isOurOrigin(request: IncomingMessage): boolean {
  const { origin, host } = request.headers;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  if (origin !== undefined) return origin === `http://${host}`;
  // Browsers send an Origin header with every POST; only navigations and subresources may lack it.
  return request.method === 'GET' || request.method === 'HEAD';
}

export function createGate(port: number): Gate {
  const session = secret();
  const tokens = new Set<string>();
  const isKnown = (request: IncomingMessage) => equal(String(request.headers[sessionHeader] ?? ''), session);
  return {
    session,
    isKnown,
    issueToken() {
      const token = secret();
      tokens.add(token);
      return token;
    },
    redeem(token) {
      const known = [...tokens].find((one) => equal(one, token));
      if (!known) return null;
      tokens.delete(known);
      return session;
    },
    refuse(request) {
      if (!isOurHost(request, port)) return 421;
      if (!isOurOrigin(request)) return 403;
      return isKnown(request) ? null : 401;
    },
  };
}
