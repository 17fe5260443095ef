import { createCore } from '../app/core.ts';
import type { ForkChild } from '../base/child.ts';
import { systemClock } from '../base/clock.ts';
import { CodedError } from '../base/error.ts';
import { silentLog } from '../base/log.ts';
import type { Paths } from '../base/paths.ts';
import { message } from '../texts/message.ts';
import type { CheckedPackage } from '../updates/check-package.ts';
import { doctor } from './doctor.ts';
import { showGpu } from './gpu.ts';
import { createOutput, failureText, type Output } from './output.ts';
import { showUpdate } from './update.ts';

/** The reports that a packed app prints in place of its window, since it has no command line. */

export interface ReportOptions {
  readonly paths: Paths;
  readonly fork: ForkChild;
  readonly environment: NodeJS.ProcessEnv;
  /** With `--json`, one JSON document. */
  readonly argv: readonly string[];
  readonly locale: string;
  /** Of the app. */
  readonly version: string;
  /** Lets the system open a package that was checked. @returns whether it did */
  readonly open: (checked: CheckedPackage) => Promise<boolean>;
}

export type ReportName = 'doctor' | 'gpu' | 'update';

/** A report on the engine. */
async function reportEngine(name: 'doctor' | 'gpu', output: Output, options: ReportOptions): Promise<void> {
  const { paths, fork, environment } = options;
  const core = createCore({ paths, fork, clock: systemClock, log: silentLog, environment });
  const session = { core, output, paths, clock: systemClock, fork, crash: () => undefined };
  try {
    await (name === 'doctor' ? doctor(session) : showGpu(session, {}));
  } finally {
    core.engine.close();
  }
}

/** `--update FILE [--older]`. @throws CodedError `bad-input` without a file, or what `checkPackage` finds */
async function reportUpdate(output: Output, { argv, paths, version, open }: ReportOptions): Promise<void> {
  const file = argv[argv.indexOf('--update') + 1];
  if (!file || file.startsWith('--')) throw new CodedError('bad-input', message('update.no-file'));
  await showUpdate(file, { output, paths, version, older: argv.includes('--older'), open });
}

/** Prints a report to standard output. @returns the exit code */
export async function printReport(name: ReportName, options: ReportOptions): Promise<number> {
  const output = createOutput(options.argv.includes('--json'), options.locale);
  try {
    await (name === 'update' ? reportUpdate(output, options) : reportEngine(name, output, options));
    return Number(process.exitCode ?? 0);
  } catch (error) {
    output.say(failureText(error));
    return 1;
  }
}
