import { hubSource, huggingFaceLike, modelScope } from './hub.ts';
import { folderSource, resourcesSource } from './local.ts';
import { mavenSource } from './maven.ts';
import type { ModelSource } from './port.ts';

export interface SourcesOptions {
  readonly resources: string;
  /** Its variables `HF_ENDPOINT` (a mirror) and `BUMO_MODEL_FOLDER` (a folder with models) are read. */
  readonly environment: NodeJS.ProcessEnv;
  /** The mirror from the settings; it replaces that of the environment. */
  readonly mirror: string | null;
}

/** The sources that exist on this machine. The catalog says which of them are asked for a model, and in which order. */
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
