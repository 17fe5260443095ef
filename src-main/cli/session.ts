import type { Clock } from '../base/clock.ts';
import { CodedError } from '../base/error.ts';
import type { Paths } from '../base/paths.ts';
import { Settings } from '../contract/index.ts';
import type { Core } from '../core.ts';
import { openStore, type Store } from '../store/open.ts';
import { getSettings } from '../store/settings.ts';
import type { Output } from './output.ts';

/** What a command works with. */
export interface Session {
  readonly core: Core;
  readonly output: Output;
  readonly paths: Paths;
  readonly clock: Clock;
}

/** Works with the store and closes it, whatever happens. @throws CodedError `store-newer`, `store-unwritable` */
export async function withStore<T>(
  { paths, clock }: Session,
  work: (store: Store) => T | Promise<T>,
): Promise<T> {
  const store = openStore({ dir: paths.home, clock });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** The writer's settings. */
export const readSettings = (session: Session): Promise<Settings> =>
  withStore(session, (store) => getSettings(store.read));

/** Starts the engine. @throws CodedError `no-model`, `model-not-installed`, or why the model cannot run */
export async function startEngine(session: Session, modelId?: string): Promise<void> {
  const { core } = session;
  const settings = await readSettings(session);
  if (modelId) await core.library.find(modelId);
  await core.activate(Settings.parse({ ...settings, ...(modelId ? { modelId } : {}) }));
  if (core.active() !== null) return;
  throw new CodedError('no-model', {
    zh: '还没有安装模型。请运行：npm run --silent cli -- models install bert-base-chinese',
    en: 'No model is installed. Run: npm run --silent cli -- models install bert-base-chinese',
  });
}
