import { resolve } from 'node:path';
import type { Provider } from '../contract/index.ts';
import type { Message } from '../contract/text.ts';
import { cudaAdvice, installProvider, readCudaState, runtimeVersion } from '../runtime/cuda.ts';
import { candidatesOf, decide } from '../runtime/providers.ts';
import { message } from '../texts/message.ts';
import { withDetail } from './output.ts';
import { readSettings, type Session } from './session.ts';

/** What the machine lacks for a provider that is not part of the packages. */
function adviceFor(provider: Provider): readonly Message[] {
  if (provider !== 'cuda') return [message('gpu.shipped', { provider })];
  return cudaAdvice(readCudaState(process.env), runtimeVersion());
}

/** Says which providers this machine could use, what they lack and how to get it, and tries each. */
export async function showGpu(session: Session, { from }: { readonly from?: string }): Promise<void> {
  const { core, output } = session;
  const { language } = output;
  if (from !== undefined) installProvider(resolve(from));
  const candidates = candidatesOf(process.platform, process.arch).filter((one) => one !== 'cpu');
  const settings = await readSettings(session);
  const choice = await core.probe({ ...settings, provider: 'auto' });
  const used = choice && decide(settings.provider, choice.probes).provider;
  const rows = candidates.map((provider) => {
    const probe = choice?.probes.find((one) => one.provider === provider);
    const advice = probe?.works ? [] : adviceFor(provider);
    return { provider, probe, advice };
  });
  const lines = rows.flatMap(({ provider, probe, advice }) => [
    `${probe?.works ? '✓' : '✗'} ${provider}${probe ? `\t${probe.works ? `${probe.milliseconds.toFixed(1)} ms` : withDetail(language, probe.text)}` : ''}`,
    ...advice.map((text) => `    ${output.pick(text)}`),
  ]);
  const cpu = choice?.probes.find((one) => one.provider === 'cpu');
  const machine = `${process.platform}-${process.arch}`;
  output.result(
    {
      machine,
      provider: used,
      cpuMilliseconds: cpu?.works ? cpu.milliseconds : null,
      providers: rows.map(({ provider, probe, advice }) => ({
        provider,
        works: probe?.works ?? null,
        milliseconds: probe?.works ? probe.milliseconds : null,
        reason: probe && !probe.works ? withDetail(language, probe.text) : null,
        advice: advice.map((text) => output.pick(text)),
      })),
    },
    [
      ...(candidates.length === 0 ? [output.pick(message('gpu.none', { machine }))] : lines),
      ...(cpu?.works ? [`✓ cpu\t${cpu.milliseconds.toFixed(1)} ms`] : []),
      output.pick(used ? message('gpu.in-use', { provider: used }) : message('gpu.no-model')),
    ],
  );
}
