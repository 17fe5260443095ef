import type { AppOptions } from '../../src-main/app/app.ts';
import { forkNode } from '../../src-main/base/child.ts';
import { systemClock } from '../../src-main/base/clock.ts';
import { silentLog } from '../../src-main/base/log.ts';
import { resolvePaths } from '../../src-main/base/paths.ts';

/** An app of the browser's shell with real processes and time. @param environment names its folders */
export const appOptions = (environment: Readonly<Record<string, string>>): AppOptions => ({
  paths: resolvePaths(environment),
  fork: forkNode,
  shell: 'browser',
  version: '0',
  log: silentLog,
  clock: systemClock,
  environment: {},
});
