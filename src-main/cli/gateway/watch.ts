import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { CodedError } from '../../base/error.ts';
import { Controller } from '../../controller/controller.ts';
import { FairCounts } from '../../controller/fair-counts.ts';
import { waitingCommands } from '../../controller/inbox.ts';
import { openLedger } from '../../controller/ledger.ts';
import { isLoopback, ReportSums, type ReportsServer, serveReports } from '../../controller/reports-server.ts';
import type { OutcomeReport } from '../../serving/outcome-report.ts';
import { beAlone } from '../../store/alone.ts';
import { message } from '../../texts/message.ts';
import { failureText } from '../output.ts';
import type { GatewayContext } from './orders.ts';
import { engineOf, needed, readText, type Settings, writeSettings } from './settings.ts';

export interface ReportsArguments {
  readonly host: string;
  readonly port: number;
  readonly token: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
}

export interface WatchArguments {
  readonly settings: Settings;
  /** Seconds between two looks. */
  readonly every: number;
  readonly reports: ReportsArguments | null;
}

/** How often a look is taken whether somebody gave a command, milliseconds. */
const inboxEvery = 250;

/** @throws CodedError `bad-input` */
function startReports(
  reports: ReportsArguments,
  sums: ReportSums,
  { clock, output }: GatewayContext,
): Promise<ReportsServer> {
  const { host, port, cert, key } = reports;
  const tls = cert !== undefined && key !== undefined ? { cert: readText(cert), key: readText(key) } : null;
  if (!tls && !isLoopback(host))
    throw new CodedError('bad-input', message('controller.reports-open', { host }));
  const token = readText(needed(reports.token, '--reports-token')).trim();
  if (token === '') needed(undefined, '--reports-token');
  const onAlone = () => output.say(message('controller.reports-alone'));
  const fair = new FairCounts({ clock, onAlone });
  const take = (report: OutcomeReport, sender: string) =>
    sums.add({ version: report.version, ...fair.take(report, sender) });
  return serveReports({ host, port, token, tls, take });
}

/** @returns what tells those who gave the commands that they were carried out; empty where none waits */
async function takeCommands(
  { dir, output }: GatewayContext,
  controller: Controller,
): Promise<readonly (() => void)[]> {
  const waiting = waitingCommands(dir);
  for (const { command } of waiting)
    await controller.command(command).catch((error: unknown) => output.say(failureText(error)));
  return waiting.map(({ done }) => done);
}

/** Looks at the engine until the signal. */
async function run(
  context: GatewayContext,
  controller: Controller,
  sums: ReportSums,
  { every }: WatchArguments,
  signal: AbortSignal,
): Promise<void> {
  const { clock } = context;
  let next = clock.monotonic();
  while (!signal.aborted) {
    const carriedOut = await takeCommands(context, controller);
    if (carriedOut.length > 0 || clock.monotonic() >= next) {
      sums.take((version, sum) => controller.report(version, sum));
      await controller.tick();
      // Only now does the engine have the split.
      for (const done of carriedOut) done();
      next = clock.monotonic() + every * 1_000;
    }
    await wait(inboxEvery, undefined, { signal }).catch(() => undefined);
  }
}

/** Watches until the process is asked to end. @throws CodedError `app-running`, `bad-input` */
export async function watch(context: GatewayContext, given: WatchArguments): Promise<void> {
  const { dir, clock, output } = context;
  const { settings, reports } = given;
  const engine = engineOf(settings);
  const leave = await beAlone({ dir, clock, milliseconds: 0 });
  if (!leave) throw new CodedError('app-running', message('controller.watched-already', { dir }));
  writeSettings(dir, settings);
  const { ledger, state } = openLedger(dir);
  const sums = new ReportSums();
  const server = reports && (await startReports(reports, sums, context));
  const end = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) void once(process, name).then(() => end.abort());
  try {
    const controller = new Controller({
      ledger,
      state,
      kind: settings.engine,
      engine,
      clock,
      stable: settings.stable,
      canary: settings.canary ?? null,
      acceptance: server !== null,
      origin: randomInt(1, 2 ** 20),
      say: output.say,
    });
    const { main } = controller.state.control.snapshot;
    output.say(message('controller.watching', { engine: settings.engine, version: main }));
    if (server) output.say(message('controller.reports-at', { address: server.address }));
    await run(context, controller, sums, given, end.signal);
  } finally {
    await server?.close();
    ledger.close();
    leave();
  }
}
