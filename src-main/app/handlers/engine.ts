import type { EngineState, Handlers } from '../../contract/index.ts';
import { answeringVersion } from '../../contract/slot.ts';
import type { Services } from './services.ts';

/** The engine's state with the version that answers, which the slot decides. */
export function engineState({ core, slots }: Pick<Services, 'core' | 'slots'>): EngineState {
  const state = core.engine.state();
  return state.phase === 'ready' ? { ...state, version: answeringVersion(slots.router.view()) } : state;
}

export const engineHandlers = (services: Services): Pick<Handlers, 'engine.state' | 'engine.restart'> => ({
  'engine.state': () => engineState(services),
  'engine.restart'() {
    services.core.engine.restart();
    return {};
  },
});
