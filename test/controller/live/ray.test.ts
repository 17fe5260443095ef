import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../../src-main/base/clock.ts';
import { Controller } from '../../../src-main/controller/controller.ts';
import { commandOf } from '../../../src-main/controller/inbox.ts';
import { openLedger } from '../../../src-main/controller/ledger.ts';
import { rayEngine } from '../../../src-main/controller/ray.ts';
import { paths } from '../../../src-main/serving/protocol.ts';
import { ask, infer, load, statsOf, stickyOf } from '../../support/serving/client.ts';
import { tinyVersions } from '../../support/serving/packages.ts';
import { enginePrograms } from '../../support/serving/pythons.ts';
import { type RayServer, startRay } from '../../support/serving/server.ts';
import { skippedFor } from '../../support/skipped.ts';
import { exportBoth } from '../../support/tiny-package.ts';

/** The controller over Ray Serve itself. */

const { reason } = enginePrograms('ray');
const vocabSize = 37;
const row = { ids: [2, 5, 4, 7, 3], masked: [2] };
const writers = 1_000;

/** The package's own application, but that every 20th request to another version than the base one fails. */
const faulty = `
from ray import serve

import bumo_ray


@serve.deployment
class Faulty(bumo_ray.Version.func_or_class):
    asked = 0

    async def infer(self, *inputs):
        self.asked += 1
        if self.asked % 20 == 0:
            raise RuntimeError("every 20th request fails")
        return await super().infer(*inputs)


def build(_args):
    kinds = {one["id"]: bumo_ray.Version if one["id"] == "base" else Faulty for one in bumo_ray.package()["versions"]}
    return bumo_ray.Router.bind({id: kind.options(name=id).bind(id) for id, kind in kinds.items()})
`;

describe.skipIf(reason !== null)(skippedFor('Ray Serve', reason), () => {
  let folder: string;
  let server: RayServer;
  let canary: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'bumo-gateway-'));
    const model = await tinyVersions(folder);
    canary = model.versions[0].id;
    const at = join(folder, 'package');
    await exportBoth(model, 'ray', at);
    writeFileSync(join(at, 'bumo_faulty.py'), faulty);
    const config = join(at, 'serve_config.yaml');
    writeFileSync(config, readFileSync(config, 'utf8').replace('bumo_ray:build', 'bumo_faulty:build'));
    server = await startRay(at);
  });
  afterAll(async () => {
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const shares = async () => {
    const { body } = await ask(server.port, 'GET', paths.metadata());
    return (JSON.parse(String(body)) as { shares: Record<string, number> }).shares;
  };

  function controllerOf(dir: string): Controller {
    const { ledger, state } = openLedger(join(folder, dir));
    const address = (port: number) => `http://127.0.0.1:${port}`;
    const access = { token: () => server.token, ca: null };
    return new Controller({
      ledger,
      state,
      kind: 'ray',
      engine: rayEngine({
        control: address(server.dashboard()),
        address: address(server.port),
        access,
      }),
      clock: systemClock,
      stable: 'base',
      canary,
      acceptance: false,
      origin: 1,
      say: () => undefined,
    });
  }

  test('a version that fails every 20th request of a thousand writers is stopped within 60 and never has 20 %', async () => {
    const controller = controllerOf('stopped');
    const isStopped = () => controller.state.entries.some(({ kind }) => kind === 'opened');
    while ((await shares())[canary] !== 0.05) await controller.tick();
    const running = load(4, 4_000, async (i) => {
      // The load ends with the roll-out.
      if (isStopped()) return { version: 'none' };
      return infer(server.port, [row], { vocabSize, sticky: stickyOf(i % writers) });
    });
    let largest = 0;
    while (!isStopped()) {
      await controller.tick();
      largest = Math.max(largest, (await shares())[canary] ?? 0);
    }
    const { failures, byVersion } = await running;
    const { success, fail } = (await statsOf(server.port, canary)).inference_stats;
    expect(success.count + fail.count).toBeLessThanOrEqual(60);
    expect(largest).toBe(0.05);
    expect(failures).toHaveLength(fail.count);
    expect(byVersion.base).toBeGreaterThan(0);
    while ((await shares())[canary]) await wait(50);
    expect(await shares()).toEqual({ base: 1 });
  });

  test('a split moves and goes back without a replica that starts anew', async () => {
    const before = [...server.replicas('base'), ...server.replicas(canary)];
    const controller = controllerOf('back');
    while ((await shares())[canary] !== 0.05) await controller.tick();
    await controller.command(commandOf({ what: 'push' }));
    while ((await shares())[canary] !== 0.2) await controller.tick();
    await controller.command(commandOf({ what: 'back' }));
    await controller.tick();
    while ((await shares())[canary]) await wait(50);
    expect([...server.replicas('base'), ...server.replicas(canary)]).toEqual(before);
  });
});
