import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { rayEngine } from '../../src-main/controller/ray.ts';
import { noAccess } from '../../src-main/serving/request.ts';
import { type Asked, FakeRay, serverOf } from './servers.ts';

/** The adapter for Ray Serve, against a server that answers as Ray 2.60 does. */

async function engineOf(ray: FakeRay, stats: (asked: Asked) => unknown = () => ({ model_stats: [] })) {
  const control = await serverOf(ray.answer);
  const address = await serverOf((asked) => ({ body: stats(asked) }));
  const access = { token: () => ray.token, ca: null };
  return rayEngine({ control, address, access });
}

test('the split is the shares of the router', async () => {
  const { split } = await engineOf(new FakeRay({ base: 0.95, v1: 0.05 }));
  expect(await split.read()).toEqual({ base: 0.95, v1: 0.05 });
});

test('setting it changes the shares and sends all else back as it was', async () => {
  const ray = new FakeRay({ base: 1 });
  const before = structuredClone(ray.config);
  const { split } = await engineOf(ray);
  await split.set({ base: 0.8, v1: 0.2 });
  expect(await split.read()).toEqual({ base: 0.8, v1: 0.2 });
  const [app, another] = ray.config.applications;
  const [appBefore, anotherBefore] = before.applications;
  expect(app?.deployments?.[0]?.user_config).toEqual({ shares: { base: 0.8, v1: 0.2 }, other: 1 });
  expect(app?.deployments?.[1]).toEqual(appBefore?.deployments?.[1]);
  expect([app?.runtime_env, another]).toEqual([appBefore?.runtime_env, anotherBefore]);
  expect(ray.config.http_options).toEqual(before.http_options);
});

test('an application that a program started is not ended by it: nothing is set', async () => {
  const ray = new FakeRay({ base: 1 });
  ray.programs.push('theirs');
  const { split } = await engineOf(ray);
  await expect(split.set({ base: 0.8, v1: 0.2 })).rejects.toThrow('theirs on Ray was not started from a');
  expect(ray.puts).toEqual([]);
});

test('an environment that Ray hid is not written back', async () => {
  const ray = new FakeRay({ base: 1 });
  ray.config.applications[1] = { name: 'another', runtime_env: { env_vars: { KEY: '<redacted>' } } };
  const { split } = await engineOf(ray);
  await expect(split.set({ base: 0.8, v1: 0.2 })).rejects.toThrow();
  expect(ray.puts).toEqual([]);
});

test('Ray without a router of ours, a wrong key and another program are each said', async () => {
  const { split: strange } = await engineOf(new FakeRay('none'));
  await expect(strange.read()).rejects.toThrow('runs no Router with shares');
  const locked = new FakeRay({ base: 1 });
  locked.token = 'right';
  const control = await serverOf(locked.answer);
  const wrong = rayEngine({ control, address: control, access: { token: () => 'wrong', ca: null } });
  await expect(wrong.split.read()).rejects.toThrow('refused the request');
  const other = await serverOf(() => ({ body: '<html>' }));
  const { split } = rayEngine({ control: other, address: other, access: noAccess });
  await expect(split.read()).rejects.toThrow('does not answer as this kind of engine does');
});

test('an address where nobody listens is said as that', async () => {
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
  const { port } = holder.address() as { port: number };
  await new Promise((resolve) => holder.close(resolve));
  const control = `http://127.0.0.1:${port}`;
  const { split } = rayEngine({ control, address: control, access: noAccess });
  await expect(split.read()).rejects.toThrow('cannot be reached');
});

test('evidence is the statistics of each version, of each process that counts', async () => {
  const statOf = (version: string, instance: string | undefined, count: number) => ({
    name: 'bumo',
    version,
    ...(instance && { instance }),
    inference_stats: {
      success: { count, ns: count * 30e6 },
      fail: { count: 2, ns: 0 },
      queue: { count: 0, ns: 0 },
    },
  });
  const { evidence } = await engineOf(new FakeRay({ base: 1 }), ({ path }) => ({
    model_stats: path.includes('/versions/v1/')
      ? [statOf('v1', 'r1', 10), statOf('v1', 'r2', 5)]
      : [statOf('base', undefined, 90)],
  }));
  expect(await evidence.read(['base', 'v1'])).toEqual({
    'base ': { answered: 90, failed: 2, milliseconds: 2_700 },
    'v1 r1': { answered: 10, failed: 2, milliseconds: 300 },
    'v1 r2': { answered: 5, failed: 2, milliseconds: 150 },
  });
});
