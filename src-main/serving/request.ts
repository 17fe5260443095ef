import { request as plain } from 'node:http';
import { request as secure } from 'node:https';
import { causeOf, statusCause } from '../base/cause.ts';
import { CodedError } from '../base/error.ts';
import { type BodyRules, bodyOf } from '../base/http-body.ts';
import { message } from '../texts/message.ts';

/**
 * Requests to an engine's control address. Not `fetch`: it sends `Sec-Fetch-Mode`, by which Ray takes the sender for a
 * browser, refuses changes and hides a part of its answer; and it takes no certificate authority of one's own.
 */

export interface Access {
  /** Bearer; null for none. Read anew for each request: Kubernetes replaces its file. */
  readonly token: () => string | null;
  /** Certificates in PEM that alone are trusted; null for those of the system. */
  readonly ca: string | null;
}

export const noAccess: Access = { token: () => null, ca: null };

export interface Sent {
  readonly method: 'GET' | 'PUT' | 'PATCH' | 'POST';
  readonly url: string;
  readonly type?: string;
  readonly body?: string;
}

/** An engine that answers more is not one. */
const rules: BodyRules = {
  most: 32 * 1024 * 1024,
  tooLong: () => new Error('the answer is too long'),
  cut: () => new Error('the answer ended early'),
};
const timeoutMilliseconds = 10_000;

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Redirects are not followed: the answer of another machine is not wanted. */
function exchange({ method, url, type, body }: Sent, { token, ca }: Access): Promise<Answer> {
  const bearer = token();
  const send = new URL(url).protocol === 'https:' ? secure : plain;
  const headers = {
    accept: '*/*',
    ...(bearer !== null && { authorization: `Bearer ${bearer}` }),
    ...(body !== undefined && { 'content-type': type, 'content-length': Buffer.byteLength(body) }),
  };
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutMilliseconds);
    const asked = send(url, { method, headers, signal, ...(ca !== null && { ca }) }, (response) => {
      bodyOf(response, rules).then(
        (body) => resolve({ status: response.statusCode ?? 0, text: body.toString('utf8') }),
        fail,
      );
    });
    const fail = (error: unknown) => {
      asked.destroy();
      reject(signal.aborted ? new Error('ETIMEDOUT') : error);
    };
    asked.on('error', fail);
    asked.end(body);
  });
}

const addressOf = (url: string) => new URL(url).origin;

/** @throws CodedError `serving-unreachable` */
export async function ask(sent: Sent, access: Access): Promise<Answer> {
  try {
    return await exchange(sent, access);
  } catch (cause) {
    const why = causeOf(cause);
    const text = message('controller.unreachable', { address: addressOf(sent.url), why }, why.detail);
    throw new CodedError('serving-unreachable', text, { cause });
  }
}

/** @returns the body. @throws CodedError `serving-unreachable`, `serving-refused` */
export async function askFor(sent: Sent, access: Access): Promise<string> {
  const { status, text } = await ask(sent, access);
  if (status >= 200 && status < 300) return text;
  const why = statusCause(status);
  throw new CodedError(
    'serving-refused',
    message('controller.refused', { address: addressOf(sent.url), why }, `${status} ${text.slice(0, 300)}`),
  );
}

/** An answer that is not what the engine's protocol says. */
export const garbled = (url: string, what: string): CodedError =>
  new CodedError('serving-refused', message('controller.garbled', { address: addressOf(url) }, what));

/** @throws CodedError also where the body is no JSON */
export async function askForJson(sent: Sent, access: Access): Promise<unknown> {
  const text = await askFor(sent, access);
  try {
    return JSON.parse(text);
  } catch {
    throw garbled(sent.url, `no JSON: ${text.slice(0, 100)}`);
  }
}

/** An address with a path behind it. */
export const under = (base: string, path: string): string => `${base.replace(/\/+$/, '')}${path}`;
