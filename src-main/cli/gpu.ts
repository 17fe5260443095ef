import { resolve } from 'node:path';
import { inspectGraphics } from '../app/graphics.ts';
import { installProvider } from '../runtime/cuda.ts';
import { message } from '../texts/message.ts';
import { withDetail } from './output.ts';
import { readSettings, type Session } from './session.ts';

/** Says which providers this machine could use, what they lack and how to get it, and tries each. */
export async function showGpu(session: Session, { from }: { readonly from?: string }): Promise<void> {
  const { core, output } = session;
  const { language } = output;
  if (from !== undefined) installProvider(resolve(from));
  const report = await inspectGraphics(core, await readSettings(session));
  const { machine, provider: used, cpuMilliseconds } = report;
  const providers = report.providers.map(({ reason, advice, ...about }) => ({
    ...about,
    reason: reason && withDetail(language, reason),
    advice: advice.map((text) => output.pick(text)),
  }));
  const lines = providers.flatMap(({ provider, works, milliseconds, reason, advice }) => [
    `${works ? '✓' : '✗'} ${provider}${works === null ? '' : `\t${reason ?? `${(milliseconds ?? 0).toFixed(1)} ms`}`}`,
    ...advice.map((text) => `    ${text}`),
  ]);
  output.result({ machine, provider: used, cpuMilliseconds, providers }, [
    ...(providers.length === 0 ? [output.pick(message('gpu.none', { machine }))] : lines),
    ...(cpuMilliseconds === null ? [] : [`✓ cpu\t${cpuMilliseconds.toFixed(1)} ms`]),
    output.pick(used ? message('gpu.in-use', { provider: used }) : message('gpu.no-model')),
  ]);
}
