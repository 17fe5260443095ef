import { CodedError } from '../../base/error.ts';
import type { Handlers } from '../../contract/index.ts';
import { getSettings, setSettings } from '../../store/settings.ts';
import type { Services } from './services.ts';

export function appHandlers(
  services: Services,
): Pick<Handlers, 'app.info' | 'settings.get' | 'settings.set'> {
  const { store, core, hub, paths, version, shell } = services;
  return {
    'app.info': () => ({
      version,
      shell,
      modelsDir: paths.models,
      capabilities: {
        chooseFolder: services.chooseFolder !== undefined,
        chooseFile: services.chooseFile !== undefined,
        pdf: services.printPdf !== undefined,
      },
      notices: [...store.notices],
    }),
    'settings.get': () => getSettings(store.read),
    async 'settings.set'(change) {
      const before = getSettings(store.read);
      const after = setSettings(store.write, change);
      hub.emit('settings', after);
      if (after.provider !== before.provider)
        core.activate(after).catch((error: unknown) => {
          // The engine that answered before still does.
          if (!(error instanceof CodedError) || error.code === 'superseded') return;
          hub.emit('notice', { level: 'error', text: error.text });
        });
      return after;
    },
  };
}
