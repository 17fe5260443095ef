import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  cudaAdvice,
  cudaLibraries,
  installProvider,
  providerFiles,
  readCudaState,
  runtimeVersion,
} from '../../src-main/runtime/cuda.ts';
import { render } from '../../src-main/texts/message.ts';
import { tempDir } from '../support/temp.ts';

test('what is missing is named with its version and where to get it, what is there is not', () => {
  const nothing = {
    hasDriver: false,
    missingProviderFiles: providerFiles,
    missingLibraries: cudaLibraries,
  };
  const said = cudaAdvice(nothing, '1.30.0').map((text) => render(text, 'en'));
  expect(said).toHaveLength(3);
  expect(said[1]).toContain('Microsoft.ML.OnnxRuntime.Gpu.Linux 1.30.0');
  expect(said[2]).toContain('libcudnn.so.9');
  expect(cudaAdvice({ hasDriver: true, missingProviderFiles: [], missingLibraries: [] }, '1')).toEqual([]);
});

test('libraries are found in the folders of LD_LIBRARY_PATH', () => {
  const dir = tempDir();
  for (const name of cudaLibraries) writeFileSync(join(dir, name), '');
  expect(readCudaState({ LD_LIBRARY_PATH: `/nowhere:${dir}` }, dir).missingLibraries).toEqual([]);
});

test('the provider is taken from a folder that has all of it', () => {
  const [from, runtime] = [join(tempDir(), 'from'), tempDir()];
  mkdirSync(from);
  writeFileSync(join(from, providerFiles[0]), 'a');
  expect(() => installProvider(from, runtime)).toThrow();
  expect(readdirSync(runtime)).toEqual([]);
  writeFileSync(join(from, providerFiles[1]), 'b');
  installProvider(from, runtime);
  expect(readCudaState({}, runtime).missingProviderFiles).toEqual([]);
  expect(runtimeVersion()).toMatch(/^\d+\.\d+\.\d+$/);
});
