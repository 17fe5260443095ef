import type { Handlers } from '../../contract/index.ts';
import { getSettings } from '../../store/settings.ts';
import { inspectGraphics } from '../graphics.ts';
import type { Services } from './services.ts';

export const deviceHandlers = ({
  core,
  store,
}: Pick<Services, 'core' | 'store'>): Pick<Handlers, 'devices.inspect'> => ({
  'devices.inspect': () => inspectGraphics(core, getSettings(store.read)),
});
