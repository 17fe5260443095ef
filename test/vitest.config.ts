import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { telemetryOff } from '../src-main/base/telemetry.ts';
import { compileCache } from './support/compile-cache.ts';
import { patience } from './support/patience.ts';

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  // The interface's classes hold runes.
  plugins: [svelte()],
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**', 'node_modules/**'],
    environment: 'node',
    pool: 'forks',
    // Tests start the app hundreds of times.
    env: { ...telemetryOff, NODE_COMPILE_CACHE: compileCache },
    // Two cores is the smallest machine we build for; sessions bring threads of their own.
    maxWorkers: 2,
    // Processes of the lowest priority get little of a busy machine for a while.
    testTimeout: 1_800_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: patience } },
  },
});
