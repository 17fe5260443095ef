import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type AppGateway, createGateway } from '../../src-main/app/gateway.ts';
import { feedbackHandlers } from '../../src-main/app/handlers/feedback.ts';
import type { Services } from '../../src-main/app/handlers/services.ts';
import type { FeedbackKind, GatewaySettings } from '../../src-main/contract/index.ts';
import { serveReports } from '../../src-main/controller/reports-server.ts';
import { createGatewayPort } from '../../src-main/engine/gateway-port.ts';
import { readContacts } from '../../src-main/models/contacts.ts';
import { scrub } from '../../src-main/privacy/scrub.ts';
import type { OutcomeReport } from '../../src-main/serving/outcome-report.ts';
import { openStore } from '../../src-main/store/open.ts';
import { recordSuggestion } from '../../src-main/store/suggestions.ts';
import { render } from '../../src-main/texts/message.ts';
import { certified, withoutOpenssl } from '../support/certificates.ts';
import { type ManualClock, manualClock } from '../support/manual-clock.ts';
import { until } from '../support/processes.ts';
import { tempDir } from '../support/temp.ts';

/** Counts of a gateway's answers, from the writer's judgement to the controller's endpoint. */

const gatewayAddress = 'https://gateway.example:8443';
const minutes = 60_000;
let home: string;
let clock: ManualClock;
let emitted: GatewaySettings[];

beforeEach(() => {
  home = tempDir();
  clock = manualClock();
  emitted = [];
});

function open(): AppGateway {
  const port = createGatewayPort(() => undefined);
  const gateway = createGateway({
    home,
    resources: tempDir(),
    engine: { setGateway: port.set, gateway: port.report, onGateway: port.onReport },
    clock,
    modelId: () => 'tiny',
    emit: (settings) => void emitted.push(settings),
  });
  onTestFinished(() => gateway.close());
  return gateway;
}

const preset = (reports: unknown, ca?: string) =>
  writeFileSync(join(home, 'gateway.json'), JSON.stringify({ address: gatewayAddress, ca, reports }));

async function controller(tls: { cert: string; key: string } | null = null, port = 0) {
  const taken: OutcomeReport[] = [];
  const take = (report: OutcomeReport) => void taken.push(report);
  const server = await serveReports({ host: '127.0.0.1', port, token: 'secret', tls, take });
  onTestFinished(() => server.close());
  return { ...server, taken };
}

/** A gateway whose administrator named a controller, and whose writer agreed. */
function agreedTo(reports: unknown, ca?: string): AppGateway {
  preset(reports, ca);
  const gateway = open();
  gateway.change({ reports: true });
  return gateway;
}

const troubleOf = (settings: GatewaySettings | undefined) => settings?.reports?.trouble ?? null;

test('what became of answers is told by version, once in five minutes', async () => {
  const { address, taken } = await controller();
  const gateway = agreedTo({ address, token: 'secret' });
  gateway.judged('v2', true);
  clock.advance(4 * minutes);
  for (const accepted of [true, false]) gateway.judged('v2', accepted);
  gateway.judged('base', false);
  gateway.note({ gateway: null, unusable: 'v2' });
  gateway.note({ gateway: 'v2', unusable: null });
  expect(taken).toEqual([]);
  clock.advance(minutes);
  await until(() => taken.length === 2);
  expect(taken).toEqual([
    { version: 'v2', accepted: 2, refused: 1, errors: 1 },
    { version: 'base', accepted: 0, refused: 1, errors: 0 },
  ]);
  await until(() => emitted.length > 2);
  clock.advance(60 * minutes);
  gateway.judged('v2', false);
  clock.advance(5 * minutes);
  await until(() => taken.length === 3);
  expect(taken.at(-1)).toEqual({ version: 'v2', accepted: 0, refused: 1, errors: 0 });
  const hosts = readContacts(join(home, 'contacts.json')).map(({ host }) => host);
  expect(hosts).toContain(new URL(address).host);
});

describe('nothing is told', () => {
  const judgeFor = async (gateway: AppGateway) => {
    gateway.judged('v2', true);
    clock.advance(60 * minutes);
    await new Promise((resolve) => setTimeout(resolve, 50));
  };

  test('until the writer agreed, after that was taken back, and while the gateway is off', async () => {
    const { address, taken } = await controller();
    preset({ address, token: 'secret' });
    const gateway = open();
    expect(gateway.settings().reports).toMatchObject({ on: false });
    await judgeFor(gateway);
    gateway.change({ reports: true });
    gateway.judged('v2', true);
    gateway.change({ reports: false });
    await judgeFor(gateway);
    gateway.change({ reports: true, on: false });
    await judgeFor(gateway);
    expect(taken).toEqual([]);
    // The same steps with the consent, so that a test of nothing would be noticed.
    gateway.change({ on: true });
    gateway.judged('v2', true);
    clock.advance(5 * minutes);
    await until(() => taken.length === 1);
  });

  test('where the administrator named no controller: there is nothing to agree to', () => {
    const gateway = agreedTo(undefined);
    expect(gateway.settings().reports).toBeNull();
  });

  test('with a name that is no version’s', async () => {
    const { address, taken } = await controller();
    const gateway = agreedTo({ address, token: 'secret' });
    gateway.judged('../secret text', true);
    gateway.judged('v2', true);
    clock.advance(5 * minutes);
    await until(() => taken.length === 1);
    expect(taken[0]?.version).toBe('v2');
  });
});

test('counts that did not arrive are said to wait, and come with the next ones', async () => {
  const first = await controller();
  const port = Number(new URL(first.address).port);
  await first.close();
  const gateway = agreedTo({ address: first.address, token: 'secret' });
  gateway.judged('v2', true);
  clock.advance(5 * minutes);
  await until(() => troubleOf(emitted.at(-1)) !== null);
  const trouble = troubleOf(gateway.settings());
  expect(trouble && render(trouble, 'zh')).toContain(`127.0.0.1:${port}`);
  const again = await controller(null, port);
  gateway.judged('v2', false);
  clock.advance(5 * minutes);
  await until(() => again.taken.length === 1);
  expect(again.taken).toEqual([{ version: 'v2', accepted: 1, refused: 1, errors: 0 }]);
  await until(() => troubleOf(emitted.at(-1)) === null);
});

test('a wrong key is said, and the counts stay here', async () => {
  const { address, taken } = await controller();
  const gateway = agreedTo({ address, token: 'another' });
  gateway.judged('v2', true);
  clock.advance(5 * minutes);
  await until(() => troubleOf(emitted.at(-1)) !== null);
  expect(taken).toEqual([]);
});

test.skipIf(withoutOpenssl !== null)(
  'over TLS, the controller shows a certificate of the gateway’s authority or is told nothing',
  async () => {
    const [own, other] = [certified(), certified()];
    const { address, taken } = await controller(own);
    const gateway = agreedTo({ address, token: 'secret' }, other.ca);
    gateway.judged('v2', true);
    clock.advance(5 * minutes);
    await until(() => troubleOf(emitted.at(-1)) !== null);
    expect(taken).toEqual([]);
    gateway.close();
    preset({ address, token: 'secret' }, own.ca);
    const trusted = open();
    trusted.judged('v2', true);
    clock.advance(5 * minutes);
    await until(() => taken.length === 1);
  },
);

describe('a judgement counts for what made the suggestion', () => {
  const kinds: [FeedbackKind, boolean | null][] = [
    ['right', true],
    ['accepted', true],
    ['wrong', false],
    ['dismissed', false],
    ['kept', null],
  ];

  test.each(kinds)('%s', async (kind, counts) => {
    const store = openStore({ dir: home, clock });
    const judged: unknown[] = [];
    const as = (who: string) => ({
      judged: (version: string, accepted: boolean) => void judged.push([who, version, accepted]),
    });
    const services = {
      store,
      clock,
      hub: { emit: () => undefined },
      slots: { router: as('here') },
      gateway: as('gateway'),
    };
    const handlers = feedbackHandlers(services as unknown as Services);
    const stored = {
      at: 1,
      context: scrub('今[MASK]').text,
      gapStart: 1,
      gapEnd: 7,
      offered: [],
      stage: 'full',
      modelId: 'tiny',
      version: 'base',
      milliseconds: 1,
    } as const;
    for (const provider of ['cpu', 'gateway'] as const) {
      recordSuggestion(store.write, { ...stored, id: provider, provider });
      await handlers['feedback.give'](
        { suggestionId: provider, kind, word: kind === 'wrong' ? '天' : null },
        {} as never,
      );
    }
    expect(judged).toEqual(
      counts === null
        ? []
        : [
            ['here', 'base', counts],
            ['gateway', 'base', counts],
          ],
    );
    await store.close();
  });
});
