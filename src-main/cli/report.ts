import { createCore } from '../app/core.ts';
import type { ForkChild } from '../base/child.ts';
import { systemClock } from '../base/clock.ts';
import { silentLog } from '../base/log.ts';
import type { Paths } from '../base/paths.ts';
import { doctor } from './doctor.ts';
import { showGpu } from './gpu.ts';
import { createOutput, failureText } from './output.ts';

/** The reports that a packed app prints in place of its window, since it has no command line. */

export interface ReportOptions {
  readonly paths: Paths;
  readonly fork: ForkChild;
  readonly environment: NodeJS.ProcessEnv;
  /** With `--json`, one JSON document. */
  readonly argv: readonly string[];
  readonly locale: string;
}

/** Prints a report to standard output. @returns the exit code */
export async function printReport(name: 'doctor' | 'gpu', options: ReportOptions): Promise<number> {
  const { paths, fork, environment, argv, locale } = options;
  const output = createOutput(argv.includes('--json'), locale);
  const core = createCore({ paths, fork, clock: systemClock, log: silentLog, environment });
  const session = { core, output, paths, clock: systemClock, fork, crash: () => undefined };
  try {
    await (name === 'doctor' ? doctor(session) : showGpu(session, {}));
    return Number(process.exitCode ?? 0);
  } catch (error) {
    output.say(failureText(error));
    return 1;
  } finally {
    core.engine.close();
  }
}
