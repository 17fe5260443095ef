import { hubSource, huggingFaceLike, modelScope } from './hub.ts';
import { folderSource, resourcesSource } from './local.ts';
import { mavenSource } from './maven.ts';
import type { ModelSource } from './port.ts';

export interface SourcesOptions {
  readonly resources: string;
  /** `HF_ENDPOINT` names a mirror, `BUMO_MODEL_FOLDER` a folder with models. */
  readonly environment: NodeJS.ProcessEnv;
  /** A mirror from the settings; it wins over the environment's. */
  readonly mirror: string | null;
}

/** Every source that can be asked on this machine. Which are asked, and in which order, is the catalog's. */
export function availableSources({ resources, environment, mirror }: SourcesOptions): ModelSource[] {
  const base = mirror ?? environment.HF_ENDPOINT;
  const folder = environment.BUMO_MODEL_FOLDER;
  return [
    resourcesSource(resources),
    ...(folder ? [folderSource(folder)] : []),
    ...(base ? [hubSource(huggingFaceLike('mirror', base, base))] : []),
    hubSource(huggingFaceLike('huggingface', 'Hugging Face', 'https://huggingface.co')),
    hubSource(modelScope('https://modelscope.cn')),
    mavenSource({ environment }),
  ];
}
