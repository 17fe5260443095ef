import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/**
 * Who may talk to the loopback shell. Any page of any browser on this machine can reach the port, so a request
 * counts only with a cookie that was handed out for a one-time token, and only under our own name and origin.
 */

export interface Gate {
  /** The cookie's value: whoever has it may pass. */
  readonly session: string;
  /** A path that opens the app once. */
  issueToken(): string;
  /** @returns the cookie to set, or null for a token that is unknown or used up */
  redeem(token: string): string | null;
  /** Whether it has the cookie, wherever it comes from. */
  isKnown(request: IncomingMessage): boolean;
  /** @returns null for a request that may pass, otherwise its HTTP status */
  refuse(request: IncomingMessage): number | null;
}

const secret = () => randomBytes(32).toString('base64url');

function equal(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function cookies(request: IncomingMessage): Map<string, string> {
  const parts = (request.headers.cookie ?? '').split(';').map((part) => part.trim());
  return new Map(parts.map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)]));
}

/** A DNS name that an attacker points at 127.0.0.1 arrives with its own Host. */
export const isOurHost = (request: IncomingMessage, port: number): boolean =>
  request.headers.host === `127.0.0.1:${port}` || request.headers.host === `localhost:${port}`;

function isOurOrigin(request: IncomingMessage): boolean {
  const { origin, host } = request.headers;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  if (origin !== undefined) return origin === `http://${host}`;
  // Browsers send an origin with every POST; only a plain navigation or a subresource may have none.
  return request.method === 'GET' || request.method === 'HEAD';
}

/** Cookies ignore ports: the name keeps two running apps apart. */
export const cookieName = (port: number): string => `bumo-${port}`;

export function createGate(port: number): Gate {
  const session = secret();
  const name = cookieName(port);
  const tokens = new Set<string>();
  const isKnown = (request: IncomingMessage) => equal(cookies(request).get(name) ?? '', session);
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
      return `${name}=${session}; HttpOnly; SameSite=Strict; Path=/`;
    },
    refuse(request) {
      if (!isOurHost(request, port)) return 421;
      if (!isOurOrigin(request)) return 403;
      return isKnown(request) ? null : 401;
    },
  };
}
