import type { Handlers } from '../../contract/index.ts';
import { answeringVersion } from '../../contract/slot.ts';
import { getSettings } from '../../store/settings.ts';
import { listData, previewRemoval, removeData } from '../stored-data.ts';
import type { Services } from './services.ts';

type DataMethod = Extract<keyof Handlers, `data.${string}`>;

export function dataHandlers(services: Services): Pick<Handlers, DataMethod> {
  const { store, hub, slots, learning, ownPhrases } = services;

  /** Ends what holds the writer's words in memory or writes them. */
  async function stopAll(): Promise<void> {
    if (answeringVersion(slots.router.view()) !== 'base') slots.router.rollback('base');
    await ownPhrases.forget();
  }

  return {
    'data.list': () => listData(services),
    'data.preview': (scope) => previewRemoval(services, scope),
    async 'data.remove'(scope) {
      learning.cancel();
      if (scope.olderThanDays === null) await stopAll();
      const removeOldDocuments = (before: number) => ownPhrases.removeOlder(before);
      const removed = await removeData({ ...services, removeOldDocuments }, scope);
      hub.emit('samples', { what: 'samples' });
      hub.emit('settings', getSettings(store.read));
      return removed;
    },
  };
}
