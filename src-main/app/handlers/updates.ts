import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { CodedError } from '../../base/error.ts';
import type { CheckedUpdate, Handlers } from '../../contract/index.ts';
import { message } from '../../texts/message.ts';
import { checkPackage } from '../../updates/check-package.ts';
import { nextStep } from '../../updates/next-step.ts';
import type { Services } from './services.ts';

type Needed = Pick<Services, 'paths' | 'version' | 'packages'>;

/** @throws CodedError `bad-input` if the shell takes no path, or needs one */
async function fileOf({ packages }: Needed, path: string | null): Promise<string | null> {
  if (packages && path !== null) throw new CodedError('bad-input', message('update.no-dialog'));
  if (packages) return packages.choose();
  if (path === null) throw new CodedError('bad-input', message('update.no-path'));
  return resolve(homedir(), path);
}

async function check(services: Needed, file: string): Promise<CheckedUpdate> {
  const { paths, version, packages } = services;
  const { platform, arch } = process;
  const installed = { version, machine: { platform, arch } };
  const checked = await checkPackage(file, { resources: paths.resources, installed });
  const opened = (await packages?.open(checked)) ?? false;
  return { name: checked.name, version: checked.version, opened, next: nextStep(checked) };
}

export function updateHandlers(services: Needed): Pick<Handlers, 'updates.fromFile'> {
  return {
    async 'updates.fromFile'({ path }) {
      const file = await fileOf(services, path);
      return { update: file === null ? null : await check(services, file) };
    },
  };
}
