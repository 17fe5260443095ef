import { createHash, timingSafeEqual } from 'node:crypto';
import {
  createServer as createPlain,
  type IncomingMessage,
  type RequestListener,
  type Server,
} from 'node:http';
import { createServer as createSecure } from 'node:https';
import type { AddressInfo } from 'node:net';
import { isIP } from 'node:net';
import { type BodyRules, bodyOf } from '../base/http-body.ts';
import {
  mostReportBytes,
  type OutcomeCounts,
  OutcomeReport,
  reportsPath,
} from '../serving/outcome-report.ts';
import type { VersionId } from '../versions/policy/version.ts';

/** The controller's own endpoint: takes counts of desktops, and answers nothing. */

export interface ReportsServerOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly token: string;
  /** PEM; null on this machine alone. */
  readonly tls: { readonly cert: string; readonly key: string } | null;
  /** @param sender the network address that it came from */
  readonly take: (report: OutcomeReport, sender: string) => void;
}

export interface ReportsServer {
  readonly address: string;
  close(): Promise<void>;
}

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Whether an address can be reached from this machine alone. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));

/** A desktop by its address: the same one whether it is written as IPv4 or as IPv6. */
const senderOf = ({ socket }: IncomingMessage) => (socket.remoteAddress ?? '').replace(/^::ffff:/i, '');

const rules: BodyRules = {
  most: mostReportBytes,
  tooLong: () => new Error('longer than a report'),
  cut: () => new Error('the report ended early'),
};

function reportOf(body: Buffer): OutcomeReport | null {
  try {
    return OutcomeReport.safeParse(JSON.parse(body.toString('utf8'))).data ?? null;
  } catch {
    return null;
  }
}

/** @returns the status of the answer */
async function statusOf(request: IncomingMessage, { token, take }: ReportsServerOptions): Promise<number> {
  const given = request.headers.authorization ?? '';
  // Of equal length, so that the time tells nothing.
  if (!timingSafeEqual(digest(given), digest(`Bearer ${token}`))) return 401;
  if (request.url !== reportsPath) return 404;
  if (request.method !== 'POST') return 405;
  const report = reportOf(await bodyOf(request, rules));
  if (!report) return 400;
  take(report, senderOf(request));
  return 204;
}

function listener(options: ReportsServerOptions): RequestListener {
  return (request, response) => {
    statusOf(request, options)
      .catch(() => 400)
      .then((status) => response.writeHead(status, { connection: 'close' }).end());
  };
}

export async function serveReports(options: ReportsServerOptions): Promise<ReportsServer> {
  const { host, port, tls } = options;
  const limits = { requestTimeout: 10_000, headersTimeout: 10_000, maxHeaderSize: 8_192 };
  const server: Server = tls
    ? createSecure({ ...limits, ...tls, minVersion: 'TLSv1.2' }, listener(options))
    : createPlain(limits, listener(options));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    address: `${tls ? 'https' : 'http'}://${name}:${taken}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Sums of reports between two looks of the controller, by version. */
export class ReportSums {
  readonly #sums = new Map<VersionId, OutcomeCounts>();

  add({ version, accepted, refused, errors }: OutcomeReport): void {
    if (accepted + refused + errors === 0) return;
    const sum = this.#sums.get(version) ?? { accepted: 0, refused: 0, errors: 0 };
    this.#sums.set(version, {
      accepted: sum.accepted + accepted,
      refused: sum.refused + refused,
      errors: sum.errors + errors,
    });
  }

  /** Hands the sums over and begins anew. */
  take(hand: (version: VersionId, sum: OutcomeCounts) => void): void {
    const sums = [...this.#sums];
    this.#sums.clear();
    for (const [version, sum] of sums) hand(version, sum);
  }
}
