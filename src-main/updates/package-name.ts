import type { Machine } from './machine.ts';

/** What the name of a package says, as electron-builder.yml and `src-main/packing/pack.ts` make it. */

export type PackageKind = 'exe' | 'dmg' | 'zip' | 'AppImage' | 'deb' | 'tar.gz';

export interface PackageName {
  readonly version: string;
  readonly machine: Machine;
  readonly kind: PackageKind;
}

const pattern =
  /^Bumo-(\d+\.\d+\.\d+(?:-[\dA-Za-z.]+)?)-(win|mac|linux)-([\da-z_]+)(?:-portable)?\.(exe|dmg|zip|AppImage|deb|tar\.gz)$/;

const platforms = new Map([
  ['win', 'win32'],
  ['mac', 'darwin'],
  ['linux', 'linux'],
]);

/** A .deb and an AppImage name a processor as their systems do. */
const processors = new Map([
  ['x64', 'x64'],
  ['amd64', 'x64'],
  ['x86_64', 'x64'],
  ['arm64', 'arm64'],
]);

/** @returns null for a name that no package of Bumo has */
export function readPackageName(name: string): PackageName | null {
  const [, version, system = '', processor = '', kind] = pattern.exec(name) ?? [];
  const platform = platforms.get(system);
  const arch = processors.get(processor);
  if (!version || !platform || !arch) return null;
  return { version, machine: { platform, arch }, kind: kind as PackageKind };
}
