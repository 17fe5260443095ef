import type { EngineState } from '../../src-main/contract/index.ts';

type Provider = Extract<EngineState, { phase: 'ready' }>['provider'];

/** Proper names: the same in every language. */
export const providerNames: Readonly<Record<Provider, string>> = {
  cuda: 'CUDA',
  dml: 'DirectML',
  coreml: 'CoreML',
  webgpu: 'WebGPU',
  cpu: 'CPU',
};

export const providerName = (provider: Provider): string => providerNames[provider];
