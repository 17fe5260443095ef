import { CodedError } from '../../base/error.ts';
import type { Handlers } from '../../contract/index.ts';
import { getSettings, setSettings } from '../../store/settings.ts';
import { message } from '../../texts/message.ts';
import { Installations } from './installations.ts';
import type { Services } from './services.ts';

type ModelMethod = Extract<keyof Handlers, `models.${string}`>;

/**
 * @returns a function that makes a model the chosen one and starts it. A model that cannot start leaves the one that
 * answers as the chosen one, unless the writer chose another meanwhile.
 */
function chooser({ store, core, hub }: Services): (id: string) => Promise<void> {
  const choose = (modelId: string) => {
    const settings = setSettings(store.write, { modelId });
    hub.emit('settings', settings);
    return settings;
  };
  // Models are looked up one after another, so that the last choice made is the last one applied.
  let lookedUp: Promise<unknown> = Promise.resolve();
  return async (id) => {
    const found = lookedUp.then(() => core.library.find(id));
    lookedUp = found.catch(() => undefined);
    await found;
    const settings = choose(id);
    try {
      await core.activate(settings);
    } catch (error) {
      const answering = core.active()?.id ?? id;
      if (answering !== id && getSettings(store.read).modelId === id) choose(answering);
      throw error;
    }
  };
}

export function modelHandlers(services: Services): Pick<Handlers, ModelMethod> {
  const { store, core, hub, teaching, chooseFolder } = services;
  const installations = new Installations();
  const choose = chooser(services);
  return {
    'models.list': async () => ({ models: [...(await core.library.list())] }),
    'models.contacts': () => ({ contacts: [...core.library.contacts()] }),
    'models.install': ({ id, source }, { signal }) =>
      installations.run(signal, async (cancelled, begin) => {
        begin(id);
        const { attempts } = await core.library.install(id, {
          ...(source ? { source } : {}),
          mirror: getSettings(store.read).mirror,
          signal: cancelled,
          onEvent: (event) => hub.emit('download', event),
        });
        return { id, attempts: [...attempts] };
      }),
    'models.cancel'({ id }) {
      if (!installations.cancel(id) && core.active()?.id === id) teaching.measureLater();
      return {};
    },
    'models.chooseFolder': async () => ({ path: chooseFolder ? await chooseFolder() : null }),
    'models.import': ({ path }, { signal }) =>
      installations.run(signal, async (cancelled, begin) => {
        const { id } = await core.library.import(path, {
          signal: cancelled,
          onEvent(event) {
            begin(event.modelId);
            hub.emit('download', event);
          },
        });
        return { id };
      }),
    async 'models.use'({ id }) {
      await choose(id);
      return {};
    },
    async 'models.remove'({ id }) {
      const { modelId } = getSettings(store.read);
      if (modelId === id || core.active()?.id === id) {
        throw new CodedError('model-in-use', message('models.in-use'));
      }
      await core.library.remove(id);
      return {};
    },
  };
}
