import type { Handlers } from '../../contract/index.ts';
import type { Services } from './services.ts';

export const gatewayHandlers = ({
  gateway,
}: Pick<Services, 'gateway'>): Pick<Handlers, 'gateway.get' | 'gateway.set'> => ({
  'gateway.get': () => gateway.settings(),
  'gateway.set': (change) => gateway.change(change),
});
