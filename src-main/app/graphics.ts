import type { GraphicsReport } from '../contract/device-methods.ts';
import type { Provider, Settings } from '../contract/index.ts';
import type { Message } from '../contract/text.ts';
import { cudaAdvice, readCudaState, runtimeVersion } from '../runtime/cuda.ts';
import { candidatesOf, decide } from '../runtime/providers.ts';
import { message } from '../texts/message.ts';
import type { Core } from './core.ts';

/** What the machine lacks for a provider that is not part of the packages. */
function adviceFor(provider: Provider): Message[] {
  if (provider !== 'cuda') return [message('gpu.shipped', { provider })];
  return [...cudaAdvice(readCudaState(process.env), runtimeVersion())];
}

/** Tries each provider that this kind of machine could use, and says what those that fail lack. */
export async function inspectGraphics(
  core: Pick<Core, 'probe'>,
  settings: Settings,
): Promise<GraphicsReport> {
  const candidates = candidatesOf(process.platform, process.arch).filter((one) => one !== 'cpu');
  const choice = await core.probe({ ...settings, provider: 'auto' });
  const probeOf = (provider: Provider) => choice?.probes.find((one) => one.provider === provider);
  const cpu = probeOf('cpu');
  return {
    machine: `${process.platform}-${process.arch}`,
    provider: choice ? decide(settings.provider, choice.probes).provider : null,
    cpuMilliseconds: cpu?.works ? cpu.milliseconds : null,
    providers: candidates.map((provider) => {
      const probe = probeOf(provider);
      return {
        provider,
        works: probe?.works ?? null,
        milliseconds: probe?.works ? probe.milliseconds : null,
        reason: probe && !probe.works ? probe.text : null,
        advice: probe?.works ? [] : adviceFor(provider),
      };
    }),
  };
}
