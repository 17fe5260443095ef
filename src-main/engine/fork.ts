import type { ForkOptions } from '../base/child.ts';

/**
 * How the engine's process is started, for the sake of its private memory. A young generation of 1 MB: what an answer
 * leaves behind is collected at once instead of growing the heap, which keeps about 90 MB free. Blocks of 64 KB and
 * more are mapped one by one: by itself glibc takes ever larger ones from its heaps once some were freed, and sessions
 * that come and go leave holes there. Over 60 swaps the memory went from 84 to 101–112 MB without this and stayed at
 * 74–76 MB with it; neither costs time that a benchmark shows. Other allocators do not read the variable.
 */
export const engineProcess = {
  execArgv: ['--max-semi-space-size=1'],
  env: { MALLOC_MMAP_THRESHOLD_: String(64 * 1024) },
} satisfies ForkOptions;
