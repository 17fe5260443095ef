import { CodedError } from '../../base/error.ts';
import { message } from '../../texts/message.ts';

/** How a gateway is reached. */
export interface GatewayAccess {
  /** As `gatewayAddress` returns it. */
  readonly address: string;
  /** Certificates of the authorities that alone are trusted, as PEM; null for those that come with the app. */
  readonly ca: string | null;
  readonly token: string | null;
  /** The version that is to answer; null where the gateway chooses. */
  readonly version: string | null;
}

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * The address without a slash at its end.
 * @throws CodedError `gateway-address` for one that is not encrypted and leaves this machine, or holds more than
 *   scheme, host, port and path
 */
export function gatewayAddress(text: string): string {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && loopback.has(url.hostname));
  if (!url || !isSafe || url.username || url.password || url.search || url.hash)
    throw new CodedError('gateway-address', message('gateway.address'));
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}
