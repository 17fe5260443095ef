import { isAbort, reasonOf } from '../../base/error.ts';
import type { Handlers } from '../../contract/index.ts';
import { getSettings } from '../../store/settings.ts';
import type { Services } from './services.ts';

type RunMethod = Extract<keyof Handlers, `learn.${string}` | `slot.${string}`>;

export function runHandlers({ store, slots, learning, log }: Services): Pick<Handlers, RunMethod> {
  const { router } = slots;
  return {
    async 'learn.start'(wish) {
      // The call fails only if the run cannot begin: `learning` events report its end.
      const { outcome } = await learning.begin({
        ...(wish.mode ? { mode: wish.mode } : {}),
        ...(wish.seed === undefined ? {} : { seed: wish.seed }),
      });
      outcome.catch((error: unknown) => {
        if (!isAbort(error)) log.warn(`learning: ${reasonOf(error)}`);
      });
      return {};
    },
    'learn.state': () => learning.state(),
    'learn.pause'({ paused }) {
      learning.pause(paused);
      return {};
    },
    'learn.cancel'() {
      learning.cancel();
      return {};
    },
    'slot.view': () => slots.view(),
    'slot.promote'({ version, mode }) {
      slots.promote(version, mode ?? getSettings(store.read).rolloutMode);
      return slots.view();
    },
    'slot.push'() {
      router.push();
      return slots.view();
    },
    'slot.pause'({ paused }) {
      router.pause(paused);
      return slots.view();
    },
    'slot.abandon'() {
      router.abandon();
      return slots.view();
    },
    'slot.rollback'({ to }) {
      router.rollback(to);
      return slots.view();
    },
    'slot.restore'({ id }) {
      router.restore(id);
      return slots.view();
    },
  };
}
