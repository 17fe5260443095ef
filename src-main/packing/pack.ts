import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { Arch, build, type Configuration, Platform } from 'electron-builder';
import { CodedError } from '../base/error.ts';
import { portableMark } from '../base/paths.ts';
import { sha256OfFile } from '../base/sha256.ts';
import { catalog } from '../models/catalog.ts';
import { modelFiles, openCheckpoint } from '../models/checkpoint.ts';
import { asWritten, message } from '../texts/message.ts';
import { keyName } from '../updates/check-package.ts';
import type { Target } from './targets.ts';

/** Makes packages with electron-builder: electron-builder.yml and what the options add to it. */

export interface PackOptions {
  /** Folder of package.json, electron-builder.yml and the built app in out/. */
  readonly project: string;
  readonly target: Target;
  /** Folder of a model that the package carries, named as the catalog names the model. */
  readonly model?: string;
  /** An archive that keeps the writer's data beside the program. */
  readonly portable?: boolean;
  /** PEM of the public key that the packed app checks packages with. */
  readonly updateKey?: string;
  /** Only a folder with the app, no package of it. */
  readonly unpacked?: boolean;
  /** Settings of electron-builder that win over all others. */
  readonly settings?: Configuration;
}

export interface Artifact {
  readonly file: string;
  readonly sha256: string;
}

const platforms = { win32: Platform.WINDOWS, darwin: Platform.MAC, linux: Platform.LINUX } as const;
const archives = { win32: 'zip', darwin: 'zip', linux: 'tar.gz' } as const;

interface Resource {
  readonly from: string;
  readonly to: string;
  readonly filter?: string[];
}

/** @throws CodedError `model-unknown` if the folder's name is none of the catalog, or what `openCheckpoint` finds */
async function modelResource(dir: string): Promise<Resource> {
  const from = resolve(dir);
  const id = basename(from);
  if (!catalog.some((entry) => entry.id === id)) {
    const ids = catalog.map((entry) => asWritten(entry.id));
    throw new CodedError('model-unknown', message('start.model-folder-name', { id, ids }));
  }
  await openCheckpoint(from);
  return { from, to: `models/${id}`, filter: [...modelFiles] };
}

async function installed(project: string, name: string): Promise<boolean> {
  return access(join(project, 'node_modules', name, 'package.json')).then(
    () => true,
    () => false,
  );
}

/**
 * What the options add to the resources.
 * @param marks folder for the files that are made here
 */
async function addedResources(options: PackOptions, marks: string): Promise<Resource[]> {
  const made = {
    ...(options.portable ? { [portableMark]: '' } : {}),
    ...(options.updateKey === undefined ? {} : { [keyName]: options.updateKey }),
  };
  for (const [name, text] of Object.entries(made)) await writeFile(join(marks, name), text);
  return [
    ...(options.model === undefined ? [] : [await modelResource(options.model)]),
    ...Object.keys(made).map((name) => ({ from: join(marks, name), to: name })),
  ];
}

/**
 * @returns the packages, none with `unpacked`
 * @throws CodedError if a part of the package is missing; electron-builder's own error if it fails
 */
export async function pack(options: PackOptions): Promise<readonly Artifact[]> {
  const { project, target, portable = false, settings = {} } = options;
  if (!(await installed(project, target.jieba)))
    throw new CodedError('not-found', message('start.package-missing', { name: target.jieba }));
  const marks = await mkdtemp(join(tmpdir(), 'bumo-pack-'));
  try {
    const resources = await addedResources(options, marks);
    const kind = options.unpacked ? 'dir' : portable ? archives[target.platform] : [];
    const files = await build({
      projectDir: project,
      targets: platforms[target.platform].createTarget(kind, Arch[target.arch]),
      publish: 'never',
      config: {
        extraResources: resources,
        ...(portable ? { artifactName: portableName } : {}),
        ...settings,
      },
    });
    const packages = files.filter((file) => !file.endsWith('.blockmap'));
    return await Promise.all(packages.map(async (file) => ({ file, sha256: await sha256OfFile(file) })));
  } finally {
    await rm(marks, { recursive: true, force: true });
  }
}

// electron-builder fills these in.
// biome-ignore lint/suspicious/noTemplateCurlyInString: macros of electron-builder
const portableName = '${productName}-${version}-${os}-${arch}-portable.${ext}';
