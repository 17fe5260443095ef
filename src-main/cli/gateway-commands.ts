import { join } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { systemClock } from '../base/clock.ts';
import { engines } from '../controller/events.ts';
import type { CommandWish } from '../controller/inbox.ts';
import { wholeNumber } from './arguments.ts';
import type { Settings } from './gateway/settings.ts';
import type { Output } from './output.ts';
import type { RunInSession } from './session.ts';

/** The commands of `gateway`: the roll-out on a serving engine that many desktops use. */

const json = () => new Option('--json', 'one JSON document on standard output');
const data = () => new Option('--data <dir>', "the controller's folder; one of its own for each engine");

type Page = readonly [version: string, url: string];

function pages(text: string, before: readonly Page[]): readonly Page[] {
  const [version = '', ...rest] = text.split('=');
  if (version !== '' && rest.length > 0) return [...before, [version, rest.join('=')]];
  throw new InvalidArgumentError('VERSION=ADDRESS');
}

function hostAndPort(text: string): { host: string; port: number } {
  const [, host = '', port = ''] = /^(?:\[?([^\]]*)\]?:)?(\d+)$/.exec(text) ?? [];
  if (port !== '' && Number(port) < 65_536) return { host: host || '127.0.0.1', port: Number(port) };
  throw new InvalidArgumentError('PORT or HOST:PORT');
}

interface Watched extends Omit<Settings, 'metrics'> {
  readonly data?: string;
  readonly every: number;
  readonly metrics: readonly Page[];
  readonly reports?: { readonly host: string; readonly port: number };
  readonly reportsToken?: string;
  readonly reportsCert?: string;
  readonly reportsKey?: string;
}

export interface GatewayPlace {
  readonly output: Output;
  /** The data folder of Bumo. */
  readonly home: string;
  readonly session: RunInSession;
}

export function addGatewayCommands(program: Command, { output, home, session }: GatewayPlace): void {
  const gateway = program
    .command('gateway')
    .description('takes a new version into service on a serving engine, by its own traffic split');
  const contextOf = (dir?: string) => ({ output, clock: systemClock, dir: dir ?? join(home, 'gateway') });

  gateway
    .command('watch')
    .description('reads the evidence of the engine and moves its traffic split, until it is ended')
    .addOption(new Option('--engine <engine>').choices(engines).makeOptionMandatory())
    .option('--url <address>', 'of the engine, as the desktops have it; Ray')
    .requiredOption('--control <address>', "Ray's dashboard, or the Kubernetes API")
    .requiredOption('--stable <version>', 'answers now')
    .option('--canary <version>', 'takes its way as soon as the engine has it')
    .option('--every <seconds>', 'between two looks', wholeNumber(1, 3_600), 2)
    .option('--token <file>', "access key of --control; a service account's for KServe")
    .option('--ca <file>', 'certificates in PEM that alone are trusted')
    .option('--namespace <name>', 'KServe')
    .option('--service <name>', 'the InferenceService; KServe')
    .option('--metrics <version=address>', "a page of a predictor's metrics; may be given again", pages, [])
    .option('--reports <address>', 'PORT or HOST:PORT: takes counts from desktops', hostAndPort)
    .option('--reports-token <file>', 'the access key that desktops send')
    .option('--reports-cert <file>', 'PEM, where HOST is not this machine')
    .option('--reports-key <file>', 'PEM')
    .addOption(data())
    .addOption(json())
    .action(async ({ data: dir, every, reports, ...given }: Watched) => {
      const [{ watch }, { Settings: shape }] = await Promise.all([
        import('./gateway/watch.ts'),
        import('./gateway/settings.ts'),
      ]);
      const { reportsToken: token, reportsCert: cert, reportsKey: key } = given;
      await watch(contextOf(dir), {
        settings: shape.parse(given),
        every,
        reports: reports ? { ...reports, token, cert, key } : null,
      });
    });

  const orders = () => import('./gateway/orders.ts');
  const ordered = (name: string, description: string, wish: CommandWish) =>
    gateway
      .command(name)
      .description(description)
      .addOption(data())
      .addOption(json())
      .action(async ({ data: dir }: { data?: string }) => (await orders()).order(contextOf(dir), wish));

  gateway
    .command('status')
    .description('the roll-out, its evidence and what happened so far')
    .addOption(data())
    .addOption(json())
    .action(async ({ data: dir }: { data?: string }) => (await orders()).showStatus(contextOf(dir)));
  gateway
    .command('record')
    .description('writes what happened to a file for desktops')
    .argument('<file>')
    .addOption(data())
    .addOption(json())
    .action(async (file: string, { data: dir }: { data?: string }) =>
      (await import('./gateway/record.ts')).writeRecord(contextOf(dir), file),
    );
  gateway
    .command('import')
    .description("takes such a file into this desktop's archive")
    .argument('<file>')
    .addOption(json())
    .action(
      session(async (one, file: string) => (await import('./gateway/record.ts')).importRecord(one, file)),
    );
  ordered('back', 'out of the roll-out, or to the version before, at once', { what: 'back' });
  ordered('push', 'the next stage now, whatever the evidence', { what: 'push' });
  ordered('pause', 'the share stays as it is', { what: 'pause' });
  ordered('resume', 'ends a pause, and takes over a split that somebody else set', { what: 'resume' });
  const named = (name: string, description: string, wish: (version: string) => CommandWish) =>
    gateway
      .command(name)
      .description(description)
      .argument('<version>')
      .addOption(data())
      .addOption(json())
      .action(async (version: string, { data: dir }: { data?: string }) =>
        (await orders()).order(contextOf(dir), wish(version)),
      );
  named('offer', 'a version takes its way, one that was stopped as well', (version) => ({
    what: 'offer',
    version,
    acceptance: false,
  }));
  named('pin', 'all requests to one version, at once', (version) => ({ what: 'pin', version }));
}
