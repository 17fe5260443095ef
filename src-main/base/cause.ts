import type { Detail, Message } from '../contract/text.ts';
import { asWritten, message, renderDetail } from '../texts/message.ts';
import type { Code } from '../texts/table.ts';
import { reasonOf } from './error.ts';

/** Translates error codes of the system and of servers into clauses of a sentence, with the code as detail. */

/** Text of the table for each error code of the system. */
const causes: Readonly<Record<string, Code>> = {
  ENOTFOUND: 'cause.no-server',
  EAI_AGAIN: 'cause.no-server',
  ECONNREFUSED: 'cause.no-server',
  EHOSTUNREACH: 'cause.no-server',
  ENETUNREACH: 'cause.no-server',
  ENETDOWN: 'cause.no-server',
  ECONNRESET: 'cause.broken',
  EPIPE: 'cause.broken',
  UND_ERR_SOCKET: 'cause.broken',
  ETIMEDOUT: 'cause.slow',
  UND_ERR_CONNECT_TIMEOUT: 'cause.slow',
  UND_ERR_HEADERS_TIMEOUT: 'cause.slow',
  UND_ERR_BODY_TIMEOUT: 'cause.slow',
  CERT_HAS_EXPIRED: 'cause.untrusted',
  CERT_NOT_YET_VALID: 'cause.untrusted',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'cause.untrusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'cause.untrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'cause.untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'cause.untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'cause.untrusted',
  ENOSPC: 'cause.disk-full',
  EDQUOT: 'cause.disk-full',
  EACCES: 'cause.forbidden',
  EPERM: 'cause.forbidden',
  EROFS: 'cause.read-only',
  ENOENT: 'cause.absent',
  ENOTDIR: 'cause.absent',
  EISDIR: 'cause.is-folder',
  EBUSY: 'cause.held',
  ETXTBSY: 'cause.held',
  EIO: 'cause.unreadable',
  ENXIO: 'cause.unreadable',
  ENODEV: 'cause.unreadable',
  EMFILE: 'cause.many-files',
  ENFILE: 'cause.many-files',
  ENOMEM: 'cause.memory',
};

/**
 * Yields the error and every error nested in it: fetch puts the socket's error in `cause`, and a host name with
 * several addresses fails with an `AggregateError`.
 */
function* within(error: unknown): Generator<Error> {
  if (!(error instanceof Error)) return;
  yield error;
  if (error instanceof AggregateError) for (const one of error.errors) yield* within(one);
  yield* within(error.cause);
}

const codeOf = (error: Error): string | null =>
  'code' in error && typeof error.code === 'string' ? error.code : null;

/** Why something failed, as a clause. The detail is the thrown error's message with its code. */
export function causeOf(error: unknown): Message {
  for (const one of within(error)) {
    const code = codeOf(one);
    const cause = code === null || !Object.hasOwn(causes, code) ? undefined : causes[code];
    if (!code || !cause) continue;
    const reason = reasonOf(one);
    return message(cause, {}, reason.includes(code) ? reason : `${code}: ${reason}`);
  }
  return causeIn(reasonOf([...within(error)].at(-1) ?? error));
}

/**
 * The cause for a message without an error code of its own, as another program printed it: by the first system code
 * or HTTP status in it.
 */
function causeIn(words: string): Message {
  const code = words.match(/\b[A-Z][A-Z_]{2,}\b/g)?.find((one) => Object.hasOwn(causes, one));
  const known = code === undefined ? undefined : causes[code];
  if (known) return message(known, {}, words);
  const status = /\b(?:HTTP|status|response)(?: code)?:? (\d{3})\b/i.exec(words)?.[1];
  return message(status ? codeOfStatus(Number(status)) : 'cause.unknown', {}, words);
}

/** How a child process ended unexpectedly, as a clause. */
export const exitCause = (code: number | null, signal: string | null): Message =>
  message(
    signal === 'SIGKILL' ? 'cause.killed' : 'cause.exited',
    {},
    signal ?? (code === null ? message('cause.exit-unknown') : message('cause.exit-code', { code })),
  );

/**
 * The system's code of an error, or its class name. Never its message, which may hold file names or the writer's
 * text.
 */
export function kindOf(error: unknown): string {
  const codes = [...within(error)].map(codeOf).filter((code) => code !== null && Object.hasOwn(causes, code));
  return codes[0] ?? (error instanceof Error ? error.name : typeof error);
}

function codeOfStatus(status: number): Code {
  if (status === 401 || status === 403) return 'cause.status-forbidden';
  if (status === 404 || status === 410) return 'cause.status-absent';
  if (status === 407) return 'cause.status-proxy';
  if (status === 429) return 'cause.status-busy';
  return status >= 500 ? 'cause.status-fault' : 'cause.status-other';
}

/** Why a server refused a request, by its HTTP status, as a clause. */
export const statusCause = (status: number): Message => message(codeOfStatus(status), {}, `HTTP ${status}`);

/** Joins the details of several texts. */
export function allDetails(texts: readonly Message[]): Detail | undefined {
  const [zh, en] = (['zh', 'en'] as const).map((language) =>
    texts.flatMap((text) => renderDetail(text, language) ?? []).join('; '),
  );
  if (!zh || !en) return undefined;
  return zh === en ? zh : asWritten(zh, en);
}
