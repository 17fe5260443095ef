import { fileURLToPath } from 'node:url';
import { defineConfig, type UserConfig } from 'vite';

/** Bundles what runs inside Electron; packages stay outside and are packed beside it. */

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

function bundle(input: Record<string, string>, format: 'es' | 'cjs'): UserConfig {
  const extension = format === 'es' ? 'js' : 'cjs';
  return {
    root: here('.'),
    build: {
      ssr: true,
      target: 'node24',
      outDir: here('../out/main'),
      emptyOutDir: format === 'es',
      rolldownOptions: {
        input,
        external: ['electron'],
        output: {
          format,
          entryFileNames: `[name].${extension}`,
          chunkFileNames: `[name]-[hash].${extension}`,
        },
      },
    },
  };
}

/** `--mode preload` builds the one file that a sandboxed page is given: it must be CommonJS. */
export default defineConfig(({ mode }) =>
  mode === 'preload'
    ? bundle({ preload: here('shell/electron/preload.ts') }, 'cjs')
    : bundle(
        {
          electron: here('electron.ts'),
          'engine-process': here('engine/engine-process.ts'),
          'probe-process': here('engine/probe-process.ts'),
          'int8-process': here('engine/int8-process.ts'),
          'parser-process': here('documents/parser-process.ts'),
          'indexer-process': here('phrases/indexer-process.ts'),
          'exam-process': here('learn/exam/exam-process.ts'),
          'copy-process': here('store/copy-process.ts'),
          'trainer-process': here('learn/training/trainer-process.ts'),
        },
        'es',
      ),
);
