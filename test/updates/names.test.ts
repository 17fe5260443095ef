import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { targets } from '../../src-main/packing/targets.ts';
import { readList, writeList } from '../../src-main/updates/checksum-list.ts';
import { nextStep, opensItself } from '../../src-main/updates/next-step.ts';
import { type PackageKind, readPackageName } from '../../src-main/updates/package-name.ts';
import { compareVersions } from '../../src-main/updates/version-order.ts';
import { builderModule } from '../support/packing/builder-module.ts';
import { sha256 } from '../support/release.ts';

const { Arch, getArtifactArchName } = builderModule<{
  Arch: Record<string, number>;
  getArtifactArchName(arch: number, ending: string): string;
}>('builder-util');

describe('the name of a package', () => {
  const systems = { win32: 'win', darwin: 'mac', linux: 'linux' } as const;
  const kinds: Record<string, readonly PackageKind[]> = {
    win32: ['exe', 'zip'],
    darwin: ['dmg', 'zip'],
    linux: ['AppImage', 'deb', 'tar.gz'],
  };
  const all = targets.flatMap((target) =>
    (kinds[target.platform] ?? []).map((kind) => ({ ...target, kind })),
  );

  test.each(all)(
    '$platform $arch .$kind is read as electron-builder writes it',
    ({ platform, arch, kind }) => {
      const root = resolve(import.meta.dirname, '../..');
      // biome-ignore lint/suspicious/noTemplateCurlyInString: macros of electron-builder
      const pattern = 'artifactName: "${productName}-${version}-${os}-${arch}.${ext}"';
      expect(readFileSync(join(root, 'electron-builder.yml'), 'utf8')).toContain(pattern);
      const processor = getArtifactArchName(Arch[arch] ?? -1, kind);
      for (const version of ['0.2.0', '1.10.0-rc.1'])
        for (const portable of ['', '-portable']) {
          const name = `Bumo-${version}-${systems[platform]}-${processor}${portable}.${kind}`;
          expect(readPackageName(name)).toEqual({ version, machine: { platform, arch }, kind });
        }
    },
  );

  test.each([
    'Bumo.exe',
    'Other-0.2.0-win-x64.exe',
    'Bumo-0.2-win-x64.exe',
    'Bumo-0.2.0-win-ia32.exe',
    'Bumo-0.2.0-win-x64.exe.lnk',
    'Bumo-0.2.0-win-x64.exe\n',
    'x/Bumo-0.2.0-win-x64.exe',
  ])('%j is none', (name) => expect(readPackageName(name)).toBeNull());
});

describe('versions', () => {
  const inOrder = ['0.1.0', '0.2.0-alpha', '0.2.0-alpha.1', '0.2.0-alpha.beta', '0.2.0-beta', '0.2.0-beta.2'];
  const all = [...inOrder, '0.2.0-beta.11', '0.2.0-rc.1', '0.2.0', '0.2.1', '0.10.0', '1.0.0', '10.0.0'];

  test('come in the order of Semantic Versioning, numbers as numbers', () => {
    for (const [i, first] of all.entries())
      for (const [j, second] of all.entries())
        expect(`${first} ${second} ${compareVersions(first, second)}`).toBe(
          `${first} ${second} ${Math.sign(i - j)}`,
        );
  });
});

describe('the list', () => {
  test('is read as it was written', () => {
    const name = fc.stringMatching(/^[\w.-]{1,40}$/);
    const packages = fc.array(fc.record({ name, sha256: name.map(sha256) }));
    fc.assert(
      fc.property(packages, (some) => {
        expect(readList(writeList(some))).toEqual(some);
      }),
    );
  });

  test('of lines in other forms holds none of them', () => {
    const hash = sha256('');
    expect(readList(`${hash}  a\n${hash} b\n${hash}  x/c\n${hash.slice(1)}  d\n# e\n${hash} *f\n`)).toEqual([
      { name: 'a', sha256: hash },
      { name: 'f', sha256: hash },
    ]);
  });
});

describe('the next step', () => {
  test('is a command with the path as one word', () => {
    const step = nextStep({ kind: 'deb', file: "/media/usb stick/it's/Bumo.deb" });
    expect(step.values).toEqual({
      command: String.raw`sudo apt install '/media/usb stick/it'\''s/Bumo.deb'`,
    });
  });

  test('is the system’s for installers and disk images alone', () => {
    const all: PackageKind[] = ['exe', 'dmg', 'zip', 'AppImage', 'deb', 'tar.gz'];
    expect(all.filter((kind) => opensItself({ kind }))).toEqual(['exe', 'dmg']);
  });
});
