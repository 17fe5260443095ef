import { CodedError, isAbort } from '../base/error.ts';
import type { Bilingual } from '../contract/schemas.ts';
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
): Promise<{ id: string; note: Bilingual | null } | null> {
  if ((await library.list()).some((model) => model.installed)) return null;
  try {
    await library.install(defaultModelId, options);
    return { id: defaultModelId, note: null };
  } catch (error) {
    if (isAbort(error) || !(error instanceof CodedError) || error.code !== 'no-source') throw error;
    await library.install(standInModelId, options);
    return {
      id: standInModelId,
      note: {
        zh: '暂用替代模型（BERT 多语言·中文裁剪版）：默认的 bert-base-chinese 暂时取不到。可在“模型”中更换。',
        en: 'A stand-in answers for now (BERT multilingual, cut to Chinese): the default bert-base-chinese cannot be had. Change it under Models.',
      },
    };
  }
}
