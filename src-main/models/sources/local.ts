import { constants } from 'node:fs';
import { copyFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { causeOf } from '../../base/cause.ts';
import { CodedError } from '../../base/error.ts';
import { asWritten, message } from '../../texts/message.ts';
import { modelFiles, weightsFile } from '../checkpoint.ts';
import { folderFault, isFolderFault, refused } from '../errors.ts';
import { exists } from '../files.ts';
import type { FetchContext, ModelSource } from './port.ts';

/** Copies a model's files, as clones that share their bytes where the file system can make them. */
export async function copyModel(
  from: string,
  { into, signal }: Pick<FetchContext, 'into' | 'signal'>,
): Promise<void> {
  for (const file of modelFiles) {
    signal.throwIfAborted();
    try {
      await copyFile(join(from, file), join(into, file), constants.COPYFILE_FICLONE);
    } catch (error) {
      if (isFolderFault(error)) throw folderFault(error, into, 500e6);
      const absent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      if (absent && file === 'tokenizer_config.json') continue;
      throw new CodedError(
        absent ? 'model-incomplete' : 'folder-unreadable',
        message(
          'models.file-unreadable',
          { from, file, files: modelFiles.map((one) => asWritten(one)) },
          causeOf(error).detail,
        ),
        { cause: error },
      );
    }
  }
}

/** The chosen folder, or the only folder in it that contains a model: a writer may choose a whole memory stick. */
export async function modelFolder(chosen: string): Promise<string> {
  if (await exists(join(chosen, weightsFile))) return chosen;
  const names = await readdir(chosen).catch(() => []);
  const holds = await Promise.all(names.map((name) => exists(join(chosen, name, weightsFile))));
  const [only, ...others] = names.filter((_, i) => holds[i]);
  return only !== undefined && others.length === 0 ? join(chosen, only) : chosen;
}

/** Models that are part of the installer: `<resources>/models/<id>`. */
export function resourcesSource(resources: string): ModelSource {
  return {
    name: 'resources',
    async fetch(context) {
      const from = join(resources, 'models', context.entry.id);
      if (!(await exists(from))) throw refused(message('models.installer'), context.entry.id);
      await copyModel(from, context);
    },
  };
}

/** A folder that the writer named, which contains `<id>/` or the model's files themselves. */
export function folderSource(folder: string): ModelSource {
  return {
    name: 'folder',
    async fetch(context) {
      const nested = join(folder, context.entry.id);
      await copyModel((await exists(nested)) ? nested : folder, context);
    },
  };
}
