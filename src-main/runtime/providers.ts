import { exitCause } from '../base/cause.ts';
import type { Child, ForkChild } from '../base/child.ts';
import type { Clock } from '../base/clock.ts';
import { reasonOf } from '../base/error.ts';
import type { Provider } from '../contract/schemas.ts';
import type { Message } from '../contract/text.ts';
import { message } from '../texts/message.ts';

/** Chooses an execution provider by a real inference of each candidate in a throwaway child. */

export interface ProbeRequest {
  readonly dir: string;
  readonly provider: Provider;
}

export type ProbeReply =
  /** `logits` of a fixed row, `milliseconds` the median of warm runs. */
  | { readonly kind: 'numbers'; readonly logits: Float32Array; readonly milliseconds: number }
  | { readonly kind: 'failed'; readonly reason: string };

export type Probe =
  | { readonly provider: Provider; readonly works: true; readonly milliseconds: number }
  | { readonly provider: Provider; readonly works: false; readonly text: Message };

export interface ProbeCache {
  read(key: string): readonly Probe[] | null;
  write(key: string, probes: readonly Probe[]): void;
}

export interface ChooseOptions {
  readonly fork: ForkChild;
  /** File of the probe's process. */
  readonly entry: string;
  readonly clock: Clock;
  readonly model: { readonly id: string; readonly dir: string };
  readonly wanted: 'auto' | Provider;
  readonly candidates: readonly Provider[];
  readonly cache?: { readonly store: ProbeCache; readonly key: string; readonly fresh?: boolean };
  readonly timeOutMilliseconds?: number;
}

export interface Choice {
  readonly provider: Provider;
  /** Why a faster or a chosen provider is not the one in use. */
  readonly note: Message | null;
  readonly probes: readonly Probe[];
}

/** A first run may compile shaders. Three candidates must fit into the engine's limit for a start (120 s). */
const timeOut = 30_000;
/** Largest difference of a logit from CPU's: TF32 and fp16 accumulation stay well below it. */
const tolerance = 0.05;

/**
 * What onnxruntime-node 1.30 ships for a platform, CPU last.
 * Source: its README's table of execution providers.
 */
export function candidatesOf(platform: string, arch: string): readonly Provider[] {
  if (platform === 'win32') return ['dml', 'webgpu', 'cpu'];
  if (platform === 'darwin') return ['coreml', 'webgpu', 'cpu'];
  if (platform === 'linux' && arch === 'x64') return ['cuda', 'webgpu', 'cpu'];
  return ['cpu'];
}

type Run = { readonly reply: ProbeReply } | { readonly died: Message };

function runProbe(options: ChooseOptions, provider: Provider): Promise<Run> {
  const { promise, resolve } = Promise.withResolvers<Run>();
  let child: Child;
  try {
    child = options.fork(options.entry, { quiet: true });
  } catch (error) {
    return Promise.resolve({ reply: { kind: 'failed', reason: reasonOf(error) } });
  }
  const limit = options.timeOutMilliseconds ?? timeOut;
  const stop = options.clock.after(limit, () =>
    resolve({
      died: message('engine.trial-too-long', { seconds: limit / 1000 }),
    }),
  );
  child.onMessage((message) => resolve({ reply: message as ProbeReply }));
  child.onExit((code, signal) =>
    resolve({
      died: message('engine.trial-crashed', {}, exitCause(code, signal).detail),
    }),
  );
  child.send({ dir: options.model.dir, provider } satisfies ProbeRequest);
  return promise.finally(() => {
    stop();
    child.kill();
  });
}

/** @returns why the numbers cannot be trusted, or null where they agree with CPU's. */
function disagreement(numbers: Float32Array, reference: Float32Array): Message | null {
  let worst = numbers.length === reference.length ? 0 : Number.POSITIVE_INFINITY;
  reference.forEach((value, i) => {
    const difference = Math.abs((numbers[i] ?? Number.NaN) - value);
    worst = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(worst, difference);
  });
  if (worst <= tolerance) return null;
  return message('engine.trial-differs', {}, message('engine.trial-difference', { most: `${worst}` }));
}

/** The runtime prefixes its reasons with source paths and ends them with stack traces: neither helps a reader. */
function brief(reason: string): string {
  const [line = ''] = reason.trim().split('\n');
  const told = line.replace(/^\S*\/\S+:\d+ (?:.*?\) )?/, '').trim() || line;
  return told.length > 200 ? `${told.slice(0, 199)}…` : told;
}

function judge(provider: Provider, run: Run, reference: Float32Array | null): Probe {
  if ('died' in run) return { provider, works: false, text: run.died };
  const { reply } = run;
  if (reply.kind === 'failed')
    return {
      provider,
      works: false,
      text: message('engine.provider-does-not-start', {}, brief(reply.reason)),
    };
  const text = reference && disagreement(reply.logits, reference);
  return text
    ? { provider, works: false, text }
    : { provider, works: true, milliseconds: reply.milliseconds };
}

async function probeAll(options: ChooseOptions): Promise<readonly Probe[]> {
  const cpu = await runProbe(options, 'cpu');
  const reference = 'reply' in cpu && cpu.reply.kind === 'numbers' ? cpu.reply.logits : null;
  const probes: Probe[] = [judge('cpu', cpu, null)];
  // Without CPU's numbers nothing can be trusted; the engine's own start will tell what is wrong.
  if (!reference) return probes;
  for (const provider of options.candidates.filter((one) => one !== 'cpu'))
    probes.push(judge(provider, await runProbe(options, provider), reference));
  return probes;
}

/** The choice that probes lead to. Pure. */
export function decide(wanted: 'auto' | Provider, probes: readonly Probe[]): Choice {
  if (wanted !== 'auto') {
    const probe = probes.find((one) => one.provider === wanted);
    if (wanted === 'cpu' || probe?.works) return { provider: wanted, note: null, probes };
    const why = probe?.text ?? message('engine.provider-not-supported');
    const note = message('engine.provider-refused', { provider: wanted, why }, why.detail);
    return { provider: 'cpu', note, probes };
  }
  const working = probes.filter((one) => one.works).sort((a, b) => a.milliseconds - b.milliseconds);
  return { provider: working[0]?.provider ?? 'cpu', note: null, probes };
}

/** Never rejects for a provider's sake: where nothing else works the answer is CPU. */
export async function chooseProvider(options: ChooseOptions): Promise<Choice> {
  const { wanted, candidates, cache } = options;
  if (wanted === 'cpu' || !candidates.some((one) => one !== 'cpu')) return decide(wanted, []);
  const kept = cache && !cache.fresh ? cache.store.read(cache.key) : null;
  if (kept) return decide(wanted, kept);
  const probes = await probeAll(options);
  // A model that CPU cannot run says nothing about providers: keep nothing.
  if (probes.some((one) => one.provider === 'cpu' && one.works)) cache?.store.write(cache.key, probes);
  return decide(wanted, probes);
}

/** Marks a provider that failed in use, so that the next start does not choose it again. */
export function distrust(store: ProbeCache, key: string, provider: Provider): void {
  const text = message('engine.provider-crashed-before');
  const others = (store.read(key) ?? []).filter((one) => one.provider !== provider);
  store.write(key, [...others, { provider, works: false, text }]);
}
