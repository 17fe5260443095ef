import { CodedError } from '../../base/error.ts';
import type { Handlers } from '../../contract/index.ts';
import { getSettings, setSettings } from '../../store/settings.ts';
import type { Services } from './services.ts';

type ModelMethod = Extract<keyof Handlers, `models.${string}`>;

export function modelHandlers(services: Services): Pick<Handlers, ModelMethod> {
  const { store, core, hub, teaching, chooseFolder } = services;
  const running = new Map<string, AbortController>();

  /** Choices are looked up one after another: the last one made is the last one acted on. */
  let lookedUp: Promise<unknown> = Promise.resolve();

  async function use(id: string): Promise<void> {
    const found = lookedUp.then(() => core.library.find(id));
    lookedUp = found.catch(() => undefined);
    await found;
    const settings = setSettings(store.write, { modelId: id });
    hub.emit('settings', settings);
    try {
      await core.activate(settings);
    } catch (error) {
      // Another model still answers: it stays the chosen one, unless a later choice was made.
      const running = core.active()?.id ?? id;
      if (running !== id && getSettings(store.read).modelId === id)
        hub.emit('settings', setSettings(store.write, { modelId: running }));
      throw error;
    }
  }

  return {
    'models.list': async () => ({ models: [...(await core.library.list())] }),
    async 'models.install'({ id, source }, { signal }) {
      const controller = new AbortController();
      running.set(id, controller);
      try {
        const { attempts } = await core.library.install(id, {
          ...(source ? { source } : {}),
          mirror: getSettings(store.read).mirror,
          signal: AbortSignal.any([signal, controller.signal]),
          onEvent: (event) => hub.emit('download', event),
        });
        return { id, attempts: [...attempts] };
      } finally {
        running.delete(id);
      }
    },
    'models.cancel'({ id }) {
      const installation = running.get(id);
      if (installation) installation.abort();
      else if (core.active()?.id === id) teaching.measureLater();
      return {};
    },
    'models.chooseFolder': async () => ({ path: chooseFolder ? await chooseFolder() : null }),
    async 'models.import'({ path }, { signal }) {
      const controller = new AbortController();
      let known: string | null = null;
      try {
        const { id } = await core.library.import(path, {
          signal: AbortSignal.any([signal, controller.signal]),
          onEvent(event) {
            known ??= event.modelId;
            running.set(event.modelId, controller);
            hub.emit('download', event);
          },
        });
        return { id };
      } finally {
        if (known !== null) running.delete(known);
      }
    },
    async 'models.use'({ id }) {
      await use(id);
      return {};
    },
    async 'models.remove'({ id }) {
      const { modelId } = getSettings(store.read);
      if (modelId === id || core.active()?.id === id) {
        throw new CodedError('model-in-use', {
          zh: '这个模型正在使用。请先换用另一个模型，再删除它。',
          en: 'This model is in use. Switch to another one first, then remove it.',
        });
      }
      await core.library.remove(id);
      return {};
    },
  };
}
