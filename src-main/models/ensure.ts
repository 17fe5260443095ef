import { CodedError, isAbort } from '../base/error.ts';
import type { Message } from '../contract/text.ts';
import { message } from '../texts/message.ts';
import { defaultModelId, standInModelId } from './catalog.ts';
import type { InstallOptions } from './install.ts';
import type { Library } from './library.ts';

/**
 * Installs the default model, or the stand-in where no source serves the default. Does nothing where any model is
 * installed.
 * @returns the installed model's id, and a note for the writer where it is the stand-in; null where nothing was done
 * @throws CodedError where neither could be installed
 */
export async function ensureModel(
  library: Library,
  options: InstallOptions,
): Promise<{ id: string; note: Message | null } | null> {
  if ((await library.list()).some((model) => model.installed)) return null;
  try {
    await library.install(defaultModelId, options);
    return { id: defaultModelId, note: null };
  } catch (error) {
    if (isAbort(error) || !(error instanceof CodedError) || error.code !== 'no-source') throw error;
    await library.install(standInModelId, options);
    return {
      id: standInModelId,
      note: message('models.stand-in'),
    };
  }
}
