import { resolve } from 'node:path';
import type { Paths } from '../base/paths.ts';
import { message } from '../texts/message.ts';
import { type CheckedPackage, checkPackage } from '../updates/check-package.ts';
import { nextStep } from '../updates/next-step.ts';
import type { Output } from './output.ts';

export interface UpdateOptions {
  readonly output: Output;
  readonly paths: Pick<Paths, 'resources'>;
  /** Of the app that runs. */
  readonly version: string;
  readonly older: boolean;
  /** Lets the system open the package. @returns whether it did */
  readonly open?: (checked: CheckedPackage) => Promise<boolean>;
}

/** Checks a package by the signed list beside it, and says how to install it. */
export async function showUpdate(path: string, options: UpdateOptions): Promise<void> {
  const { output, paths, version: current, older } = options;
  const { platform, arch } = process;
  const installed = { version: current, machine: { platform, arch } };
  const checked = await checkPackage(resolve(path), { resources: paths.resources, installed, older });
  const { file, name, version, sha256 } = checked;
  const opened = (await options.open?.(checked)) ?? false;
  const next = nextStep(checked);
  output.result({ name, version, current, file, sha256, opened, next }, [
    output.pick(message('update.checked', { name, version })),
    output.pick(next),
  ]);
}
