import type { Clock } from '../base/clock.ts';
import { CodedError } from '../base/error.ts';
import type { Paths } from '../base/paths.ts';
import { Settings } from '../contract/index.ts';
import type { Core } from '../core.ts';
import { openStore } from '../store/open.ts';
import { getSettings } from '../store/settings.ts';
import type { Output } from './output.ts';

/** What a command works with. */
export interface Session {
  readonly core: Core;
  readonly output: Output;
  readonly paths: Paths;
  readonly clock: Clock;
}

/** The writer's settings. */
export async function readSettings({ paths, clock }: Session): Promise<Settings> {
  const store = openStore({ dir: paths.home, clock });
  try {
    return getSettings(store.read);
  } finally {
    await store.close();
  }
}

/** Starts the engine. @throws CodedError `no-model`, `model-not-installed`, or why the model cannot run */
export async function startEngine(session: Session, modelId?: string): Promise<void> {
  const { core } = session;
  const settings = await readSettings(session);
  if (modelId) await core.library.find(modelId);
  await core.activate(Settings.parse({ ...settings, ...(modelId ? { modelId } : {}) }));
  if (core.activeId() !== null) return;
  throw new CodedError('no-model', {
    zh: '还没有安装模型。请运行：npm run --silent cli -- models install bert-base-chinese',
    en: 'No model is installed. Run: npm run --silent cli -- models install bert-base-chinese',
  });
}
