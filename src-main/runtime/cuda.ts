import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { CodedError } from '../base/error.ts';
import type { Message } from '../contract/text.ts';
import { asWritten, message } from '../texts/message.ts';

/**
 * What ONNX Runtime's CUDA provider needs on Linux x64. onnxruntime-node ships without it: its installation script would
 * download it, and scripts are off.
 */

/** ONNX Runtime loads them from the folder of its own library, by full path. */
export const providerFiles = [
  'libonnxruntime_providers_shared.so',
  'libonnxruntime_providers_cuda.so',
] as const;

/** Shared libraries that the provider of ONNX Runtime 1.30 is linked with: CUDA 12 and cuDNN 9. */
export const cudaLibraries = [
  'libcudart.so.12',
  'libcublas.so.12',
  'libcublasLt.so.12',
  'libcurand.so.10',
  'libcufft.so.11',
  'libcudnn.so.9',
] as const;

export interface CudaState {
  /** Whether NVIDIA's kernel driver is loaded. */
  readonly hasDriver: boolean;
  readonly missingProviderFiles: readonly string[];
  readonly missingLibraries: readonly string[];
}

const list = (names: readonly string[]) => names.map((name) => asWritten(name));

/** What is missing and how to get it, in the order in which to get it. */
export function cudaAdvice(state: CudaState, version: string): readonly Message[] {
  const { hasDriver, missingProviderFiles, missingLibraries } = state;
  return [
    ...(hasDriver ? [] : [message('gpu.no-driver')]),
    ...(missingProviderFiles.length === 0
      ? []
      : [message('gpu.no-provider', { files: list(missingProviderFiles), version })]),
    ...(missingLibraries.length === 0
      ? []
      : [message('gpu.no-libraries', { files: list(missingLibraries) })]),
  ];
}

const packageFile = () => createRequire(import.meta.url).resolve('onnxruntime-node/package.json');

export const runtimeVersion = (): string =>
  (createRequire(import.meta.url)(packageFile()) as { version: string }).version;

/** The folder of ONNX Runtime's own library. */
export const runtimeFolder = (): string => join(dirname(packageFile()), 'bin/napi-v6/linux/x64');

/** The names that the dynamic linker's cache lists. */
function linkerCache(): string {
  const { stdout } = spawnSync('ldconfig', ['-p'], {
    encoding: 'utf8',
    env: { PATH: '/sbin:/usr/sbin:/bin:/usr/bin' },
  });
  return stdout ?? '';
}

export function readCudaState(environment: NodeJS.ProcessEnv, folder = runtimeFolder()): CudaState {
  const cache = linkerCache();
  const folders = (environment.LD_LIBRARY_PATH ?? '').split(':').filter((one) => one !== '');
  const isThere = (name: string) =>
    cache.includes(`\t${name} `) || folders.some((one) => existsSync(join(one, name)));
  return {
    hasDriver: existsSync('/proc/driver/nvidia/version'),
    missingProviderFiles: providerFiles.filter((name) => !existsSync(join(folder, name))),
    missingLibraries: cudaLibraries.filter((name) => !isThere(name)),
  };
}

/**
 * Copies the provider's files from a folder, such as the unpacked package of the vendor, beside ONNX Runtime's library.
 * @throws CodedError `not-found` if a file is missing; the system's error if the folder cannot be written
 */
export function installProvider(from: string, folder = runtimeFolder()): void {
  const missing = providerFiles.filter((name) => !existsSync(join(from, name)));
  if (missing.length > 0)
    throw new CodedError('not-found', message('gpu.not-in-folder', { folder: from, files: list(missing) }));
  for (const name of providerFiles) copyFileSync(join(from, name), join(folder, name));
}
