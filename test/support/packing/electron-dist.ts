import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { builderModule } from './builder-module.ts';

/** A stand-in for the folder of Electron's binary: what electron-builder renames, reads or changes in it. */

/** The marker of the fuses in Electron's binary (@electron/fuses, constants). */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

/** Version 1 of the wire with 8 fuses, as an Electron release has them. */
const wire = Buffer.concat([Buffer.from(sentinel), Buffer.from([1, 8]), Buffer.from('10111001')]);
const binary = Buffer.concat([Buffer.from('stand-in for Electron\0'), wire]);

interface ResEdit {
  readonly NtExecutable: { createEmpty(is32Bit: boolean, isDll: boolean): NtExecutable };
  readonly NtExecutableResource: { from(executable: NtExecutable): ResourceSection };
  readonly Resource: { readonly VersionInfo: { createEmpty(): VersionInfo } };
}
interface NtExecutable {
  generate(): ArrayBuffer;
}
interface ResourceSection {
  readonly entries: unknown[];
  outputResource(executable: NtExecutable): void;
}
interface VersionInfo {
  lang: number;
  setStringValues(language: { lang: number; codepage: number }, values: Record<string, string>): void;
  outputToResourceEntries(entries: unknown[]): void;
}

/** A Windows executable with a version resource, which electron-builder adds the hash of app.asar to. */
function windowsExecutable(): Buffer {
  const { NtExecutable, NtExecutableResource, Resource } = builderModule<ResEdit>('resedit');
  const executable = NtExecutable.createEmpty(false, false);
  const resources = NtExecutableResource.from(executable);
  const version = Resource.VersionInfo.createEmpty();
  version.lang = 1033;
  version.setStringValues({ lang: 1033, codepage: 1200 }, { FileDescription: 'Electron' });
  version.outputToResourceEntries(resources.entries);
  resources.outputResource(executable);
  return Buffer.concat([Buffer.from(executable.generate()), wire]);
}

const plist = (executable: string) => `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
<key>CFBundleExecutable</key><string>${executable}</string>
<key>CFBundleIdentifier</key><string>com.github.Electron</string>
<key>CFBundleName</key><string>Electron</string>
<key>CFBundlePackageType</key><string>APPL</string>
</dict></plist>
`;

function macFiles(): Record<string, string | Buffer> {
  const contents = 'Electron.app/Contents';
  const helpers = ['', ' (Renderer)', ' (GPU)', ' (Plugin)'].map((kind) => `Electron Helper${kind}`);
  return {
    [`${contents}/Info.plist`]: plist('Electron'),
    [`${contents}/MacOS/Electron`]: 'stand-in',
    [`${contents}/Resources/electron.icns`]: 'stand-in',
    [`${contents}/Frameworks/Electron Framework.framework/Electron Framework`]: binary,
    ...Object.fromEntries(
      helpers.flatMap((name) => {
        const helper = `${contents}/Frameworks/${name}.app/Contents`;
        return [
          [`${helper}/Info.plist`, plist(name)],
          [`${helper}/MacOS/${name}`, 'stand-in'],
        ];
      }),
    ),
  };
}

const filesOf = {
  linux: () => ({ electron: binary }),
  darwin: macFiles,
  win32: () => ({ 'electron.exe': windowsExecutable() }),
} satisfies Record<string, () => Record<string, string | Buffer>>;

export type PackedPlatform = keyof typeof filesOf;

export function writeElectronDist(dir: string, platform: PackedPlatform): void {
  for (const [name, content] of Object.entries(filesOf[platform]())) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), content, { mode: 0o755 });
  }
}

/** The fuses of a binary, as its characters: `0` off, `1` on. */
export function fuseWire(content: Buffer): string {
  const at = content.indexOf(sentinel);
  if (at < 0) throw new Error('no fuses in this file');
  const start = at + sentinel.length + 2;
  return content.toString('latin1', start, start + 8);
}
