import { readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { must } from '../../src-main/base/assert.ts';
import { type Clock, systemClock } from '../../src-main/base/clock.ts';
import { Controller } from '../../src-main/controller/controller.ts';
import { FairCounts } from '../../src-main/controller/fair-counts.ts';
import { ledgerFile, openLedger } from '../../src-main/controller/ledger.ts';
import { rayEngine } from '../../src-main/controller/ray.ts';
import { ReportSums, serveReports } from '../../src-main/controller/reports-server.ts';
import { createBert } from '../../src-main/fillmask/bert/model.ts';
import { openCheckpoint } from '../../src-main/models/checkpoint.ts';
import { ortRunner } from '../../src-main/runtime/ort.ts';
import { FakeRay, serverOf } from '../controller/servers.ts';
import { type Certified, certified, withoutOpenssl } from '../support/certificates.ts';
import { gatewayServer } from '../support/gateway-server.ts';
import { patience } from '../support/patience.ts';
import { until } from '../support/processes.ts';
import { tempDir } from '../support/temp.ts';
import { openTinyApp, type TinyApp } from '../support/tiny-app.ts';
import { tinyConfig, writeTinyModel } from '../support/tiny-model.ts';

/**
 * Two desktops, a gateway and a controller over TLS: what writers say of a canary's answers stops it. Whole apps with
 * engines of their own; only the engine's split and its counters are a stand-in's.
 */

/** Judgements of each version at each desktop: with those of both, more than enough for the sequential test. */
const judgements = 12;

/** The system's time, but for the five minutes until counts are sent, which end when the test says so. */
function hurriedClock(): { clock: Clock; send: () => void } {
  const waiting = new Set<() => void>();
  const clock: Clock = {
    ...systemClock,
    after(milliseconds, run) {
      if (milliseconds !== 5 * 60_000) return systemClock.after(milliseconds, run);
      waiting.add(run);
      return () => void waiting.delete(run);
    },
  };
  return {
    clock,
    send: () => {
      for (const run of waiting) run();
      waiting.clear();
    },
  };
}

/** The controller's endpoint as a machine with another address reaches it. */
async function relayFrom(localAddress: string, to: string): Promise<string> {
  const port = Number(new URL(to).port);
  const server = createServer((incoming) => {
    const outgoing = connect({ host: '127.0.0.1', port, localAddress });
    for (const one of [incoming, outgoing]) one.on('error', () => one.destroy());
    incoming.pipe(outgoing).pipe(incoming);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** @returns what makes each run of the desktops’ engines so slow that the gateway is first on any machine */
function slowableEngines(): (milliseconds: number) => void {
  const file = join(tempDir(), 'slow.txt');
  vi.stubEnv('BUMO_TEST_SLOW', file);
  vi.stubEnv('NODE_OPTIONS', `--import ${new URL('../support/slow-runs.mjs', import.meta.url)}`);
  onTestFinished(() => void vi.unstubAllEnvs());
  return (milliseconds) => writeFileSync(file, String(milliseconds));
}

async function controllerWith(tls: Certified) {
  const dir = tempDir();
  const ray = new FakeRay({ base: 1 });
  const engine = rayEngine({
    control: await serverOf(ray.answer),
    address: await serverOf(({ path }) => (path.endsWith('/ready') ? {} : { body: { model_stats: [] } })),
    access: { token: () => null, ca: null },
  });
  const { ledger, state } = openLedger(dir);
  const controller = new Controller({
    ledger,
    state,
    kind: 'ray',
    engine,
    clock: systemClock,
    stable: 'base',
    canary: 'v1',
    acceptance: true,
    origin: 1,
    say: () => undefined,
  });
  const sums = new ReportSums();
  const fair = new FairCounts({ clock: systemClock, onAlone: () => undefined });
  let reports = 0;
  const server = await serveReports({
    host: '127.0.0.1',
    port: 0,
    token: 'secret',
    tls,
    take: (report, sender) => {
      reports++;
      sums.add({ version: report.version, ...fair.take(report, sender) });
    },
  });
  onTestFinished(async () => {
    await server.close();
    ledger.close();
  });
  return {
    address: server.address,
    reports: () => reports,
    shares: () => ray.shares(),
    look: async () => {
      sums.take((version, sum) => controller.report(version, sum));
      await controller.tick();
    },
    reported: () =>
      readFileSync(ledgerFile(dir), 'utf8')
        .split('\n')
        .filter((line) => line.includes('"reported"'))
        .map((line) => JSON.parse(line) as { version: string; accepted: number; refused: number }),
    entries: () => controller.state.entries,
  };
}

interface Desktop {
  readonly app: TinyApp;
  readonly send: () => void;
}

async function desktopAt(gateway: string, controller: string, { ca }: Certified): Promise<Desktop> {
  const { clock, send } = hurriedClock();
  const app = await openTinyApp({ clock });
  onTestFinished(() => app.close());
  const reports = { address: controller, token: 'secret' };
  const preset = { address: gateway, ca, token: 'of-the-gateway', on: true, reports };
  writeFileSync(join(app.home, 'gateway.json'), JSON.stringify(preset));
  await app.call('gateway.set', { on: true, reports: true });
  return { app, send };
}

let asked = 0;

/** The answer of a gateway's version to a sentence; this machine answers while it gets to know the version. */
async function answerOf({ app }: Desktop, version: string) {
  for (;;) {
    const request = { requestId: `of-${++asked}`, gapKey: `of-${asked}`, documentId: version };
    const answer = await app.call('suggest.fill', { ...request, text: `第${asked}天我们[MASK]在公园。` });
    if (answer.provider === 'gateway' && answer.version === version) return answer;
  }
}

/** The writer calls the version's answers right or wrong. */
async function judge(desktop: Desktop, version: string, kind: 'right' | 'wrong'): Promise<void> {
  for (let i = 0; i < judgements; i++) {
    const { gaps } = await answerOf(desktop, version);
    const suggestionId = must(gaps[0]?.suggestionId, 'it was shown and recorded');
    await desktop.app.call('feedback.give', { suggestionId, kind, word: null });
  }
}

// macOS has one loopback address unless somebody adds more.
test.skipIf(withoutOpenssl !== null || process.platform === 'darwin')(
  '✗ on a canary’s answers at two desktops reach the ledger and stop it; those of one do not',
  { timeout: 2 * patience },
  async () => {
    const slow = slowableEngines();
    const tls = certified();
    const controller = await controllerWith(tls);
    await controller.look();
    expect(controller.shares()).toEqual({ base: 0.95, v1: 0.05 });
    const addresses = [controller.address, await relayFrom('127.0.0.2', controller.address)];

    /** The first one answers. */
    const versions = ['base', 'v1'];
    const dir = tempDir();
    await writeTinyModel(dir);
    const model = await createBert(await openCheckpoint(dir), ortRunner, { provider: 'cpu' });
    const gateway = await gatewayServer({
      vocabSize: tinyConfig.vocabSize,
      logits: (rows) => model.logits(rows),
      tls,
      token: 'of-the-gateway',
      versions,
    });
    onTestFinished(gateway.close);
    const desktops: Desktop[] = [];
    for (const address of addresses) desktops.push(await desktopAt(gateway.address, address, tls));

    slow(120);
    for (const desktop of desktops) await judge(desktop, 'base', 'right');
    versions.reverse();
    for (const desktop of desktops) await judge(desktop, 'v1', 'wrong');

    const [first, second] = desktops;
    expect(controller.reports()).toBe(0);
    first?.send();
    await until(() => controller.reports() === 2);
    await controller.look();
    expect(controller.reported()).toEqual([]);
    expect(controller.shares()).toEqual({ base: 0.95, v1: 0.05 });

    second?.send();
    await until(() => controller.reports() === 4);
    await controller.look();
    const sums = controller.reported().map(({ version, accepted, refused }) => [version, accepted, refused]);
    expect(sums).toEqual([
      ['base', 2 * judgements, 0],
      ['v1', 0, 2 * judgements],
    ]);
    expect(controller.entries().some(({ kind }) => kind === 'opened')).toBe(true);
    expect(controller.shares()).toEqual({ base: 1 });
  },
);
