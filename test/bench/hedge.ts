/**
 * `node test/bench/hedge.ts [ROUNDS] [TROUBLE…]`: what a gateway in trouble costs a request, in one run on this machine: each text
 * is filled by this machine alone and with the gateway, in turns. The gateway is a process of its own with the same
 * model; in trouble it runs nothing. The trouble begins after the gateway was in use, so that the first requests meet
 * it unprepared.
 *
 * Not fit for a figure yet: the second fill of a text is several times faster than its first, so each arm needs texts of
 * its own before the ratios mean anything.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { must } from '../../src-main/base/assert.ts';
import { systemClock } from '../../src-main/base/clock.ts';
import type { GatewayState } from '../../src-main/contract/gateway.ts';
import { hedgedHost } from '../../src-main/engine/hedged-host.ts';
import { createBert } from '../../src-main/fillmask/bert/model.ts';
import { baseVersion } from '../../src-main/fillmask/bert/versions.ts';
import { openCheckpoint } from '../../src-main/models/checkpoint.ts';
import { ortRunner } from '../../src-main/runtime/ort.ts';
import { certified } from '../support/certificates.ts';
import { gatewayServer, type Trick } from '../support/gateway-server.ts';
import { benchHost } from './host.ts';
import { round, table } from './measure.ts';
import { benchModel } from './model.ts';
import { quantile } from './statistics.ts';
import { textOf } from './texts.ts';

const tokens = 48;
/** Requests after the trouble began: some before the breaker opens, some after. */
const requests = 8;
/** Failures in a row that open the breaker. */
const beforeOpen = 3;

const ok =
  (change: (body: string) => string): Trick =>
  (_, response) => {
    const body = change('{"model_name":"bumo","model_version":"base","outputs":[]}');
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);
    return true;
  };

const troubles: Record<string, Trick | null> = {
  well: null,
  stalled: () => true,
  'cut in the middle': (request) => {
    request.socket.destroy();
    return true;
  },
  'no tensor': ok((body) => body),
  'half a body': ok((body) => body.slice(0, 30)),
  'a body of 20 MB': ok(() => ' '.repeat(20_000_000)),
  'values that are NaN': ok((body) =>
    body.replace('[]', '[{"name":"logits","datatype":"FP32","shape":[1],"data":[null]}]'),
  ),
  'token refused': (_, response) => {
    response.writeHead(401).end();
    return true;
  },
  'HTTP 404': (_, response) => {
    response.writeHead(404).end();
    return true;
  },
  'HTTP 503': (_, response) => {
    response.writeHead(503).end();
    return true;
  },
};

async function serve(): Promise<void> {
  const checkpoint = await openCheckpoint(benchModel());
  const model = await createBert(checkpoint, ortRunner, { provider: 'cpu' });
  const tls = certified();
  const { vocabSize } = model;
  const server = await gatewayServer({ vocabSize, logits: (rows) => model.logits(rows), tls });
  process.on('message', (name: string) => {
    server.trick = troubles[name] ?? null;
    process.send?.({});
  });
  process.send?.({ address: server.address, ca: tls.ca });
}

interface Gateway {
  readonly child: ChildProcess;
  readonly address: string;
  readonly ca: string;
}

async function startGateway(): Promise<Gateway> {
  const child = fork(fileURLToPath(import.meta.url), ['--serve']);
  const [{ address, ca }] = (await once(child, 'message')) as [{ address: string; ca: string }];
  return { child, address, ca };
}

async function tell({ child }: Gateway, name: string): Promise<void> {
  child.send(name);
  await once(child, 'message');
}

async function openHost() {
  const host = await benchHost(await openCheckpoint(benchModel()));
  const watcher = { state: { phase: 'off' } as GatewayState };
  const hedged = hedgedHost(host, {
    clock: systemClock,
    onState: (state) => {
      watcher.state = state;
    },
  });
  return { hedged, watcher };
}

type Opened = Awaited<ReturnType<typeof openHost>>;

/** @param sticky null for this machine alone. @returns milliseconds, and whether the gateway answered */
async function timed({ hedged }: Opened, at: number, sticky: string | null) {
  const request = { text: textOf(tokens, at % 60), maxLength: 4, top: 5 };
  const began = performance.now();
  const { gateway } = await hedged.fill(baseVersion, request, { sticky });
  return { took: performance.now() - began, byGateway: gateway !== null };
}

async function until(isDone: () => boolean): Promise<void> {
  while (!isDone()) await new Promise((resolve) => setTimeout(resolve, 20));
}

interface Sample {
  readonly local: number;
  readonly hedged: number;
  readonly first: boolean;
  readonly byGateway: boolean;
}

const sticky = '0'.repeat(32);
let text = 0;

async function roundOf(opened: Opened, gateway: Gateway, name: string): Promise<Sample[]> {
  await tell(gateway, 'well');
  opened.hedged.useGateway({ address: gateway.address, ca: gateway.ca, token: null, version: null });
  await until(() => opened.watcher.state.phase !== 'connecting');
  await timed(opened, text++, sticky);
  if (name === 'killed') {
    gateway.child.kill('SIGKILL');
    await once(gateway.child, 'exit');
  } else await tell(gateway, name);
  const samples: Sample[] = [];
  for (let i = 0; i < requests; i++) {
    const at = text++;
    // In turns, so that neither always comes first; the cache holds the rows of the last request alone.
    const alone = i % 2 === 0 ? await timed(opened, at, null) : null;
    if (alone) await timed(opened, at + 30, null);
    const { took, byGateway } = await timed(opened, at, sticky);
    if (!alone) await timed(opened, at + 30, null);
    const local = (alone ?? (await timed(opened, at, null))).took;
    samples.push({ local, hedged: took, first: i < beforeOpen, byGateway });
  }
  opened.hedged.useGateway(null);
  return samples;
}

/** The median of the hedged times over the median of the local ones: single times on a shared machine jump. */
function ratio(samples: readonly Sample[], share: number): number {
  const of = (take: (sample: Sample) => number) => quantile(samples.map(take), share);
  return of((sample) => sample.hedged) / of((sample) => sample.local);
}

async function measure(rounds: number, wanted: readonly string[]): Promise<void> {
  const opened = await openHost();
  for (let i = 0; i < 12; i++) await timed(opened, text++, i % 2 === 0 ? sticky : null);
  const rows: string[][] = [];
  const all = [...Object.keys(troubles), 'killed'];
  for (const name of wanted.length > 0 ? wanted : all) {
    const samples: Sample[] = [];
    let gateway = await startGateway();
    for (let i = 0; i < rounds; i++) {
      samples.push(...(await roundOf(opened, gateway, name)));
      if (name === 'killed' && i + 1 < rounds) gateway = await startGateway();
    }
    if (gateway.child.exitCode === null && gateway.child.signalCode === null) gateway.child.kill();
    const first = samples.filter((one) => one.first);
    const rest = samples.filter((one) => !one.first);
    rows.push([
      name,
      String(
        round(
          quantile(
            samples.map((one) => one.local),
            0.5,
          ),
          1,
        ),
      ),
      String(round(ratio(first, 0.5), 2)),
      String(round(ratio(first, 0.9), 2)),
      String(round(ratio(rest, 0.5), 2)),
      `${samples.filter((one) => one.byGateway).length} of ${samples.length}`,
    ]);
    // A run that is ended early has told what it measured.
    process.stderr.write(`${rows.at(-1)?.join('  ')}\n`);
  }
  const heads = ['gateway', 'local ms', 'first three, p50 ×', 'p90 ×', 'later, p50 ×', 'by the gateway'];
  table(`${rounds} rounds of ${requests} requests, ${tokens} tokens`, heads, rows);
}

if (process.argv[2] === '--serve') await serve();
else await measure(Number(must(process.argv[2] ?? '4', 'rounds')), process.argv.slice(3));
