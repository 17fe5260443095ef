import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportServing } from '../../../src-main/serving/export/export.ts';
import { ModelMetadata, paths } from '../../../src-main/serving/protocol.ts';
import { until } from '../../support/processes.ts';
import { ask, infer, load, statsOf, stickyOf } from '../../support/serving/client.ts';
import { expectBatches, expectDesktopLogits } from '../../support/serving/comparisons.ts';
import { expectClientLogits, expectDesktopAnswers, openDesktop } from '../../support/serving/desktop.ts';
import { realVersions, tinyVersions } from '../../support/serving/packages.ts';
import { enginePrograms } from '../../support/serving/pythons.ts';
import { type RayServer, startRay } from '../../support/serving/server.ts';
import { skippedFor } from '../../support/skipped.ts';
import { exportBoth, planOf, type VersionedModel } from '../../support/tiny-package.ts';

const { reason } = enginePrograms('ray');
const vocabSize = 37;
const row = { ids: [2, 5, 4, 7, 3], masked: [2] };

describe.skipIf(reason !== null)(skippedFor('Ray Serve', reason), () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'bumo-ray-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  describe('with the real model and a version of it', () => {
    let model: VersionedModel;
    let server: RayServer;

    beforeAll(async () => {
      model = await realVersions(folder);
      await exportBoth(model, 'ray', join(folder, 'real-package'));
      server = await startRay(join(folder, 'real-package'));
    });
    afterAll(() => server?.close());

    test('gives the logits of the engine on the desktop', () =>
      expectDesktopLogits(server.port, model, [{ binary: true }, { binary: false }]));

    test('gives the desktop’s client the same logits', async () => {
      for (const version of ['base', model.versions[0].id])
        await expectClientLogits(server.port, model, version);
    });

    test('answers a desktop as it would have answered itself, and what is shown is the engine’s', async () => {
      const desktop = await openDesktop(model);
      for (const version of ['base', model.versions[0].id])
        await expectDesktopAnswers(desktop, server.port, version, true);
      // The shares of a new package: all for the version that serves now.
      await expectDesktopAnswers(desktop, server.port, 'base', false);
    });
  });

  describe('with two versions of a small model', () => {
    let model: VersionedModel;
    let server: RayServer;
    let first: string;
    let second: string;
    const send = (i: number) => infer(server.port, [row], { vocabSize, sticky: stickyOf(i) });

    /** As a controller does: through Ray's own REST interface. */
    async function share(newer: number): Promise<void> {
      const headers = { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' };
      const path = '/api/serve/applications/';
      const answer = await ask(server.dashboard(), 'GET', path, { headers });
      const { applications, http_options, proxy_location } = JSON.parse(String(answer.body));
      const { deployed_app_config: config } = applications.bumo;
      const router = config.deployments.find((one: { name: string }) => one.name === 'Router');
      router.user_config = { shares: { [first]: 1 - newer, [second]: newer } };
      const body = JSON.stringify({ proxy_location, http_options, applications: [config] });
      expect((await ask(server.dashboard(), 'PUT', path, { headers, body })).status).toBe(200);
      for (;;) {
        const metadata = await ask(server.port, 'GET', paths.metadata());
        if (Math.abs(JSON.parse(String(metadata.body)).shares[second] - newer) < 1e-9) return;
      }
    }

    beforeAll(async () => {
      model = await tinyVersions(folder);
      [first, second] = model.versions.map(({ id }) => id) as [string, string];
      await exportServing(await planOf(model, [...model.versions]), 'ray', join(folder, 'package'));
      server = await startRay(join(folder, 'package'));
    });
    afterAll(() => server?.close());

    test('says what it serves, and refuses what does not fit, each with a sentence', async () => {
      const { body } = await ask(server.port, 'GET', paths.metadata());
      expect(ModelMetadata.parse(JSON.parse(String(body)))).toMatchObject({ versions: [first, second] });
      const tensor = (name: string, shape: number[], data: number[]) => ({
        name,
        datatype: 'INT64',
        shape,
        data,
      });
      const request = (ids: number[], positions: number[]) =>
        JSON.stringify({
          inputs: [
            tensor('input_ids', [1, ids.length], ids),
            tensor(
              'attention_mask',
              [1, ids.length],
              ids.map(() => 1),
            ),
            tensor('positions', [1, positions.length], positions),
          ],
        });
      const long = new Array<number>(65).fill(5);
      const cases: [string, string, number, RegExp][] = [
        ['no JSON', paths.infer(), 400, /no JSON/],
        ['{"inputs": []}', paths.infer(), 400, /no input input_ids/],
        [request([2, 999, 3], [1]), paths.infer(), 400, /outside of 0 to 36/],
        [request([2, 4, 3], [3]), paths.infer(), 400, /outside of 0 to 2/],
        [request(long, [1]), paths.infer(), 413, /at most/],
        [request([2, 4, 3], [1]) + ' '.repeat(4_000_000), paths.infer(), 413, /at most 4000000 bytes/],
        [request([2, 4, 3], [1]), paths.infer('ffff'), 404, /not served/],
        [request([2, 4, 3], [1]), '/v2/models/other/infer', 404, /no such address/],
      ];
      for (const [sent, path, status, sentence] of cases) {
        const answer = await ask(server.port, 'POST', path, { body: sent });
        expect([answer.status, String(answer.body)]).toEqual([status, expect.stringMatching(sentence)]);
      }
      expect((await statsOf(server.port, first)).inference_stats.fail.count).toBe(0);
    });

    test('splits traffic as the shares say, and a writer stays with the version that answered', async () => {
      await share(0.05);
      const seen = new Map<number, string>();
      const { byVersion, failures } = await load(16, 2000, async (i) => {
        const answer = await send(i);
        seen.set(i, answer.version);
        return answer;
      });
      expect(failures).toEqual([]);
      expect(Math.abs((byVersion[second] ?? 0) / 2000 - 0.05)).toBeLessThan(0.02);
      await share(0.2);
      const early = [...seen].filter(([, version]) => version === second).map(([i]) => i);
      for (const i of early) expect((await send(i)).version).toBe(second);
    });

    test('takes the new version into service under load without a failed request', async () => {
      await share(0);
      const running = load(8, 500, send);
      await share(1);
      const { byVersion, failures } = await running;
      expect(failures).toEqual([]);
      expect(byVersion[second]).toBeGreaterThan(0);
      expect((await send(1)).version).toBe(second);
    });

    test('loses no request with a replica that is killed', async () => {
      await share(1);
      const pids = () => server.replicas(second);
      const [victim = 0] = pids();
      expect(victim).toBeGreaterThan(0);
      let sent = 0;
      const running = load(8, 400, (i) => {
        sent++;
        return send(i);
      });
      await until(() => sent > 50);
      process.kill(victim, 'SIGKILL');
      const { byVersion, failures } = await running;
      expect(failures).toEqual([]);
      expect(byVersion).toEqual({ [second]: 400 });
      expect(pids()).not.toContain(victim);
    });

    test('runs requests of different lengths in batches, each with its own logits', () =>
      expectBatches(server.port, model, second, { binary: true }));
  });
});
