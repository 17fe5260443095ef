import { expect, test } from 'vitest';
import { inspectGraphics } from '../../../src-main/app/graphics.ts';
import { GraphicsReport, Settings } from '../../../src-main/contract/index.ts';
import { candidatesOf, type Probe } from '../../../src-main/runtime/providers.ts';
import { asWritten } from '../../../src-main/texts/message.ts';

const settings = Settings.parse({});
const others = candidatesOf(process.platform, process.arch).filter((one) => one !== 'cpu');

test('says what each provider needs that does not work, and which one is used', async () => {
  const probes: Probe[] = [
    { provider: 'cpu', works: true, milliseconds: 20 },
    ...others.map((provider) => ({ provider, works: false as const, text: asWritten('坏了', 'broken') })),
  ];
  const asked: string[] = [];
  const core = {
    probe: async ({ provider }: Settings) => {
      asked.push(provider);
      return { provider: 'cpu' as const, note: null, probes };
    },
  };
  const report = GraphicsReport.parse(await inspectGraphics(core, { ...settings, provider: 'cpu' }));
  // Every provider is tried, whatever the writer chose.
  expect(asked).toEqual(['auto']);
  expect(report).toMatchObject({ provider: 'cpu', cpuMilliseconds: 20 });
  expect(report.providers.map(({ provider }) => provider)).toEqual(others);
  for (const one of report.providers) {
    expect(one).toMatchObject({ works: false, milliseconds: null, reason: asWritten('坏了', 'broken') });
    expect(one.advice.length).toBeGreaterThan(0);
  }
});

test('without a model nothing was tried, and the advice stands', async () => {
  const report = await inspectGraphics({ probe: async () => null }, settings);
  expect(report).toMatchObject({ provider: null, cpuMilliseconds: null });
  for (const one of report.providers) expect(one).toMatchObject({ works: null, reason: null });
});
