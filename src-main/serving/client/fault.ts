import type { Message } from '../../contract/text.ts';
import { message } from '../../texts/message.ts';

/** Why a gateway gave no answer that may be shown. */
export type FaultKind =
  /** No connection, or it ended early. */
  | 'unreachable'
  /** No answer within the time that one is waited for. */
  | 'slow'
  /** TLS: not signed by the expected authority, expired, or for another name. */
  | 'certificate'
  /** 401 or 403. */
  | 'token'
  /** The wanted version is not served, or another one answered. */
  | 'version'
  /** Another status than 200. */
  | 'refused'
  /** 429 or 5xx: the same request may be answered in a moment. */
  | 'busy'
  /** The bytes are no answer: wrong shapes, values that are not finite, too many bytes. */
  | 'garbled'
  /** The served model has another vocabulary. */
  | 'vocabulary'
  /** The served model says something quite different from the one on this machine. */
  | 'other-model';

export class GatewayFault extends Error {
  readonly kind: FaultKind;

  /** @param detail for the log and for whoever looks closer; holds no token and no text of the writer's */
  constructor(kind: FaultKind, detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.name = 'GatewayFault';
    this.kind = kind;
  }
}

/** Faults that the next request would only meet again: somebody has to change something. */
const lasting: ReadonlySet<FaultKind> = new Set([
  'certificate',
  'token',
  'version',
  'vocabulary',
  'other-model',
]);
export const isLasting = ({ kind }: GatewayFault): boolean => lasting.has(kind);

/** Faults after which the same request may be sent again at once. */
export const mayRetry = ({ kind }: GatewayFault): boolean => kind === 'unreachable' || kind === 'busy';

/** @param host name and port of the gateway */
export function faultText({ kind, message: detail }: GatewayFault, host: string): Message {
  const values = { host };
  switch (kind) {
    case 'unreachable':
      return message('gateway.unreachable', values, detail);
    case 'slow':
      return message('gateway.slow', values, detail);
    case 'certificate':
      return message('gateway.certificate', values, detail);
    case 'token':
      return message('gateway.token', values, detail);
    case 'version':
      return message('gateway.version', values, detail);
    case 'refused':
    case 'busy':
      return message('gateway.refused', values, detail);
    case 'garbled':
      return message('gateway.garbled', values, detail);
    case 'vocabulary':
      return message('gateway.vocabulary', values, detail);
    case 'other-model':
      return message('gateway.other-model', values, detail);
  }
}
